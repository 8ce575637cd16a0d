// SPDX-License-Identifier: Apache-2.0
// drsAlarm and drsNotify: which alarms are active, and how far they have got.
#include <array>

#include "alarms/catalogue.hpp"
#include "mib/groups.hpp"
#include "mib/notification.hpp"
#include "mib/set_requests.hpp"

namespace drs::mib {
namespace {

const control::AlarmRow& alarm(const Source& source, std::size_t row) { return source.snapshot.alarms[row]; }

PerceivedSeverity severity_of(const control::AlarmRow& row) {
    return perceived_severity(alarms::entry(static_cast<alarms::AlarmId>(row.subject.number)).severity, alarms::State::raised);
}

constexpr std::array active_columns{
    Column{2, "drsAlarmActiveNumber", [](const Source& s, std::size_t n) { return unsigned32(alarm(s, n).subject.number); }},
    Column{3, "drsAlarmActiveName", [](const Source& s, std::size_t n) { return text(alarm(s, n).subject.name); }},
    Column{4, "drsAlarmActiveSeverity", [](const Source& s, std::size_t n) { return enumerated(severity_of(alarm(s, n))); }},
    Column{5, "drsAlarmActiveState", [](const Source&, std::size_t) { return enumerated(alarms::State::raised); }},
    Column{6, "drsAlarmActiveTime", [](const Source& s, std::size_t n) { return date_and_time(alarm(s, n).first); }},
    Column{7, "drsAlarmActiveTimes", [](const Source& s, std::size_t n) { return unsigned32(alarm(s, n).repeats + 1); }},
    Column{8, "drsAlarmActiveNode", [](const Source& s, std::size_t n) { return text(alarm(s, n).subject.node); }},
    Column{9, "drsAlarmActiveFeature", [](const Source& s, std::size_t n) { return text(alarm(s, n).subject.feature); }},
    Column{10, "drsAlarmActiveComponent", [](const Source& s, std::size_t n) { return text(alarm(s, n).subject.component); }},
    Column{11, "drsAlarmActiveJobId", [](const Source& s, std::size_t n) { return unsigned32(alarm(s, n).subject.job); }},
    Column{12, "drsAlarmActiveReason", [](const Source& s, std::size_t n) { return long_text(alarm(s, n).subject.reason); }},
    Column{13, "drsAlarmActiveAcknowledgedBy", [](const Source& s, std::size_t n) { return text(alarm(s, n).acknowledged_by); }},
    Column{14, "drsAlarmActiveDevice", [](const Source& s, std::size_t n) { return text(alarm(s, n).subject.device); }},
    Column{15, "drsAlarmActiveLastTime", [](const Source& s, std::size_t n) { return date_and_time(alarm(s, n).last); }},
    Column{16, "drsAlarmActiveSequence", [](const Source& s, std::size_t n) { return unsigned32(alarm(s, n).sequence); }},
};

const control::AlarmLogRow& logged(const Source& source, std::size_t row) { return source.snapshot.alarm_log[row]; }

alarms::State state_of(const control::AlarmLogRow& row) {
    using enum alarms::State;
    for (const auto state : {raised, cleared, event, repeated, acknowledged, active})
        if (row.state == alarms::word(state)) return state;
    return event;
}

PerceivedSeverity severity_of(const control::AlarmLogRow& row) {
    return perceived_severity(alarms::entry(static_cast<alarms::AlarmId>(row.subject.number)).severity, state_of(row));
}

constexpr std::array log_columns{
    Column{2, "drsAlarmLogNumber", [](const Source& s, std::size_t n) { return unsigned32(logged(s, n).subject.number); }},
    Column{3, "drsAlarmLogName", [](const Source& s, std::size_t n) { return text(logged(s, n).subject.name); }},
    Column{4, "drsAlarmLogSeverity", [](const Source& s, std::size_t n) { return enumerated(severity_of(logged(s, n))); }},
    Column{5, "drsAlarmLogState", [](const Source& s, std::size_t n) { return enumerated(state_of(logged(s, n))); }},
    Column{6, "drsAlarmLogTime", [](const Source& s, std::size_t n) { return date_and_time(logged(s, n).time); }},
    Column{7, "drsAlarmLogTimes", [](const Source& s, std::size_t n) { return unsigned32(logged(s, n).repeats + 1); }},
    Column{8, "drsAlarmLogNode", [](const Source& s, std::size_t n) { return text(logged(s, n).subject.node); }},
    Column{9, "drsAlarmLogFeature", [](const Source& s, std::size_t n) { return text(logged(s, n).subject.feature); }},
    Column{10, "drsAlarmLogComponent", [](const Source& s, std::size_t n) { return text(logged(s, n).subject.component); }},
    Column{11, "drsAlarmLogJobId", [](const Source& s, std::size_t n) { return unsigned32(logged(s, n).subject.job); }},
    Column{12, "drsAlarmLogReason", [](const Source& s, std::size_t n) { return long_text(logged(s, n).subject.reason); }},
    Column{13, "drsAlarmLogAcknowledgedBy", [](const Source& s, std::size_t n) { return text(state_of(logged(s, n)) == alarms::State::acknowledged ? logged(s, n).by : ""); }},
    Column{14, "drsAlarmLogDevice", [](const Source& s, std::size_t n) { return text(logged(s, n).subject.device); }},
    Column{15, "drsAlarmLogTest", [](const Source& s, std::size_t n) { return truth(logged(s, n).test); }},
};

constexpr Writable resync_syntax{Syntax::integer32, 2, 2};
constexpr Writable test_syntax{Syntax::unsigned32, 0, 65535};

constexpr std::array alarm_columns{
    Column{3, "drsAlarmLastSequence", [](const Source& s, std::size_t) { return unsigned32(s.delivery.last_sequence); }},
    Column{4, "drsAlarmLogFlushed", [](const Source& s, std::size_t) { return counter32(s.snapshot.alarm_log.flushed()); }},
    Column{5, "drsAlarmActiveCount", [](const Source& s, std::size_t) { return unsigned32(s.snapshot.alarms.size()); }},
    Column{alarm_resync, "drsAlarmResync", [](const Source&, std::size_t) { return Value{Syntax::integer32, 1, {}}; }, &resync_syntax},
    Column{alarm_test_alarm, "drsAlarmTestAlarm", [](const Source&, std::size_t) { return unsigned32(0); }, &test_syntax},
};

constexpr std::array notify_columns{
    Column{2, "drsNotifyAgentxState", [](const Source& s, std::size_t) { return enumerated(s.delivery.agentx); }},
    Column{3, "drsNotifySpoolDepth", [](const Source& s, std::size_t) { return unsigned32(s.delivery.waiting); }},
    Column{4, "drsNotifyDropped", [](const Source& s, std::size_t) { return counter32(s.delivery.dropped); }},
    Column{5, "drsNotifyCoalesced", [](const Source& s, std::size_t) { return counter32(s.snapshot.alarms_coalesced); }},
    Column{6, "drsNotifyHeartbeatInterval", [](const Source& s, std::size_t) { return unsigned32(s.delivery.heartbeat_seconds); }},
    Column{8, "drsNotifyDroppedInformational", [](const Source& s, std::size_t) { return counter32(s.snapshot.alarms_dropped_informational); }},
};

}  // namespace

Group alarm_active_group() {
    return {{objects_branch, 10, 1, 1},
            active_columns,
            [](const Source& s) { return s.snapshot.alarms.size(); },
            [](const Source& s, std::size_t n) { return Oid{static_cast<SubId>(alarm(s, n).key)}; }};
}

Group alarm_log_group() {
    return {{objects_branch, 10, 2, 1},
            log_columns,
            [](const Source& s) { return s.snapshot.alarm_log.size(); },
            [](const Source& s, std::size_t row) { return Oid{static_cast<SubId>(logged(s, row).sequence)}; }};
}

Group alarm_group() { return {{objects_branch, 10}, alarm_columns, one_row, scalar_index}; }
Group notify_group() { return {{objects_branch, 11}, notify_columns, one_row, scalar_index}; }

}  // namespace drs::mib
