// SPDX-License-Identifier: Apache-2.0
// Whatever a caller writes to the control socket is a request or a Refusal(usage); a request says the same again.
#include <cstdint>
#include <cstdlib>

#include "control/codec.hpp"

using namespace drs::control;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto line = encode(decode_request({reinterpret_cast<const char*>(data), size}));
        if (encode(decode_request(line)) != line) std::abort();
    } catch (const Refusal& refusal) {
        if (refusal.kind() != Kind::usage) std::abort();
    }
    return 0;
}
