// SPDX-License-Identifier: Apache-2.0
// What a management station asks for that changes nothing: sets listed anew, a test alarm, the active alarms once more.
#pragma once

#include "master/alarm_desk.hpp"
#include "master/alarm_resync.hpp"
#include "master/set_lists.hpp"

namespace drs::master {

class ConsoleRequests {
public:
    ConsoleRequests(const AlarmDesk& alarm_desk, AlarmResync& resync, SetLists& set_lists) : alarm_desk_(alarm_desk), resync_(resync), set_lists_(set_lists) {}

    /// Throws EditRefusal. Other edits are passed over, here and below.
    void check(const control::Edits& edits) const;
    void commence(const control::Edits& edits, const control::Caller& caller);

private:
    const AlarmDesk& alarm_desk_;
    AlarmResync& resync_;
    SetLists& set_lists_;
};

}  // namespace drs::master
