// SPDX-License-Identifier: Apache-2.0
// A component file of any bytes is parsed or refused with a ConfigError, nothing else.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "storage/config/config.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        drs::storage::parse_component({reinterpret_cast<const char*>(data), size}, "component.xml");
    } catch (const drs::storage::ConfigError&) {
        // a refusal is the other good outcome
    }
    return 0;
}
