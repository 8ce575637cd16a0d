// SPDX-License-Identifier: Apache-2.0
#include "mib/set_requests.hpp"

#include <algorithm>
#include <array>

#include "mib/groups.hpp"
#include "mib/request_rows.hpp"
#include "mib/trace_group.hpp"

namespace drs::mib {
namespace {

control::Edit cancel(SubId, std::span<const Value> values) {
    return control::CancelJob{static_cast<model::JobId>(values[1].number), static_cast<control::CancelMode>(values[0].number)};
}

control::Edit refresh(SubId index, std::span<const Value>) { return control::RefreshSets{index}; }
control::Edit resync(SubId, std::span<const Value>) { return control::ResyncAlarms{}; }
control::Edit test_alarm(SubId, std::span<const Value> values) { return control::SendTestAlarm{static_cast<std::uint32_t>(values[0].number)}; }
control::Edit test_lock(SubId, std::span<const Value> values) { return control::TestLock{static_cast<std::uint32_t>(values[0].number)}; }

}  // namespace

std::span<const SetRequest> set_requests() {
    static const std::array all{
        SetRequest{{objects_branch, 1}, {configuration_lock_column}, "", test_lock},
        SetRequest{{objects_branch, 7}, {cancel_column::mode, cancel_column::job}, "drsJobCancel and drsJobCancelJobId are set together", cancel, Role::operator_},
        SetRequest{{objects_branch, 9, 2, 1}, {set_list_refresh}, "", refresh, Role::operator_},
        SetRequest{{objects_branch, 10}, {alarm_resync}, "", resync, Role::operator_},
        SetRequest{{objects_branch, 10}, {alarm_test_alarm}, "", test_alarm, Role::operator_},
        trace_level_request(),
    };
    return all;
}

const SetRequest* set_request_at(OidView group, SubId column) {
    const auto all = set_requests();
    const auto found = std::ranges::find_if(
        all, [&](const SetRequest& each) { return compare(each.at, group) == 0 && std::ranges::find(each.columns, column) != each.columns.end(); });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace drs::mib
