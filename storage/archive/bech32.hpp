// SPDX-License-Identifier: Apache-2.0
// Bech32 (BIP 173 without its length limit), the text form of age's keys.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runtime/crypto/crypto.hpp"

namespace drs::storage {

/// In capitals when `prefix` is.
std::string bech32_encode(std::string_view prefix, runtime::ByteView bytes);
/// The bytes behind exactly this prefix; nothing when case, character, checksum or padding is wrong.
std::optional<runtime::Bytes> bech32_decode(std::string_view prefix, std::string_view text);

}  // namespace drs::storage
