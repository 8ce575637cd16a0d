// SPDX-License-Identifier: Apache-2.0
// Whatever listens on the control socket, the command line reads an answer or a Refusal(usage); an answer says the same again.
#include <cstdint>
#include <cstdlib>

#include "control/codec.hpp"

using namespace drs::control;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto line = encode(decode_answer({reinterpret_cast<const char*>(data), size}));
        if (encode(decode_answer(line)) != line) std::abort();
    } catch (const Refusal& refusal) {
        if (refusal.kind() != Kind::usage) std::abort();
    }
    return 0;
}
