// SPDX-License-Identifier: Apache-2.0
// The ends of a data path in tests, and its sources.
#pragma once

#include <cstddef>
#include <random>
#include <span>
#include <string>
#include <string_view>

#include "runtime/crypto/crypto.hpp"
#include "storage/archive/byte_sink.hpp"

namespace drs::storage {

/// Keeps all that came.
struct Collector final : ByteSink {
    std::string text;
    std::size_t writes = 0;
    bool finished = false;
    void write(std::span<const std::byte> bytes) override {
        text += runtime::text_of(bytes);
        ++writes;
    }
    void finish() override { finished = true; }
};

inline std::string random_text(std::size_t size) {
    std::mt19937_64 random(size + 1);
    std::string text(size, '\0');
    for (char& c : text) c = static_cast<char>(random());
    return text;
}

/// `text` in pieces of `piece` bytes, then finish.
inline void pour(std::string_view text, ByteSink& sink, std::size_t piece = 100'000) {
    for (; !text.empty(); text.remove_prefix(std::min(piece, text.size()))) sink.write(runtime::bytes_of(text.substr(0, piece)));
    sink.finish();
}

}  // namespace drs::storage
