// SPDX-License-Identifier: Apache-2.0
// A schedule as the operator defines it: what is backed up where, and when.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <vector>

#include "model/words.hpp"

namespace drs::model {

inline constexpr unsigned max_schedules = 10;

struct Schedule {
    std::uint32_t index = 0;
    std::string name;
    std::string device;
    std::vector<std::string> features;
    /// `YYYY/MM/DD-hh:mm`, local time of the machine: what the operator typed is what is kept.
    std::string start;
    Frequency frequency = Frequency::weekly;
    std::bitset<7> weekdays;  // bit 0 = Sunday; used by weekly only
    bool enabled = false;
};

}  // namespace drs::model
