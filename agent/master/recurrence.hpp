// SPDX-License-Identifier: Apache-2.0
// When a schedule is due: a pure calculation on the time line of its zone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "master/due_days.hpp"
#include "master/zone.hpp"

namespace drs::master {

/// Due once on each of its days, at the start's time on the zone's clock. A time that the clock jumps over (spring, or a day that a zone
/// leaves out) is due at the first instant after the jump; one that it shows twice (autumn) at the first of the two only. When two days come
/// to be due at the same instant, that is one run.
///
/// A scheduler asks `next` with the due time of the newest run on its record, never with the clock alone: then no clock that is set back
/// doubles a run. `last(now)` is the one run to make up for after a time away.
class Recurrence {
public:
    /// `machine_zone` is taken when the schedule names none. Throws control::Refusal(bad_value): unknown zone, bad start, weekly on no day.
    Recurrence(const model::Schedule& schedule, const std::string& machine_zone);

    /// The first due instant after `after`, that instant itself excluded; nothing when there is none.
    std::optional<model::TimePoint> next(model::TimePoint after) const;
    /// The last due instant until `now`, that instant itself included; nothing when there is none.
    std::optional<model::TimePoint> last(model::TimePoint now) const;

    /// When the run that is due at `due` begins: 0 to `randomise` whole minutes later, but always before the next one is due. The number is
    /// a hash of the schedule's name and index, of `due`, and of `appliance`, a text that differs between appliances (cluster and
    /// host), so that they do not all come to one server at once. It is the same on each machine and in each release.
    model::TimePoint randomised(model::TimePoint due, std::string_view appliance) const;

private:
    model::TimePoint due_on(std::chrono::local_days day) const { return zone_.first_at(day + days_.time_of_day()); }

    Zone zone_;
    DueDays days_;
    std::string name_;
    std::uint32_t index_;
    std::chrono::minutes randomise_;
};

}  // namespace drs::master
