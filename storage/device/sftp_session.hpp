// SPDX-License-Identifier: Apache-2.0
// One SFTP conversation: questions with ids, answers matched to them, and the server's words as DeviceErrors.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/device/sftp_packet.hpp"
#include "storage/device/ssh_transport.hpp"

namespace drs::storage {

/// For one thread. Every call throws DeviceError with server and path; after one that is not an answer of the server's
/// (`broken()`), the session is good for nothing.
class SftpSession {
public:
    SftpSession(const model::Device& device, std::chrono::milliseconds timeout, Interrupt& interrupt);

    /// Connects, logs in, agrees on version 3 and asks for the limits.
    void connect();
    const std::string& fingerprint() const { return transport_.fingerprint(); }
    const std::string& place() const { return transport_.place(); }
    bool broken() const { return broken_; }
    /// Looks, without waiting, whether an idle server has gone meanwhile.
    bool still_there();

    /// Most bytes for one READ or WRITE.
    std::size_t longest_write() const { return longest_write_; }
    std::size_t longest_read() const { return longest_read_; }

    // Whole operations; `path` is absolute on the server.
    /// Nothing when there is no such thing.
    std::optional<SftpAttributes> stat(const std::string& path);
    std::string open(const std::string& path, std::uint32_t flags);
    void close(const std::string& handle, const std::string& path);
    /// Where the server can; a server that cannot has told so and that is all there is.
    void sync(const std::string& handle, const std::string& path);
    std::vector<SftpName> list(const std::string& directory);
    /// False when there was none.
    bool remove(const std::string& path);
    /// The new name must not be there.
    void rename(const std::string& from, const std::string& to);
    std::optional<std::uint64_t> free_bytes(const std::string& path);

    // For those that keep many requests in flight:
    std::uint32_t next_id() { return ++last_id_; }
    /// Sends all of `packet`, collecting what arrives meanwhile.
    void send(std::span<const std::byte> packet, std::uint32_t id);
    std::uint32_t send(SftpRequest& request, std::uint32_t id);
    std::size_t unanswered() const { return expected_.size(); }
    /// An answer that has arrived, if any. Its body lasts until the next call. `read_ahead`: how much the server may send before it is read.
    std::optional<SftpAnswer> poll_answer(std::size_t read_ahead = 64 * 1024);
    SftpAnswer wait_answer();
    /// Sleeps until something arrives, can be sent, or the interrupt was woken.
    void wait() { wait(!expected_.empty()); }
    /// Throws unless `answer` is the status OK.
    void expect_ok(const SftpAnswer& answer, std::string_view doing, const std::string& path);
    /// Turns a status into a DeviceError.
    [[noreturn]] void throw_status(const SftpStatus& status, std::string_view doing, const std::string& path);
    [[noreturn]] void throw_malformed(const std::string& what);

private:
    SftpAnswer ask(SftpRequest& request, std::uint32_t id);
    SftpAnswer ask_extended(std::string_view name, std::string_view argument);
    std::string handle_of(const SftpAnswer& answer, std::string_view doing, const std::string& path);
    void greet();
    void learn_limits();
    void wait(bool expecting);
    void fill(std::size_t read_ahead);
    bool offers(const std::string& extension) const { return extensions_.contains(extension); }
    bool looks_full(const std::string& path);
    void read_entries(const std::string& handle, const std::string& directory, std::vector<SftpName>& names);
    template <class F>
    auto parse(F read) -> decltype(read());

    SshTransport transport_;
    SftpInbox inbox_;
    std::vector<std::uint32_t> expected_;
    std::map<std::string, std::string> extensions_;
    std::uint32_t last_id_ = 0;
    std::size_t longest_write_ = 32 * 1024;
    std::size_t longest_read_ = 32 * 1024;
    bool broken_ = true;
};

}  // namespace drs::storage
