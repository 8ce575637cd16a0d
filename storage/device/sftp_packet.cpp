// SPDX-License-Identifier: Apache-2.0
#include "storage/device/sftp_packet.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

namespace drs::storage {
namespace {

constexpr std::uint32_t attribute_size = 0x01;
constexpr std::uint32_t attribute_owner = 0x02;
constexpr std::uint32_t attribute_permissions = 0x04;
constexpr std::uint32_t attribute_times = 0x08;
constexpr std::uint32_t attribute_extended = 0x80000000;

std::uint32_t load_u32(const std::byte* at) {
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i) value = value << 8 | std::to_integer<std::uint32_t>(at[i]);
    return value;
}

std::byte* store_u32(std::byte* at, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) *at++ = static_cast<std::byte>(value >> shift);
    return at;
}

std::byte* store_u64(std::byte* at, std::uint64_t value) {
    return store_u32(store_u32(at, static_cast<std::uint32_t>(value >> 32)), static_cast<std::uint32_t>(value));
}

SftpAttributes attributes_from(SftpFields& fields) {
    SftpAttributes attributes;
    const auto flags = fields.u32();
    if (flags & attribute_size) attributes.size = fields.u64();
    if (flags & attribute_owner) fields.u64();
    if (flags & attribute_permissions) attributes.permissions = fields.u32();
    if (flags & attribute_times) fields.u64();
    if (flags & attribute_extended)
        for (auto count = fields.u32(); count > 0; --count) {
            fields.block();
            fields.block();
        }
    return attributes;
}

std::string as_words(std::string_view text) {
    std::string words(text.substr(0, 200));
    std::replace_if(words.begin(), words.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
    return words;
}

}  // namespace

SftpRequest::SftpRequest(SftpType type) {
    bytes_.resize(4);  // the length, filled in by bytes()
    bytes_.push_back(static_cast<std::byte>(type));
}

SftpRequest& SftpRequest::u32(std::uint32_t value) {
    bytes_.resize(bytes_.size() + 4);
    store_u32(bytes_.data() + bytes_.size() - 4, value);
    return *this;
}

SftpRequest& SftpRequest::u64(std::uint64_t value) {
    return u32(static_cast<std::uint32_t>(value >> 32)).u32(static_cast<std::uint32_t>(value));
}

SftpRequest& SftpRequest::text(std::string_view value) {
    u32(static_cast<std::uint32_t>(value.size()));
    const auto bytes = std::as_bytes(std::span(value.data(), value.size()));
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return *this;
}

SftpRequest& SftpRequest::mode(std::uint32_t permissions) { return u32(attribute_permissions).u32(permissions); }

std::span<const std::byte> SftpRequest::bytes() {
    store_u32(bytes_.data(), static_cast<std::uint32_t>(bytes_.size() - 4));
    return bytes_;
}

std::size_t put_write_header(std::span<std::byte> room, std::uint32_t id, std::string_view handle, std::uint64_t offset,
                             std::uint32_t count) {
    const std::size_t length = 4 + 1 + 4 + 4 + handle.size() + 8 + 4;
    if (handle.size() > sftp_longest_handle || room.size() < length) throw SftpMalformed("a handle longer than 256 bytes");
    auto* at = room.data() + room.size() - length;
    at = store_u32(at, static_cast<std::uint32_t>(length - 4 + count));
    *at++ = static_cast<std::byte>(SftpType::write);
    at = store_u32(at, id);
    at = store_u32(at, static_cast<std::uint32_t>(handle.size()));
    std::memcpy(at, handle.data(), handle.size());
    at = store_u64(at + handle.size(), offset);
    store_u32(at, count);
    return length;
}

std::span<const std::byte> SftpFields::take(std::size_t count) {
    if (count > rest_.size()) throw SftpMalformed("an answer that is shorter than its fields");
    const auto taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
}

std::uint8_t SftpFields::u8() { return std::to_integer<std::uint8_t>(take(1)[0]); }
std::uint32_t SftpFields::u32() { return load_u32(take(4).data()); }

std::uint64_t SftpFields::u64() {
    const std::uint64_t high = u32();
    return high << 32 | u32();
}

std::span<const std::byte> SftpFields::block() { return take(u32()); }

std::string_view SftpFields::text() {
    const auto bytes = block();
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::span<std::byte> SftpInbox::room(std::size_t count) {
    // Moving costs, so there is room for two fillings and what is left over moves once in a while.
    if (begin_ == end_) begin_ = end_ = 0;
    if (bytes_.size() - end_ < count) {
        std::memmove(bytes_.data(), bytes_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    if (bytes_.size() - end_ < count) bytes_.resize(end_ + 2 * count);
    return std::span(bytes_).subspan(end_);
}

std::optional<SftpAnswer> SftpInbox::next() {
    const auto held = std::span<const std::byte>(bytes_).subspan(begin_, end_ - begin_);
    if (held.size() < 4) return std::nullopt;
    const auto length = load_u32(held.data());
    if (length < 5 || length > sftp_longest_packet) throw SftpMalformed("a packet of an impossible length");
    if (held.size() - 4 < length) return std::nullopt;
    SftpFields fields(held.subspan(4, length));
    SftpAnswer answer;
    answer.type = static_cast<SftpType>(fields.u8());
    const std::size_t head = answer.type == SftpType::version ? 5 : 9;
    if (head == 9) answer.id = fields.u32();
    answer.body = held.subspan(head, length + 4 - head);
    begin_ += 4 + length;
    return answer;
}

SftpVersion read_version(std::span<const std::byte> body) {
    SftpFields fields(body);
    SftpVersion version;
    version.version = fields.u32();
    while (!fields.empty()) {
        std::string name(fields.text());
        version.extensions.insert_or_assign(std::move(name), std::string(fields.text()));
    }
    return version;
}

SftpStatus read_status(std::span<const std::byte> body) {
    SftpFields fields(body);
    SftpStatus status;
    status.code = static_cast<SftpCode>(fields.u32());
    // Some servers leave the message out although the draft wants it.
    if (!fields.empty()) status.message = as_words(fields.text());
    return status;
}

std::string read_handle(std::span<const std::byte> body) {
    SftpFields fields(body);
    std::string handle(fields.text());
    if (handle.size() > sftp_longest_handle) throw SftpMalformed("a handle longer than 256 bytes");
    return handle;
}

std::span<const std::byte> read_data(std::span<const std::byte> body) { return SftpFields(body).block(); }

std::vector<SftpName> read_names(std::span<const std::byte> body) {
    SftpFields fields(body);
    const auto count = fields.u32();
    std::vector<SftpName> names;
    for (std::uint32_t i = 0; i < count; ++i) {
        SftpName& entry = names.emplace_back();
        entry.name = fields.text();
        entry.long_name = fields.text();
        entry.attributes = attributes_from(fields);
    }
    return names;
}

SftpAttributes read_attributes(std::span<const std::byte> body) {
    SftpFields fields(body);
    return attributes_from(fields);
}

SftpLimits read_limits(std::span<const std::byte> body) {
    SftpFields fields(body);
    SftpLimits limits;
    limits.packet = fields.u64();
    limits.read = fields.u64();
    limits.write = fields.u64();
    limits.handles = fields.u64();
    return limits;
}

std::uint64_t read_free_bytes(std::span<const std::byte> body) {
    SftpFields fields(body);
    fields.u64();  // f_bsize
    const auto unit = fields.u64();
    fields.u64();  // f_blocks
    fields.u64();  // f_bfree
    const auto blocks = fields.u64();
    if (unit != 0 && blocks > std::numeric_limits<std::uint64_t>::max() / unit) return std::numeric_limits<std::uint64_t>::max();
    return blocks * unit;
}

}  // namespace drs::storage
