// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>

#include "cli/commands.hpp"
#include "cli/printable.hpp"
#include "cli/render_schedules.hpp"
#include "cli/session.hpp"
#include "control/document.hpp"
#include "model/names.hpp"

namespace drs::cli {
namespace {

[[noreturn]] void refuse(const std::string& sentence) { throw control::Refusal(control::Kind::usage, sentence); }

model::Frequency frequency_of(const std::string& text) {
    using model::Frequency;
    for (const auto frequency : {Frequency::once, Frequency::daily, Frequency::weekly, Frequency::monthly})
        if (model::word(frequency) == text) return frequency;
    refuse("`" + printable(text) + "` is no frequency; give once, daily, weekly or monthly");
}

std::chrono::minutes minutes_of(const std::string& option, const std::string& text) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) refuse(option + ": `" + printable(text) + "` is no number of minutes; give a whole number such as 30");
    return std::chrono::minutes(number);
}

std::bitset<7> weekdays_of(const std::string& text) {
    const auto days = model::parse_weekdays(text);
    if (!days) refuse("--weekdays: `" + printable(text) + "` are no weekdays; give a list such as TUE,WED,SAT, or default for Tuesday to Saturday");
    return *days;
}

bool flag_of(const std::string& option, const std::string& text) {
    if (text != "yes" && text != "no") refuse(option + ": `" + printable(text) + "` is neither yes nor no");
    return text == "yes";
}

/// The options that stand for members of a schedule.
control::ScheduleChange change_of(const Options& options) {
    control::ScheduleChange change;
    change.name = options.rename;
    change.device = options.device;
    if (options.features) change.features = model::split_features(*options.features);
    change.start = options.start;
    if (options.frequency) change.frequency = frequency_of(*options.frequency);
    if (options.weekdays) change.weekdays = weekdays_of(*options.weekdays);
    change.zone = options.zone;
    if (options.randomise) change.randomise = minutes_of("--randomise", *options.randomise);
    if (options.catch_up) change.catch_up = flag_of("--catch-up", *options.catch_up);
    if (options.window) change.window = minutes_of("--window", *options.window);
    return change;
}

int saved(const control::ScheduleRow& row, Session& session) {
    if (session.json) session.show_document(control::document(row));
    else session.console.write("Schedule has been saved successfully.\n");
    return control::exit_success;
}

int switch_schedules(const Call& call, bool enabled, Session& session) {
    const auto names = model::split_features(call.arguments[0]);
    const auto switched = session.answer<control::Switched>(control::EnableSchedulesRequest{names, enabled});
    const std::string word = enabled ? "enabled" : "disabled";
    if (session.json) session.show_document(control::document(switched));
    else if (switched.names.empty()) session.console.write("drfCliMsg: No schedule was changed, all were " + word + " already\n");
    else session.console.write((names.size() == 1 && names[0] != "*" ? "Schedule " : "Schedules ") + word + " successfully.\n");
    return control::exit_success;
}

}  // namespace

int add_schedule(const Call& call, Session& session) {
    const auto& words = call.arguments;
    model::Schedule schedule;
    schedule.name = words[0];
    schedule.device = words[1];
    schedule.features = model::split_features(words[2]);
    schedule.start = words[3];
    schedule.frequency = frequency_of(words[4]);
    const auto change = change_of(call.options);
    schedule.weekdays = change.weekdays.value_or(std::bitset<7>());
    schedule.zone = change.zone.value_or("");
    schedule.randomise = change.randomise.value_or(schedule.randomise);
    schedule.catch_up = change.catch_up.value_or(schedule.catch_up);
    schedule.window = change.window.value_or(schedule.window);
    return saved(session.answer<control::ScheduleRow>(control::AddScheduleRequest{std::move(schedule)}), session);
}

int change_schedule(const Call& call, Session& session) {
    control::ChangeScheduleRequest request{call.arguments[0], change_of(call.options)};
    return saved(session.answer<control::ScheduleRow>(std::move(request)), session);
}

int delete_schedule(const Call& call, Session& session) {
    const auto removed = session.answer<control::Removed>(control::RemoveSchedulesRequest{model::split_features(call.arguments[0])});
    if (session.json) session.show_document(control::document(removed));
    else if (removed.names.empty()) session.console.write("drfCliMsg: No schedule was deleted\n");
    else session.console.write("Schedules deleted successfully.\n");
    return control::exit_success;
}

int enable_schedule(const Call& call, Session& session) { return switch_schedules(call, true, session); }
int disable_schedule(const Call& call, Session& session) { return switch_schedules(call, false, session); }

int list_schedules(const Call&, Session& session) {
    const auto snapshot = session.snapshot();
    if (session.json) session.show_document(control::document(snapshot->schedules));
    else session.console.write(render_schedules(snapshot->schedules, session.console.shows_to_a_person() ? Layout::aligned : Layout::plain));
    return control::exit_success;
}

int estimate_size(const Call& call, Session& session) {
    const auto estimate = session.answer<control::Estimate>(control::EstimateQuery{model::split_features(call.arguments[0])});
    if (session.json) session.show_document(control::document(estimate));
    else session.console.write(render_estimate(estimate));
    return control::exit_success;
}

}  // namespace drs::cli
