// SPDX-License-Identifier: Apache-2.0
#include "local/backup_run.hpp"

#include <fmt/format.h>

#include <charconv>

#include "runtime/clock.hpp"
#include "runtime/crypto/crypto.hpp"
#include "runtime/error.hpp"
#include "storage/archive/age.hpp"
#include "storage/archive/tar.hpp"
#include "storage/archive/zstd.hpp"

namespace drs::local {

using runtime::ChildProgram;

namespace {

/// The last stage: digests the stored bytes and hands them to the io thread in full blocks.
class PipeSink final : public storage::ByteSink {
public:
    explicit PipeSink(runtime::BlockPipe& pipe) : pipe_(pipe) { block_.reserve(wire::longest_data); }

    void write(std::span<const std::byte> bytes) override {
        digest_.update(bytes);
        bytes_ += bytes.size();
        while (!bytes.empty()) {
            const auto part = std::min(bytes.size(), wire::longest_data - block_.size());
            block_.insert(block_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(part));
            bytes = bytes.subspan(part);
            if (block_.size() == wire::longest_data) push();
        }
    }
    void finish() override {
        if (!block_.empty()) push();
    }
    std::uint64_t bytes() const { return bytes_; }
    std::string digest() { return digest_.finish_hex(); }

private:
    void push() {
        pipe_.push_blocking(std::move(block_));
        block_ = {};
        block_.reserve(wire::longest_data);
    }
    runtime::BlockPipe& pipe_;
    runtime::Block block_;
    runtime::Sha256 digest_;
    std::uint64_t bytes_ = 0;
};

/// The first stage: counts what the source gives.
class CountingSink final : public storage::ByteSink {
public:
    CountingSink(std::atomic<std::uint64_t>& count, storage::ByteSink& next) : count_(count), next_(next) {}
    void write(std::span<const std::byte> bytes) override {
        count_.fetch_add(bytes.size(), std::memory_order_relaxed);
        next_.write(bytes);
    }
    void finish() override { next_.finish(); }

private:
    std::atomic<std::uint64_t>& count_;
    storage::ByteSink& next_;
};

std::vector<storage::AgeRecipient> parsed(const std::vector<std::string>& texts) {
    std::vector<storage::AgeRecipient> recipients;
    for (const auto& text : texts) recipients.push_back(storage::AgeRecipient::parse(text));
    return recipients;
}

}  // namespace

runtime::PlatformLock hold_platform(const RunPlace& place, model::JobId job, model::JobKind kind) {
    auto lock = runtime::PlatformLock::take(place.platform_lock, runtime::PlatformLock::Mode::shared);
    if (!lock)
        throw runtime::Error(runtime::Fault::file, fmt::format("the platform of node {} is locked by {}; try again when it has ended", place.node,
                                                               runtime::platform_holder(place.platform_lock)));
    lock->tell(model::title(job, kind), runtime::SystemClock().now());
    return std::move(*lock);
}

std::vector<std::string> program_environment(const std::string& node, model::JobId job, const std::string& set, const model::ComponentKey& key) {
    return {"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG=C.UTF-8",
            fmt::format("DRS_JOB={}", job),
            "DRS_SET=" + set,
            "DRS_FEATURE=" + key.feature,
            "DRS_COMPONENT=" + key.component,
            "DRS_NODE=" + node};
}

/// It only draws the progress bar: one that fails is worth a warning and not the backup; one that is no number is none.
void BackupRun::estimate(ComponentRunReport& report) {
    if (definition_.component.kind == model::ComponentKind::files) bytes_expected_ = storage::estimate_tar(definition_.paths);
    if (definition_.component.kind == model::ComponentKind::files || definition_.estimate_program.empty()) return;
    try {
        const auto environment = program_environment(place_.node, order_.job, order_.set, order_.key);
        const auto text = runtime::output_of(definition_.estimate_program, environment, std::chrono::seconds(60));
        std::uint64_t bytes = 0;
        std::from_chars(text.data(), text.data() + text.size(), bytes);
        bytes_expected_ = bytes;
    } catch (const runtime::ProgramError& e) {
        report.warnings.push_back(std::string("the size could not be estimated: ") + e.what());
    }
}

void BackupRun::run_program(ComponentRunReport& report, const ChildProgram::OnOutput& on_output) {
    const auto environment = program_environment(place_.node, order_.job, order_.set, order_.key);
    const ChildProgram::Limits limits{std::chrono::seconds(order_.silence_seconds), std::chrono::seconds(definition_.timeout_seconds)};
    ChildProgram program(definition_.backup_program, environment, limits, on_output);
    run_reported(running_, program, report, [&] { program.finish(); });
}

void BackupRun::stream(ComponentRunReport& report, wire::Finished& finished) {
    PipeSink out(pipe_);
    const auto encrypted = storage::age_encryptor(parsed(order_.recipients), out);
    const auto compressed = storage::zstd_compressor(order_.level, order_.threads, *encrypted);
    CountingSink source(bytes_before_, *compressed);
    if (definition_.component.kind == model::ComponentKind::files) {
        auto tar = storage::write_tar(definition_.paths, source, [this] { return running_.stopped(); });
        report.warnings = std::move(tar.warnings);
    } else {
        run_program(report, [&](std::span<const std::byte> bytes) { source.write(bytes); });
        source.finish();
    }
    finished.bytes_stored = out.bytes();
    finished.sha256 = out.digest();
}

wire::Finished BackupRun::run() {
    wire::Finished finished;
    ComponentRunReport report;
    finished.stream = order_.stream;
    report.set = order_.set;
    report.kind = model::JobKind::backup;
    report.node = place_.node;
    report.key = order_.key;
    try {
        const auto held = hold_platform(place_, order_.job, report.kind);
        if (order_.want_estimate) estimate(report);
        stream(report, finished);
        report.result = report.warnings.empty() ? model::Result::success : model::Result::warning;
        pipe_.close();
    } catch (const std::exception& e) {
        report.result = running_.stopped() ? model::Result::canceled : model::Result::error;
        report.reason = e.what();
        if (report.code == 0) report.code = 1;
        pipe_.fail(e.what());
    }
    report.completed = runtime::SystemClock().now();
    finished.result = report.result;
    finished.reason = report.reason;
    finished.warnings = report.warnings;
    finished.bytes_before = bytes_before();
    log_component(place_.log_directory, place_.log_prefix, report, finished);
    return finished;
}

void BackupRun::stop() {
    running_.stop();
    pipe_.fail("the operation was canceled");
}

}  // namespace drs::local
