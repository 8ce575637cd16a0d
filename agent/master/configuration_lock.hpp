// SPDX-License-Identifier: Apache-2.0
// The number of the configuration's state, by which a station says for which state its request is meant: TestAndIncr of RFC 2579.
#pragma once

#include <cstdint>
#include <random>

namespace drs::master {

/// Begins at random with each start of the Master, so that a number from before it fits by accident only. Every change of devices or schedules, by whomsoever, makes it
/// another one; a request makes it exactly one higher, however much it changes.
class ConfigurationLock {
public:
    static constexpr std::uint32_t highest = 2147483647;

    ConfigurationLock() : value_(static_cast<std::uint32_t>(std::random_device()() & highest)) {}
    std::uint32_t value() const { return value_; }
    void advance() { value_ = after(value_); }
    void put(std::uint32_t value) { value_ = value; }
    static std::uint32_t after(std::uint32_t value) { return value == highest ? 0 : value + 1; }

private:
    std::uint32_t value_;
};

}  // namespace drs::master
