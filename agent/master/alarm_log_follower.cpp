// SPDX-License-Identifier: Apache-2.0
#include "master/alarm_log_follower.hpp"

#include <algorithm>

#include "master/alarm_desk.hpp"

namespace drs::master {
namespace {

constexpr std::size_t records_a_read = 1000;

}  // namespace

const control::AlarmLogView& AlarmLogFollower::read_on() {
    const auto last = means_.alarms.last_sequence();
    const std::uint64_t rows = means_.settings.alarm.log_rows;
    position_ = std::max(position_, last - std::min(last, rows));
    while (position_ < last) {
        const auto records = means_.alarms.after(position_, records_a_read);
        if (records.empty()) break;
        for (const auto& record : records)
            if (is_news(record)) log_.append(log_row(record));
        position_ = records.back().sequence;
    }
    position_ = std::max(position_, last);
    log_.reached(position_);
    return log_.view();
}

}  // namespace drs::master
