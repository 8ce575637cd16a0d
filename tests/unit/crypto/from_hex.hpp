// SPDX-License-Identifier: Apache-2.0
// The hex digits of a published test vector as bytes.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "runtime/crypto/crypto.hpp"

namespace drs::runtime {

inline Bytes from_hex(std::string_view digits) {
    Bytes bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
        bytes.push_back(static_cast<std::byte>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16)));
    return bytes;
}

template <std::size_t N>
std::array<std::byte, N> array_from_hex(std::string_view digits) {
    std::array<std::byte, N> bytes{};
    const Bytes all = from_hex(digits);
    std::copy_n(all.begin(), N, bytes.begin());
    return bytes;
}

}  // namespace drs::runtime
