// SPDX-License-Identifier: Apache-2.0
// Any bytes are either refused as no alarm record or are exactly the bytes of the record that they give.
#include <algorithm>
#include <cstdlib>

#include "alarms/record.hpp"
#include "runtime/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = std::as_bytes(std::span(data, size));
    try {
        const auto again = drs::alarms::encode(drs::alarms::decode_record(bytes));
        if (!std::equal(again.begin(), again.end(), bytes.begin(), bytes.end())) std::abort();
    } catch (const drs::runtime::Error& error) {
        if (error.fault() != drs::runtime::Fault::file) std::abort();
    }
    return 0;
}
