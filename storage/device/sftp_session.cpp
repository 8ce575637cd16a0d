// SPDX-License-Identifier: Apache-2.0
#include "storage/device/sftp_session.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "storage/device/error.hpp"
#include "storage/device/stream.hpp"

namespace drs::storage {
namespace {

constexpr std::uint32_t our_version = 3;
constexpr std::uint32_t private_file = 0600;
/// READDIR answers hold about a hundred names; a big directory must not cost a round trip for each.
constexpr std::size_t readdirs_in_flight = 8;

std::size_t within(std::uint64_t offered) {
    constexpr std::uint64_t least = 4096;
    return offered == 0 ? stream_block : static_cast<std::size_t>(std::clamp<std::uint64_t>(offered, least, stream_block));
}

}  // namespace

SftpSession::SftpSession(const model::Device& device, std::chrono::milliseconds timeout, Interrupt& interrupt)
    : transport_(device, timeout, interrupt) {}

template <class F>
auto SftpSession::parse(F read) -> decltype(read()) {
    try {
        return read();
    } catch (const SftpMalformed& malformed) {
        throw_malformed(malformed.what());
    }
}

void SftpSession::throw_malformed(const std::string& what) {
    broken_ = true;
    throw DeviceError(DeviceFault::failed, fmt::format("{} sent {}, which is not SFTP version 3: check what serves the sftp subsystem there",
                                                       place(), what));
}

void SftpSession::connect() {
    transport_.connect();
    broken_ = false;
    greet();
    learn_limits();
}

void SftpSession::greet() {
    SftpRequest hello(SftpType::init);
    send(hello.u32(our_version).bytes(), 0);
    const auto answer = wait_answer();
    if (answer.type != SftpType::version) throw_malformed("something else than its version");
    auto version = parse([&] { return read_version(answer.body); });
    if (version.version < our_version) throw_malformed(fmt::format("version {}", version.version));
    extensions_ = std::move(version.extensions);
}

void SftpSession::learn_limits() {
    if (!offers("limits@openssh.com")) return;
    const auto id = next_id();
    SftpRequest request(SftpType::extended, id);
    request.text("limits@openssh.com");
    const auto answer = ask(request, id);
    if (answer.type != SftpType::extended_reply) return;
    const auto limits = parse([&] { return read_limits(answer.body); });
    longest_read_ = within(limits.read);
    longest_write_ = within(limits.write);
}

void SftpSession::fill(std::size_t read_ahead) {
    try {
        for (;;) {
            const auto room = inbox_.room(read_ahead);
            const auto count = transport_.read(room);
            inbox_.filled(count);
            if (count < room.size()) return;
        }
    } catch (...) {
        broken_ = true;
        throw;
    }
}

void SftpSession::wait(bool expecting) {
    try {
        transport_.wait(expecting);
    } catch (...) {
        broken_ = true;
        throw;
    }
}

bool SftpSession::still_there() {
    try {
        if (!broken_) fill(64 * 1024);
    } catch (const DeviceError&) {
        // broken() says so; the one who asked connects again.
    }
    return !broken_;
}

void SftpSession::send(std::span<const std::byte> packet, std::uint32_t id) {
    if (expected_.empty()) transport_.begin();
    expected_.push_back(id);
    try {
        while (!packet.empty()) {
            const auto taken = transport_.write(packet);
            packet = packet.subspan(taken);
            if (taken == 0) transport_.wait(true);
        }
    } catch (...) {
        broken_ = true;
        throw;
    }
}

std::uint32_t SftpSession::send(SftpRequest& request, std::uint32_t id) {
    send(request.bytes(), id);
    return id;
}

std::optional<SftpAnswer> SftpSession::poll_answer(std::size_t read_ahead) {
    auto answer = parse([&] { return inbox_.next(); });
    if (!answer) {
        fill(read_ahead);
        answer = parse([&] { return inbox_.next(); });
    }
    if (!answer) return std::nullopt;
    const auto expected = std::find(expected_.begin(), expected_.end(), answer->id);
    if (expected == expected_.end()) throw_malformed(fmt::format("an answer to question {}, which was not asked", answer->id));
    expected_.erase(expected);
    return answer;
}

SftpAnswer SftpSession::wait_answer() {
    for (;;) {
        if (auto answer = poll_answer()) return *answer;
        wait(true);
    }
}

SftpAnswer SftpSession::ask(SftpRequest& request, std::uint32_t id) {
    send(request.bytes(), id);
    for (;;) {
        // What a stream that was given up had in flight is answered first.
        const auto answer = wait_answer();
        if (answer.id == id) return answer;
    }
}

SftpAnswer SftpSession::ask_extended(std::string_view name, std::string_view argument) {
    const auto id = next_id();
    SftpRequest request(SftpType::extended, id);
    request.text(name).text(argument);
    return ask(request, id);
}

void SftpSession::expect_ok(const SftpAnswer& answer, std::string_view doing, const std::string& path) {
    if (answer.type != SftpType::status) throw_malformed("an answer of the wrong kind");
    const auto status = parse([&] { return read_status(answer.body); });
    if (status.code != SftpCode::ok) throw_status(status, doing, path);
}

std::string SftpSession::handle_of(const SftpAnswer& answer, std::string_view doing, const std::string& path) {
    if (answer.type == SftpType::handle) return parse([&] { return read_handle(answer.body); });
    expect_ok(answer, doing, path);
    throw_malformed("OK where a handle was due");
}

std::optional<SftpAttributes> SftpSession::stat(const std::string& path) {
    const auto id = next_id();
    SftpRequest request(SftpType::stat, id);
    request.text(path);
    const auto answer = ask(request, id);
    if (answer.type == SftpType::attrs) return parse([&] { return read_attributes(answer.body); });
    if (answer.type != SftpType::status) throw_malformed("an answer of the wrong kind");
    const auto status = parse([&] { return read_status(answer.body); });
    if (status.code == SftpCode::no_such_file || status.code == SftpCode::no_such_path) return std::nullopt;
    throw_status(status, "look at", path);
}

std::string SftpSession::open(const std::string& path, std::uint32_t flags) {
    const auto id = next_id();
    SftpRequest request(SftpType::open, id);
    request.text(path).u32(flags);
    if (flags & sftp_open_create)
        request.mode(private_file);
    else
        request.no_attributes();
    return handle_of(ask(request, id), flags & sftp_open_create ? "write" : "read", path);
}

void SftpSession::close(const std::string& handle, const std::string& path) {
    const auto id = next_id();
    SftpRequest request(SftpType::close, id);
    request.text(handle);
    expect_ok(ask(request, id), "close", path);
}

void SftpSession::sync(const std::string& handle, const std::string& path) {
    if (!offers("fsync@openssh.com")) return;
    const auto answer = ask_extended("fsync@openssh.com", handle);
    if (answer.type == SftpType::status && parse([&] { return read_status(answer.body); }).code == SftpCode::unsupported) return;
    expect_ok(answer, "sync", path);
}

void SftpSession::read_entries(const std::string& handle, const std::string& directory, std::vector<SftpName>& names) {
    bool at_end = false;
    std::optional<SftpStatus> refusal;
    while (!at_end || unanswered() > 0) {
        while (!at_end && unanswered() < readdirs_in_flight) {
            const auto id = next_id();
            SftpRequest request(SftpType::readdir, id);
            send(request.text(handle), id);
        }
        const auto answer = wait_answer();
        if (answer.type == SftpType::name) {
            auto some = parse([&] { return read_names(answer.body); });
            std::move(some.begin(), some.end(), std::back_inserter(names));
            continue;
        }
        if (answer.type != SftpType::status) throw_malformed("an answer of the wrong kind");
        const auto status = parse([&] { return read_status(answer.body); });
        if (status.code != SftpCode::eof) refusal = status;
        at_end = true;
    }
    if (refusal) throw_status(*refusal, "list", directory);
}

std::vector<SftpName> SftpSession::list(const std::string& directory) {
    const auto id = next_id();
    SftpRequest request(SftpType::opendir, id);
    request.text(directory);
    const auto handle = handle_of(ask(request, id), "list", directory);
    std::vector<SftpName> names;
    read_entries(handle, directory, names);
    close(handle, directory);
    return names;
}

bool SftpSession::remove(const std::string& path) {
    const auto id = next_id();
    SftpRequest request(SftpType::remove, id);
    request.text(path);
    const auto answer = ask(request, id);
    if (answer.type == SftpType::status) {
        const auto code = parse([&] { return read_status(answer.body); }).code;
        if (code == SftpCode::no_such_file || code == SftpCode::no_such_path) return false;
    }
    expect_ok(answer, "remove", path);
    return true;
}

void SftpSession::rename(const std::string& from, const std::string& to) {
    // Plain RENAME refuses an existing name on OpenSSH, but other servers may replace it: so look first.
    if (stat(to))
        throw DeviceError(DeviceFault::failed, fmt::format("{} already holds {}, which is left as it is: remove it or take another name", place(), to));
    const auto id = next_id();
    SftpRequest request(SftpType::rename, id);
    request.text(from).text(to);
    const auto answer = ask(request, id);
    const auto code = answer.type == SftpType::status ? parse([&] { return read_status(answer.body); }).code : SftpCode::failure;
    if (code == SftpCode::no_such_file) expect_ok(answer, "rename", from);
    if (code != SftpCode::unsupported || !offers("posix-rename@openssh.com")) return expect_ok(answer, "rename a finished file to", to);
    const auto second = next_id();
    SftpRequest posix(SftpType::extended, second);
    posix.text("posix-rename@openssh.com").text(from).text(to);
    expect_ok(ask(posix, second), "rename a finished file to", to);
}

std::optional<std::uint64_t> SftpSession::free_bytes(const std::string& path) {
    if (!offers("statvfs@openssh.com")) return std::nullopt;
    const auto answer = ask_extended("statvfs@openssh.com", path);
    if (answer.type == SftpType::extended_reply) return parse([&] { return read_free_bytes(answer.body); });
    if (answer.type != SftpType::status) throw_malformed("an answer of the wrong kind");
    const auto status = parse([&] { return read_status(answer.body); });
    if (status.code == SftpCode::unsupported || status.code == SftpCode::permission_denied) return std::nullopt;
    throw_status(status, "ask for the free space of", path);
}

}  // namespace drs::storage
