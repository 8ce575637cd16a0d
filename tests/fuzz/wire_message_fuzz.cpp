// SPDX-License-Identifier: Apache-2.0
// Any bytes from the other agent are either refused, or messages that are again the same bytes when they are encoded.
#include <algorithm>
#include <cstdlib>

#include "wire/codec.hpp"

using namespace drs::wire;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::span<const std::byte> rest(reinterpret_cast<const std::byte*>(data), size);
    try {
        while (rest.size() >= header_bytes) {
            const auto header = decode_header(rest.first<header_bytes>());
            if (header.body > rest.size() - header_bytes) return 0;
            const auto frame = rest.first(header_bytes + header.body);
            const auto again = encode(decode_body(header.type, frame.subspan(header_bytes)));
            if (!std::equal(again.begin(), again.end(), frame.begin(), frame.end())) std::abort();
            rest = rest.subspan(frame.size());
        }
    } catch (const ProtocolError&) {
        return 0;
    }
    return 0;
}
