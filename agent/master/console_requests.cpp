// SPDX-License-Identifier: Apache-2.0
#include "master/console_requests.hpp"

namespace drs::master {

void ConsoleRequests::check(const control::Edits& edits) const {
    for (std::size_t i = 0; i < edits.size(); ++i) {
        try {
            if (const auto* test = std::get_if<control::SendTestAlarm>(&edits[i])) alarm_desk_.check_test(test->number);
            if (std::holds_alternative<control::ResyncAlarms>(edits[i])) resync_.check();
        } catch (const control::Refusal& refusal) {
            throw control::EditRefusal(i, refusal);
        }
    }
}

void ConsoleRequests::commence(const control::Edits& edits, const control::Caller& caller) {
    for (const auto& edit : edits) {
        if (const auto* sets = std::get_if<control::RefreshSets>(&edit)) set_lists_.refresh(sets->device_index);
        if (const auto* test = std::get_if<control::SendTestAlarm>(&edit)) alarm_desk_.test(test->number, caller);
        if (std::holds_alternative<control::ResyncAlarms>(edit)) resync_.begin(caller);
    }
}

}  // namespace drs::master
