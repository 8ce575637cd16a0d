// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include "cli/commands.hpp"
#include "cli/printable.hpp"
#include "cli/render_alarms.hpp"
#include "cli/session.hpp"
#include "control/document.hpp"

namespace drs::cli {
namespace {

constexpr std::uint32_t usual_entries = 20;

Layout layout_for(const Session& session) { return session.console.shows_to_a_person() ? Layout::aligned : Layout::plain; }

int show(Session& session, const std::string& document, const std::string& text) {
    if (session.json) session.show_document(document);
    else session.console.write(text);
    return control::exit_success;
}

std::uint64_t key_of(const std::string& text) {
    std::uint64_t key = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), key);
    if (error != std::errc() || end != text.data() + text.size() || key == 0)
        throw control::Refusal(control::Kind::usage, "`" + printable(text) + "` is no key of an alarm; give a number that `alarm list` shows");
    return key;
}

std::uint32_t entries_of(std::uint64_t last) {
    if (last == 0 || last > UINT32_MAX) throw control::Refusal(control::Kind::usage, "--last takes a number from 1 on, such as 50");
    return static_cast<std::uint32_t>(last);
}

}  // namespace

int list_alarms(const Call& call, Session& session) {
    const auto& options = call.options;
    const control::AlarmQuery query{options.severity.value_or(""), options.node.value_or(""), options.unacknowledged};
    const auto alarms = session.answer<std::vector<control::AlarmRow>>(query);
    return show(session, control::document(alarms), render_alarms(alarms, layout_for(session)));
}

int show_alarm_log(const Call& call, Session& session) {
    const auto& options = call.options;
    const auto all_since = options.since && !options.last;
    const control::AlarmLogQuery query{all_since ? 0 : entries_of(options.last.value_or(usual_entries)), options.alarm.value_or(""), options.since.value_or("")};
    const auto log = session.answer<std::vector<control::AlarmLogRow>>(query);
    return show(session, control::document(log), render_alarm_log(log, layout_for(session)));
}

int acknowledge_alarm(const Call& call, Session& session) {
    const control::AcknowledgeRequest request{key_of(call.arguments[0]), call.options.note.value_or(""), call.options.by.value_or("")};
    const auto alarm = session.answer<control::AlarmRow>(request);
    return show(session, control::document(alarm),
                "Alarm " + std::to_string(alarm.key) + " (" + alarm.subject.name + ") is acknowledged by " + printable(alarm.acknowledged_by) + ".\n");
}

int test_alarm(const Call& call, Session& session) {
    const auto tested = session.answer<control::TestedAlarm>(control::TestAlarmRequest{call.arguments.empty() ? "" : call.arguments[0]});
    return show(session, control::document(tested), tested.name + " is sent as a test with sequence " + std::to_string(tested.sequence) + ".\n");
}

int show_alarm(const Call& call, Session& session) {
    const auto found = session.answer<std::vector<control::AlarmDescription>>(control::AlarmHelpQuery{call.arguments[0]});
    if (found.empty()) throw control::Refusal(control::Kind::internal, "the Master Agent explained nothing; check that drs and drs-master are of one release");
    return show(session, control::document(found), render_alarm(found.front()));
}

}  // namespace drs::cli
