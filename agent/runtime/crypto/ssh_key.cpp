// SPDX-License-Identifier: Apache-2.0
// An Ed25519 key as OpenSSH keeps it (PROTOCOL.key of OpenSSH, RFC 4251 section 5 for the strings).
#include <openssl/crypto.h>

#include "runtime/crypto/crypto.hpp"
#include "runtime/crypto/openssl.hpp"

namespace drs::runtime {
namespace {

constexpr std::string_view key_type = "ssh-ed25519";
constexpr std::size_t line_length = 70;

void append_number(std::string& to, std::uint32_t number) {
    for (int shift = 24; shift >= 0; shift -= 8) to += static_cast<char>(number >> shift & 255);
}

void append_string(std::string& to, std::string_view text) {
    append_number(to, static_cast<std::uint32_t>(text.size()));
    to += text;
}

struct RawKey {
    std::array<std::byte, 32> seed;
    std::array<std::byte, 32> point;
    ~RawKey() { OPENSSL_cleanse(seed.data(), seed.size()); }
};

RawKey generate() {
    const openssl::Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    RawKey raw_key;
    std::size_t seed_size = 32, point_size = 32;
    openssl::require(key && EVP_PKEY_get_raw_private_key(key.get(), openssl::raw(raw_key.seed.data()), &seed_size) == 1 &&
                         EVP_PKEY_get_raw_public_key(key.get(), openssl::raw(raw_key.point.data()), &point_size) == 1,
                     "An SSH key could not be generated");
    return raw_key;
}

std::string public_blob(const RawKey& key) {
    std::string blob;
    append_string(blob, key_type);
    append_string(blob, text_of(key.point));
    return blob;
}

model::Secret private_section(const RawKey& key, std::string_view comment) {
    std::array<std::byte, 4> check;
    random_bytes(check);
    std::string section;
    section.reserve(256 + comment.size());
    section.append(text_of(check)).append(text_of(check));
    append_string(section, key_type);
    append_string(section, text_of(key.point));
    append_number(section, 64);
    section.append(text_of(key.seed)).append(text_of(key.point));
    append_string(section, comment);
    for (char pad = 1; section.size() % 8 != 0; ++pad) section += pad;
    return model::Secret(std::move(section));
}

std::string armoured(std::string_view contents) {
    model::Secret encoded(base64(bytes_of(contents)));
    std::string text;
    text.reserve(encoded.reveal().size() + 256);  // grows nowhere, so that no part stays behind unwiped
    text = "-----BEGIN OPENSSH PRIVATE KEY-----\n";
    for (std::string_view rest = encoded.reveal(); !rest.empty();) {
        const std::string_view line = rest.substr(0, line_length);
        text.append(line).append("\n");
        rest.remove_prefix(line.size());
    }
    return text += "-----END OPENSSH PRIVATE KEY-----\n";
}

}  // namespace

SshKeyPair generate_ssh_key(std::string_view comment) {
    const RawKey key = generate();
    const std::string blob = public_blob(key);
    const model::Secret section = private_section(key, comment);
    std::string contents;
    contents.reserve(512 + comment.size());
    contents.append("openssh-key-v1").push_back('\0');
    append_string(contents, "none");  // cipher
    append_string(contents, "none");  // key derivation
    append_string(contents, "");      // its options
    append_number(contents, 1);       // keys
    append_string(contents, blob);
    append_string(contents, section.reveal());
    const model::Secret whole(std::move(contents));
    std::string line = std::string(key_type) + " " + base64(bytes_of(blob));
    if (!comment.empty()) line.append(" ").append(comment);
    return {model::Secret(armoured(whole.reveal())), std::move(line)};
}

}  // namespace drs::runtime
