// SPDX-License-Identifier: Apache-2.0
// What a product's command prints is an identity that can be compared, or refused with a ConfigError.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "storage/config/config.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        if (drs::storage::wrong_product(drs::storage::parse_product_answer({reinterpret_cast<const char*>(data), size}, "/v"))) __builtin_trap();
    } catch (const drs::storage::ConfigError&) {
        // a refusal is the other good outcome
    }
    return 0;
}
