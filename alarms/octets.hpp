// SPDX-License-Identifier: Apache-2.0
// Numbers and texts as the octets of our own files: little-endian, a text behind its length.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "alarms/visible_text.hpp"
#include "runtime/error.hpp"

namespace drs::alarms {

class OctetWriter {
public:
    template <class T>
    void number(T value) {
        using Bits = std::make_unsigned_t<T>;
        for (std::size_t i = 0; i < sizeof(T); ++i) octets_.push_back(static_cast<std::byte>(static_cast<Bits>(value) >> (8 * i) & 0xff));
    }
    /// Cut at a character when it is longer than `limit`, at most 65535.
    void text(std::string_view text, std::size_t limit) {
        text = cut(text, limit);
        block(std::as_bytes(std::span(text)));
    }
    /// At most 65535 octets.
    void block(std::span<const std::byte> octets) {
        number(static_cast<std::uint16_t>(octets.size()));
        octets_.insert(octets_.end(), octets.begin(), octets.end());
    }
    std::span<const std::byte> octets() const { return octets_; }
    std::vector<std::byte> take() { return std::move(octets_); }

private:
    std::vector<std::byte> octets_;
};

/// Throws runtime::Error(file) that begins with `what` when the octets are not as they are read.
class OctetReader {
public:
    OctetReader(std::span<const std::byte> octets, std::string what) : rest_(octets), what_(std::move(what)) {}

    template <class T>
    void number(T& value) {
        using Bits = std::make_unsigned_t<T>;
        const auto raw = take(sizeof(T));
        Bits bits = 0;
        for (std::size_t i = sizeof(T); i-- > 0;) bits = static_cast<Bits>(std::uint64_t{bits} << 8 | std::to_integer<std::uint64_t>(raw[i]));
        value = static_cast<T>(bits);
    }
    template <class T>
    T number() {
        T value{};
        number(value);
        return value;
    }
    void text(std::string& text, std::size_t limit) {
        const auto size = number<std::uint16_t>();
        if (size > limit) damaged("a text is too long");
        const auto raw = take(size);
        text.assign(reinterpret_cast<const char*>(raw.data()), raw.size());
    }
    std::span<const std::byte> block() { return take(number<std::uint16_t>()); }
    void end() const {
        if (!rest_.empty()) damaged("bytes follow its end");
    }
    [[noreturn]] void damaged(const char* how) const { throw runtime::Error(runtime::Fault::file, what_ + " is damaged: " + how); }

private:
    std::span<const std::byte> take(std::size_t size) {
        if (rest_.size() < size) damaged("it ends too early");
        const auto front = rest_.first(size);
        rest_ = rest_.subspan(size);
        return front;
    }
    std::span<const std::byte> rest_;
    std::string what_;
};

}  // namespace drs::alarms
