// SPDX-License-Identifier: Apache-2.0
// A device file of any bytes is parsed or refused with a ConfigError; one that parses can be written, and reads back.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "storage/config/config.hpp"

namespace {

using namespace drs;

// Passwords as they are: what is sealed is not of interest here.
storage::Sealer clear() {
    return {[](const model::Secret& secret) { return std::string(secret.reveal()); },
            [](const std::string& text) { return model::Secret(text); }};
}

std::optional<storage::DeviceFile> parsed(std::string_view text) {
    try {
        return storage::parse_devices(text, "drfDevice.xml", clear());
    } catch (const storage::ConfigError&) {
        return std::nullopt;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto value = parsed({reinterpret_cast<const char*>(data), size});
    if (value && !parsed(storage::write_devices(*value, clear()))) __builtin_trap();
    return 0;
}
