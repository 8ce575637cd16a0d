// SPDX-License-Identifier: Apache-2.0
// What a manager may do: each role may also do what those before it may.
#pragma once

#include <cstdint>

namespace drs::mib {

enum class Role : std::uint8_t {
    monitor = 1,        // reads
    operator_ = 2,      // starts and cancels jobs, tests alarms
    administrator = 3,  // changes devices, schedules, receivers
};

}  // namespace drs::mib
