// SPDX-License-Identifier: Apache-2.0
// A time zone: at which instant its clock shows a date and time, as the machine's tzdata knows it.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "model/schedule.hpp"
#include "model/set_id.hpp"

namespace drs::master {

/// The name under which /etc/localtime itself is a zone, for a machine whose zone has no other name.
inline constexpr std::string_view local_file_zone = "localtime";

/// Rules are read from tzdata once in the life of a process: new ones count from the next start on. They hold for all years: beyond the
/// transitions that the file lists, its rule for the future (RFC 8536, section 3.3) is followed.
class Zone {
public:
    /// `name`: IANA's, such as `Europe/Vienna`. Throws control::Refusal(bad_value) when this machine does not know it.
    explicit Zone(const std::string& name);
    ~Zone();
    Zone(Zone&&) noexcept;
    Zone& operator=(Zone&&) noexcept;

    /// The first instant at which the zone's clock shows `wall` or later. So a time that the clock jumps over comes right after the jump, one
    /// that it shows twice is the first of the two, and an earlier `wall` never comes later.
    model::TimePoint first_at(model::LocalMinutes wall) const;
    /// The date that the zone's clock shows.
    std::chrono::local_days day_of(model::TimePoint instant) const;

private:
    struct Rules;
    std::unique_ptr<const Rules> rules_;
};

bool is_known_zone(const std::string& name);

}  // namespace drs::master
