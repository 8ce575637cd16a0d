// SPDX-License-Identifier: Apache-2.0
#include "local/restore_run.hpp"

#include <fmt/format.h>

#include "runtime/clock.hpp"
#include "runtime/error.hpp"
#include "storage/archive/age.hpp"
#include "storage/archive/zstd.hpp"

namespace drs::local {

using runtime::ChildProgram;

namespace {

constexpr std::size_t most_output = 256u << 10;

/// The last stage: counts, and hands on to the files or the program.
class LastSink final : public storage::ByteSink {
public:
    using Take = std::function<void(std::span<const std::byte>)>;
    LastSink(std::uint64_t& count, Take take, std::function<void()> end) : count_(count), take_(std::move(take)), end_(std::move(end)) {}
    void write(std::span<const std::byte> bytes) override {
        count_ += bytes.size();
        take_(bytes);
    }
    void finish() override { end_(); }

private:
    std::uint64_t& count_;
    Take take_;
    std::function<void()> end_;
};

/// Pulls the stored bytes through decryption and decompression into `last`. Returns how many there were.
std::uint64_t pump(runtime::BlockPipe& pipe, std::span<const std::byte> file_key, storage::ByteSink& last) {
    const auto decompressed = storage::zstd_decompressor(last);
    model::Secret key(std::string(reinterpret_cast<const char*>(file_key.data()), file_key.size()));
    const auto decrypted = storage::age_decryptor(std::move(key), *decompressed);
    std::uint64_t bytes = 0;
    while (const auto block = pipe.pop_blocking()) {
        bytes += block->size();
        decrypted->write(*block);
    }
    decrypted->finish();
    return bytes;
}

}  // namespace

RestoreRun::RestoreRun(model::ComponentDefinition definition, wire::RestoreComponent order, RunPlace place, runtime::BlockPipe& pipe)
    : definition_(std::move(definition)), order_(std::move(order)), place_(std::move(place)), pipe_(pipe) {
    report_.set = order_.set;
    report_.kind = model::JobKind::restore;
    report_.node = place_.node;
    report_.key = order_.key;
    report_.result = model::Result::success;
}

RestoreRun::~RestoreRun() = default;

void RestoreRun::fail(const std::string& reason) {
    report_.result = running_.stopped() ? model::Result::canceled : model::Result::error;
    report_.reason = reason;
    if (report_.code == 0) report_.code = 1;
    extractor_.reset();  // removes what lies beside the targets
}

/// The registration may have changed since the backup: a program must not get a tar, nor the paths a program's bytes.
void RestoreRun::check_kind() const {
    if (order_.payload == definition_.component.payload()) return;
    const auto then = order_.payload == model::Payload::tar ? model::ComponentKind::files : model::ComponentKind::script;
    throw runtime::Error(runtime::Fault::bad_configuration, fmt::format("component {} was backed up as {} and is registered as {}; register it as it was",
                                                                        order_.key.text(), model::word(then), model::word(definition_.component.kind)));
}

void RestoreRun::unpack_files() {
    extractor_ = std::make_unique<storage::TarExtractor>(definition_.paths, fmt::format("{}", order_.job));
    LastSink last(bytes_before_, [&](auto bytes) { extractor_->write(bytes); }, [&] { extractor_->finish(); });
    bytes_stored_ = pump(pipe_, order_.file_key, last);
}

void RestoreRun::run_program() {
    const auto environment = program_environment(place_.node, order_.job, order_.set, order_.key);
    const ChildProgram::Limits limits{std::chrono::seconds(order_.silence_seconds), std::chrono::seconds(definition_.timeout_seconds)};
    auto& said = report_.standard_output;
    ChildProgram program(definition_.restore_program, environment, limits, [&](std::span<const std::byte> bytes) {
        const auto room = most_output - std::min(most_output, said.size());
        said.append(reinterpret_cast<const char*>(bytes.data()), std::min(room, bytes.size()));
    });
    run_reported(running_, program, report_, [&] {
        LastSink last(bytes_before_, [&](auto bytes) { program.feed(bytes); }, [&] { program.finish(); });
        bytes_stored_ = pump(pipe_, order_.file_key, last);
    });
}

bool RestoreRun::unpack() {
    try {
        check_kind();
        held_ = hold_platform(place_, order_.job, report_.kind);
        is_files() ? unpack_files() : run_program();
        return true;
    } catch (const std::exception& e) {
        fail(e.what());
        pipe_.fail(e.what());
        return false;
    }
}

void RestoreRun::commit() {
    try {
        report_.warnings = extractor_->commit().warnings;
        extractor_.reset();
        if (!report_.warnings.empty()) report_.result = model::Result::warning;
    } catch (const std::exception& e) {
        fail(e.what());
    }
}

wire::Finished RestoreRun::finish() {
    if (is_files() && extractor_ && report_.result == model::Result::success) fail("the data was not accepted; nothing was changed");
    held_.reset();
    report_.completed = runtime::SystemClock().now();
    wire::Finished finished;
    finished.stream = order_.stream;
    finished.result = report_.result;
    finished.reason = report_.reason;
    finished.warnings = report_.warnings;
    finished.bytes_before = bytes_before_;
    finished.bytes_stored = bytes_stored_;
    log_component(place_.log_directory, place_.log_prefix, report_, finished);
    return finished;
}

void RestoreRun::stop() {
    running_.stop();
    pipe_.fail("the operation was canceled");
}

}  // namespace drs::local
