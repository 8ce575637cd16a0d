// SPDX-License-Identifier: Apache-2.0
// Messages as bytes: a frame is length (4, big-endian, of what follows), type (1), body. Fixed-width big-endian numbers,
// strings and lists with a 4-byte count (docs/wire.md).
#pragma once

#include <span>
#include <stdexcept>
#include <vector>

#include "wire/message.hpp"

namespace drs::wire {

class ProtocolError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

inline constexpr std::size_t header_bytes = 5;

/// The whole frame. Data's bytes are not in it: they follow it on the wire as they are (see data_header).
std::vector<std::byte> encode(const Message& message);
/// Header and stream id of a Data frame that carries `bytes`.
std::vector<std::byte> data_header(StreamId stream, std::size_t bytes);

struct Header {
    std::size_t body = 0;  // bytes that follow
    std::uint8_t type = 0;
};
/// Throws ProtocolError for an unknown type or a body that is too long.
Header decode_header(std::span<const std::byte, header_bytes> bytes);
/// Throws ProtocolError for anything but exactly one message of that type.
Message decode_body(std::uint8_t type, std::span<const std::byte> body);

}  // namespace drs::wire
