// SPDX-License-Identifier: Apache-2.0
// Any text is either no Bech32 or exactly the text that its bytes give.
#include "storage/archive/bech32.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const std::string_view prefix : {"age", "AGE-SECRET-KEY-"}) {
        const auto bytes = drs::storage::bech32_decode(prefix, text);
        if (bytes && drs::storage::bech32_encode(prefix, *bytes) != text) std::abort();
    }
    return 0;
}
