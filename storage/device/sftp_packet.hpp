// SPDX-License-Identifier: Apache-2.0
// The packets of SFTP version 3 (draft-ietf-secsh-filexfer-02 and OpenSSH's PROTOCOL file): composing requests, and strict
// reading of whatever a server answers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace drs::storage {

enum class SftpType : std::uint8_t {
    init = 1, version = 2, open = 3, close = 4, read = 5, write = 6, opendir = 11, readdir = 12, remove = 13, stat = 17,
    rename = 18, status = 101, handle = 102, data = 103, name = 104, attrs = 105, extended = 200, extended_reply = 201,
};

/// SSH_FX_*. Those above 8 are later than version 3, but servers in the field send them.
enum class SftpCode : std::uint32_t {
    ok = 0, eof = 1, no_such_file = 2, permission_denied = 3, failure = 4, bad_message = 5, no_connection = 6,
    connection_lost = 7, unsupported = 8, no_such_path = 10, already_exists = 11, write_protected = 12, no_space = 14,
    quota_exceeded = 15, not_a_directory = 19,
};

inline constexpr std::uint32_t sftp_open_read = 0x01;
inline constexpr std::uint32_t sftp_open_write = 0x02;
inline constexpr std::uint32_t sftp_open_create = 0x08;
inline constexpr std::uint32_t sftp_open_exclusive = 0x20;

/// OpenSSH ends a conversation over a longer message; so do we. Counts what follows the length field.
inline constexpr std::size_t sftp_longest_packet = 256 * 1024;
/// The draft's limit of a handle.
inline constexpr std::size_t sftp_longest_handle = 256;

/// Bytes that are not SFTP. The one who knows the server's name makes a sentence of it.
class SftpMalformed : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A request, field by field; `bytes()` is what goes out.
class SftpRequest {
public:
    explicit SftpRequest(SftpType type);
    SftpRequest(SftpType type, std::uint32_t id) : SftpRequest(type) { u32(id); }
    SftpRequest& u32(std::uint32_t value);
    SftpRequest& u64(std::uint64_t value);
    /// A length and the bytes.
    SftpRequest& text(std::string_view value);
    /// Attributes with a permission mode and nothing else.
    SftpRequest& mode(std::uint32_t permissions);
    SftpRequest& no_attributes() { return u32(0); }
    std::span<const std::byte> bytes();

private:
    std::vector<std::byte> bytes_;
};

/// Longest header that `put_write_header` needs in front of the data.
inline constexpr std::size_t sftp_write_headroom = 4 + 1 + 4 + 4 + sftp_longest_handle + 8 + 4;
/// Puts the header of a WRITE of `count` bytes so that it ends where `room` ends, and returns its length: header and data then go
/// out in one piece. `room` is at least sftp_write_headroom long.
std::size_t put_write_header(std::span<std::byte> room, std::uint32_t id, std::string_view handle, std::uint64_t offset,
                             std::uint32_t count);

/// Reads the fields of one packet in order; throws SftpMalformed rather than read beyond the end.
class SftpFields {
public:
    explicit SftpFields(std::span<const std::byte> bytes) : rest_(bytes) {}
    std::uint8_t u8();
    std::uint32_t u32();
    std::uint64_t u64();
    /// Refers to the packet's bytes.
    std::span<const std::byte> block();
    std::string_view text();
    bool empty() const { return rest_.empty(); }

private:
    std::span<const std::byte> take(std::size_t count);
    std::span<const std::byte> rest_;
};

/// One answer; `body` (after the id) refers to the inbox and lasts until the next `room()`.
struct SftpAnswer {
    SftpType type{};
    std::uint32_t id = 0;  // 0 for VERSION, which has none
    std::span<const std::byte> body;
};

/// Cuts the stream from the server into answers. Holds one incomplete packet at most.
class SftpInbox {
public:
    /// At least `count` bytes to read into; then tell how many came.
    std::span<std::byte> room(std::size_t count);
    /// Nothing is left that `next()` has not given.
    bool empty() const { return begin_ == end_; }
    void filled(std::size_t count) { end_ += count; }
    /// Nothing as long as no packet is whole. Throws SftpMalformed for a length that cannot be.
    std::optional<SftpAnswer> next();

private:
    std::vector<std::byte> bytes_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

struct SftpVersion {
    std::uint32_t version = 0;
    std::map<std::string, std::string> extensions;
};
struct SftpStatus {
    SftpCode code = SftpCode::ok;
    std::string message;  // the server's words, cut to 200 bytes, control characters as blanks
};
struct SftpAttributes {
    std::optional<std::uint64_t> size;
    std::optional<std::uint32_t> permissions;  // with the file type in S_IFMT
};
struct SftpName {
    std::string name;
    std::string long_name;
    SftpAttributes attributes;
};
/// limits@openssh.com; 0 = the server knows no limit.
struct SftpLimits {
    std::uint64_t packet = 0, read = 0, write = 0, handles = 0;
};

// Bodies of answers. All throw SftpMalformed.
SftpVersion read_version(std::span<const std::byte> body);
SftpStatus read_status(std::span<const std::byte> body);
std::string read_handle(std::span<const std::byte> body);
std::span<const std::byte> read_data(std::span<const std::byte> body);
std::vector<SftpName> read_names(std::span<const std::byte> body);
SftpAttributes read_attributes(std::span<const std::byte> body);
SftpLimits read_limits(std::span<const std::byte> body);
/// statvfs@openssh.com: bytes free for a user without privileges.
std::uint64_t read_free_bytes(std::span<const std::byte> body);

}  // namespace drs::storage
