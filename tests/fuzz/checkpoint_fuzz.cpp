// SPDX-License-Identifier: Apache-2.0
// Any bytes are either refused as no list of active alarms or give one that is written and read as the same. The checksum is put right, so that what lies
// behind it is reached.
#include <cstdlib>

#include "alarms/checkpoint.hpp"
#include "alarms/segment.hpp"
#include "runtime/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto given = std::as_bytes(std::span(data, size));
    std::vector<std::byte> bytes(given.begin(), given.end());
    const auto sum = drs::alarms::crc32c(bytes);
    for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<std::byte>(sum >> shift & 0xff));
    try {
        const auto written = encode(drs::alarms::decode_memory(bytes));
        if (encode(drs::alarms::decode_memory(written)) != written) std::abort();
    } catch (const drs::runtime::Error& error) {
        if (error.fault() != drs::runtime::Fault::file) std::abort();
    }
    return 0;
}
