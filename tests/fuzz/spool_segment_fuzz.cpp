// SPDX-License-Identifier: Apache-2.0
// Whatever a segment file holds, the part that verifies lies within it, and cutting it there changes nothing of what was found.
#include <cstdlib>

#include "alarms/segment.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto contents = std::as_bytes(std::span(data, size));
    const auto found = drs::alarms::scan_segment("segment", 1, contents);
    if (found.bytes > size) std::abort();
    const auto again = drs::alarms::scan_segment("segment", 1, contents.first(found.bytes));
    if (again.bytes != found.bytes || again.frames != found.frames) std::abort();
    return 0;
}
