// SPDX-License-Identifier: Apache-2.0
#include "storage/archive/bech32.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace drs::storage {
namespace {

using Digits = std::vector<unsigned>;  // of five bits

constexpr std::string_view alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t checksum_digits = 6;

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }
char small(char c) { return is_capital(c) ? static_cast<char>(c - 'A' + 'a') : c; }
char capital(char c) { return is_small(c) ? static_cast<char>(c - 'a' + 'A') : c; }

std::string mapped(std::string_view text, char (*change)(char)) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), change);
    return out;
}

std::uint32_t polymod(std::uint32_t sum, unsigned digit) {
    static constexpr std::array<std::uint32_t, 5> generator{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    const std::uint32_t top = sum >> 25;
    sum = (sum & 0x1ffffff) << 5 ^ digit;
    for (unsigned i = 0; i < generator.size(); ++i)
        if (top >> i & 1) sum ^= generator[i];
    return sum;
}

/// Over the expanded prefix (in small letters) and `digits`.
std::uint32_t checksum(std::string_view prefix, const Digits& digits) {
    std::uint32_t sum = 1;
    for (const char c : prefix) sum = polymod(sum, static_cast<unsigned char>(c) >> 5);
    sum = polymod(sum, 0);
    for (const char c : prefix) sum = polymod(sum, static_cast<unsigned char>(c) & 31);
    for (const unsigned digit : digits) sum = polymod(sum, digit);
    return sum;
}

Digits to_digits(runtime::ByteView bytes) {
    Digits digits;
    unsigned bits = 0, held = 0;
    for (const std::byte b : bytes) {
        bits = (bits << 8 | std::to_integer<unsigned>(b)) & 0xfff;
        for (held += 8; held >= 5; held -= 5) digits.push_back(bits >> (held - 5) & 31);
    }
    if (held > 0) digits.push_back(bits << (5 - held) & 31);
    return digits;
}

std::optional<runtime::Bytes> to_bytes(const Digits& digits) {
    runtime::Bytes bytes;
    unsigned bits = 0, held = 0;
    for (const unsigned digit : digits) {
        bits = (bits << 5 | digit) & 0xfff;
        held += 5;
        if (held < 8) continue;
        held -= 8;
        bytes.push_back(static_cast<std::byte>(bits >> held & 255));
    }
    if (held >= 5 || (bits & ((1u << held) - 1)) != 0) return std::nullopt;
    return bytes;
}

}  // namespace

std::string bech32_encode(std::string_view prefix, runtime::ByteView bytes) {
    const std::string small_prefix = mapped(prefix, small);
    Digits digits = to_digits(bytes);
    Digits padded = digits;
    padded.insert(padded.end(), checksum_digits, 0);
    const std::uint32_t sum = checksum(small_prefix, padded) ^ 1;
    for (unsigned i = 0; i < checksum_digits; ++i) digits.push_back(sum >> 5 * (checksum_digits - 1 - i) & 31);

    std::string text = small_prefix + "1";
    for (const unsigned digit : digits) text += alphabet[digit];
    return std::any_of(prefix.begin(), prefix.end(), is_capital) ? mapped(text, capital) : text;
}

std::optional<runtime::Bytes> bech32_decode(std::string_view prefix, std::string_view text) {
    const bool mixed = std::any_of(text.begin(), text.end(), is_capital) && std::any_of(text.begin(), text.end(), is_small);
    const std::size_t separator = text.rfind('1');
    if (mixed || separator == std::string_view::npos || text.substr(0, separator) != prefix) return std::nullopt;

    Digits digits;
    for (const char c : text.substr(separator + 1)) {
        const std::size_t digit = alphabet.find(small(c));
        if (digit == std::string_view::npos) return std::nullopt;
        digits.push_back(static_cast<unsigned>(digit));
    }
    if (digits.size() < checksum_digits || checksum(mapped(prefix, small), digits) != 1) return std::nullopt;
    digits.resize(digits.size() - checksum_digits);
    return to_bytes(digits);
}

}  // namespace drs::storage
