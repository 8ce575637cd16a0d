// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "storage/archive/age.hpp"
#include "storage/archive/bech32.hpp"
#include "storage/archive/error.hpp"

namespace drs::storage {
namespace {

constexpr std::string_view recipient_prefix = "age";
constexpr std::string_view identity_prefix = "AGE-SECRET-KEY-";
constexpr std::size_t key_bytes = 32;

std::string_view without_blanks_around(std::string_view line) {
    constexpr std::string_view blanks = " \t\r";
    const std::size_t first = line.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return line.substr(first, line.find_last_not_of(blanks) - first + 1);
}

/// The first line that is neither empty nor a comment.
std::string_view first_identity_line(std::string_view text) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = without_blanks_around(text.substr(0, end));
        if (!line.empty() && line.front() != '#') return line;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return {};
}

std::span<const std::byte, key_bytes> key_of(const model::Secret& scalar) {
    return runtime::bytes_of(scalar.reveal()).first<key_bytes>();
}

}  // namespace

AgeRecipient AgeRecipient::parse(std::string_view text) {
    const auto bytes = bech32_decode(recipient_prefix, text);
    if (!bytes || bytes->size() != key_bytes)
        throw ArchiveError(ArchiveFault::bad_key,
                           "`" + std::string(text.substr(0, 100)) + "` is not an age recipient, give one as `age-keygen -y` prints it (age1...).");
    AgeRecipient recipient;
    std::copy(bytes->begin(), bytes->end(), recipient.key.begin());
    return recipient;
}

std::string AgeRecipient::text() const { return bech32_encode(recipient_prefix, key); }

AgeIdentity AgeIdentity::generate() {
    std::string scalar(key_bytes, '\0');
    runtime::random_bytes(std::as_writable_bytes(std::span(scalar)));
    return AgeIdentity(model::Secret(std::move(scalar)));
}

AgeIdentity AgeIdentity::parse(std::string_view text) {
    auto bytes = bech32_decode(identity_prefix, first_identity_line(text));
    if (!bytes || bytes->size() != key_bytes)
        throw ArchiveError(ArchiveFault::bad_key,
                           "The text holds no age identity, give one as age-keygen writes it (AGE-SECRET-KEY-1...).");
    model::Secret scalar{std::string(runtime::text_of(*bytes))};
    std::fill(bytes->begin(), bytes->end(), std::byte{0});
    return AgeIdentity(std::move(scalar));
}

model::Secret AgeIdentity::file_text(std::string_view created) const {
    std::string text;
    text.reserve(256 + created.size());
    text.append("# created: ").append(created).append("\n# public key: ").append(recipient().text()).append("\n");
    const model::Secret identity(bech32_encode(identity_prefix, key_of(scalar_)));
    return model::Secret(text.append(identity.reveal()).append("\n"));
}

AgeRecipient AgeIdentity::recipient() const { return {runtime::x25519_public(key_of(scalar_))}; }

}  // namespace drs::storage
