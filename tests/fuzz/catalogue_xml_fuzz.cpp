// SPDX-License-Identifier: Apache-2.0
// A catalogue file of any bytes is parsed or refused with a ConfigError; one that parses can be written, and reads back.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "storage/config/config.hpp"

namespace {

using namespace drs;

std::optional<model::SetCatalogue> parsed(std::string_view text) {
    try {
        return storage::parse_catalogue(text, "drfComponent.xml");
    } catch (const storage::ConfigError&) {
        return std::nullopt;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto value = parsed({reinterpret_cast<const char*>(data), size});
    if (value && !parsed(storage::write_catalogue(*value))) __builtin_trap();
    return 0;
}
