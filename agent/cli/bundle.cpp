// SPDX-License-Identifier: Apache-2.0
#include "cli/bundle.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "cli/descriptor.hpp"
#include "cli/without_secrets.hpp"
#include "control/refusal.hpp"
#include "runtime/error.hpp"
#include "storage/archive/member_tar.hpp"
#include "storage/archive/zstd.hpp"

namespace drs::cli {
namespace {

constexpr int zstd_level = 3;

[[noreturn]] void refuse(const std::filesystem::path& file, int error) {
    const auto kind = error == EACCES || error == EPERM ? control::Kind::not_permitted : control::Kind::bad_value;
    throw control::Refusal(kind, fmt::format("the bundle {} cannot be written: {}; name a file in another directory", file.string(), runtime::reason_of(error)));
}

class FileSink final : public storage::ByteSink {
public:
    explicit FileSink(std::filesystem::path file) : file_(std::move(file)), handle_(::open(file_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600)) {
        if (!handle_) refuse(file_, errno);
    }
    void write(std::span<const std::byte> bytes) override {
        while (!bytes.empty()) {
            const ssize_t written = ::write(handle_.handle(), bytes.data(), bytes.size());
            if (written >= 0) bytes = bytes.subspan(static_cast<std::size_t>(written));
            else if (errno != EINTR) refuse(file_, errno);
        }
    }
    void finish() override {
        if (::fsync(handle_.handle()) != 0) refuse(file_, errno);
    }

private:
    const std::filesystem::path file_;
    Descriptor handle_;
};

}  // namespace

struct Bundle::State {
    explicit State(std::filesystem::path name)
        : file(std::move(name)), part(file.string() + ".part"), sink(part), compressed(storage::zstd_compressor(zstd_level, 1, sink)), tar(*compressed) {}
    ~State() { ::unlink(part.c_str()); }  // gone already when it was finished

    const std::filesystem::path file, part;
    FileSink sink;
    std::unique_ptr<storage::ByteSink> compressed;
    storage::MemberTar tar;
    std::uint64_t bytes = 0, members = 0;
    std::string manifest;
    std::vector<std::string> missing;
};

Bundle::Bundle(std::filesystem::path file) {
    struct stat there {};
    if (::lstat(file.c_str(), &there) == 0) throw control::Refusal(control::Kind::bad_value, file.string() + " is there already; name another file");
    state_ = std::make_unique<State>(std::move(file));
}

Bundle::~Bundle() = default;

std::uint64_t Bundle::room() const { return largest_bundle - std::min(largest_bundle, state_->bytes); }

void Bundle::add(const std::string& name, Time modified, std::string_view bytes) {
    if (holds_a_key(bytes)) return miss(name, "it holds a private key");
    if (bytes.size() > largest_member || bytes.size() > room()) return miss(name, fmt::format("its {} bytes do not fit any more", bytes.size()));
    state_->tar.add(name, modified, std::as_bytes(std::span(bytes)));
    state_->bytes += bytes.size();
    ++state_->members;
    state_->manifest += fmt::format("{:>12}  {}\n", bytes.size(), name);
}

void Bundle::miss(const std::string& name, const std::string& why) { state_->missing.push_back(name + ": " + why); }

control::BundleSummary Bundle::finish(Time now) {
    std::string manifest = "What is in this bundle, with sizes in bytes:\n" + state_->manifest;
    if (!state_->missing.empty()) manifest += "\nWhat is not, and why:\n";
    for (const auto& each : state_->missing) manifest += "  " + each + "\n";
    manifest += "\nNever in a bundle: keys, identities, passwords (sealed ones too), SNMP communities and users.\n";
    state_->tar.add("manifest.txt", now, std::as_bytes(std::span(manifest)));
    state_->tar.finish();
    // link(2) replaces nothing that came to that name meanwhile.
    if (::link(state_->part.c_str(), state_->file.c_str()) != 0) refuse(state_->file, errno);
    return {state_->file.string(), state_->members + 1, std::filesystem::file_size(state_->file), state_->missing};
}

}  // namespace drs::cli
