// SPDX-License-Identifier: Apache-2.0
// Base64 (RFC 4648 section 4) and hex. Own code because OpenSSL's decoder takes blanks and stray bits.
#include "runtime/crypto/crypto.hpp"
#include "runtime/error.hpp"

namespace drs::runtime {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr auto values = [] {
    std::array<signed char, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i) table[static_cast<unsigned char>(alphabet[i])] = static_cast<signed char>(i);
    return table;
}();

std::string_view without_padding(std::string_view text) {
    if (text.size() % 4 != 0) throw Error(Fault::crypto, "The base64 text is not a whole number of groups of four");
    if (text.ends_with("==")) return text.substr(0, text.size() - 2);
    if (text.ends_with("=")) return text.substr(0, text.size() - 1);
    return text;
}

}  // namespace

std::string base64(ByteView bytes, bool padded) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    unsigned bits = 0, held = 0;
    for (const std::byte b : bytes) {
        bits = bits << 8 | std::to_integer<unsigned>(b);
        for (held += 8; held >= 6; held -= 6) text += alphabet[bits >> (held - 6) & 63];
    }
    if (held > 0) text += alphabet[bits << (6 - held) & 63];
    while (padded && text.size() % 4 != 0) text += '=';
    return text;
}

Bytes base64_decode(std::string_view text, bool padded) {
    const std::string_view digits = padded ? without_padding(text) : text;
    Bytes bytes;
    bytes.reserve(digits.size() * 3 / 4);
    unsigned bits = 0, held = 0;
    for (const char c : digits) {
        const int value = values[static_cast<unsigned char>(c)];
        if (value < 0) throw Error(Fault::crypto, "The base64 text has a character that is not of its alphabet");
        bits = bits << 6 | static_cast<unsigned>(value);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes.push_back(static_cast<std::byte>(bits >> held & 255));
    }
    const bool canonical = held < 6 && (bits & ((1u << held) - 1)) == 0;
    if (!canonical) throw Error(Fault::crypto, "The base64 text does not end as its encoder would end it");
    return bytes;
}

std::string hex(ByteView bytes) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::byte b : bytes) {
        text += digits[std::to_integer<unsigned>(b) >> 4];
        text += digits[std::to_integer<unsigned>(b) & 15];
    }
    return text;
}

}  // namespace drs::runtime
