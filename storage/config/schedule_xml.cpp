// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <set>

#include "model/names.hpp"
#include "storage/config/config.hpp"
#include "storage/config/document.hpp"
#include "storage/config/writer.hpp"
#include "storage/config/xml_text.hpp"

namespace drs::storage {
namespace {

using model::Frequency;
using xml::Element;

constexpr auto largest_index = std::numeric_limits<std::uint32_t>::max();

std::bitset<7> read_weekdays(const Element& element, Frequency frequency) {
    const auto words = element.optional_text("weekdays");
    const bool weekly = frequency == Frequency::weekly;
    if (weekly && words.empty()) element.fail("<schedule> is weekly and has no weekdays; add days such as `TUE WED SAT`");
    if (!weekly && element.has("weekdays")) element.fail("<schedule> has weekdays, which only a weekly one has; remove them");
    if (!weekly) return {};
    const auto days = model::parse_weekdays(words);
    if (!days) element.wrong("weekdays", "days such as `TUE WED SAT`, each once");
    return *days;
}

/// Whole minutes; 0 when it is not there.
std::chrono::minutes read_minutes(const Element& element, const char* attribute, std::chrono::minutes most) {
    if (!element.has(attribute)) return std::chrono::minutes{0};
    return std::chrono::minutes{element.number(attribute, 0, static_cast<std::uint64_t>(most.count()))};
}

std::vector<std::string> read_features(const Element& schedule) {
    std::vector<std::string> features;
    std::set<std::string> seen;
    for (const auto& element : schedule.children("feature")) {
        element.allow_only({"name"}, {});
        auto name = element.named("name", model::wrong_feature_name);
        if (!seen.insert(name).second) element.fail(fmt::format("feature {} is there twice; remove one", name));
        features.push_back(std::move(name));
    }
    return features;
}

model::Schedule read_schedule(const Element& element) {
    element.allow_only({"index", "name", "device", "start", "frequency", "weekdays", "zone", "randomise", "catch_up", "window", "enabled"},
                       {"feature"});
    model::Schedule schedule;
    schedule.index = static_cast<std::uint32_t>(element.number("index", 1, largest_index));
    schedule.name = element.named("name", model::wrong_schedule_name);
    if (element.has("device")) schedule.device = element.named("device", model::wrong_device_name);
    schedule.features = read_features(element);
    schedule.start = element.text("start");
    if (!model::parse_start(schedule.start)) element.wrong("start", "a date and time such as 2026/11/23-02:00");
    schedule.frequency = element.choice("frequency", {Frequency::once, Frequency::daily, Frequency::weekly, Frequency::monthly});
    schedule.weekdays = read_weekdays(element, schedule.frequency);
    schedule.zone = element.optional_text("zone");
    schedule.randomise = read_minutes(element, "randomise", model::max_randomise);
    schedule.catch_up = element.flag("catch_up", true);
    schedule.window = read_minutes(element, "window", model::max_window);
    schedule.enabled = element.flag("enabled", false);
    return schedule;
}

/// The options beyond the guide, each only when it differs from what a file without it says.
void add_options(xml::Writer& writer, pugi::xml_node node, const model::Schedule& schedule) {
    const auto minutes = [](std::chrono::minutes value) { return value.count() == 0 ? std::string() : std::to_string(value.count()); };
    writer.set_unless_empty(node, "zone", schedule.zone);
    writer.set_unless_empty(node, "randomise", minutes(schedule.randomise));
    if (!schedule.catch_up) writer.set(node, "catch_up", "false");
    writer.set_unless_empty(node, "window", minutes(schedule.window));
}

void add_schedule(xml::Writer& writer, const model::Schedule& schedule) {
    const auto node = writer.add("schedule");
    writer.set(node, "index", schedule.index);
    writer.set(node, "name", schedule.name);
    writer.set_unless_empty(node, "device", schedule.device);
    writer.set(node, "start", schedule.start);
    writer.set(node, "frequency", word(schedule.frequency));
    if (schedule.frequency == Frequency::weekly) writer.set_unless_empty(node, "weekdays", model::weekday_words(schedule.weekdays, " "));
    add_options(writer, node, schedule);
    writer.set(node, "enabled", schedule.enabled ? "true" : "false");
    for (const auto& feature : schedule.features) writer.set(pugi::xml_node(node).append_child("feature"), "name", feature);
}

}  // namespace

std::string write_schedules(const ScheduleFile& file) {
    xml::Writer writer("drfSchedule", "drfSchedule.xml");
    writer.set(writer.root(), "next_index", file.next_index);
    for (const auto& schedule : file.schedules) add_schedule(writer, schedule);
    auto text = writer.text();
    parse_schedules(text, "drfSchedule.xml (not written)");  // what could not be read again is not written
    return text;
}

ScheduleFile parse_schedules(std::string_view text, const std::string& file_name, const Objection<model::Schedule>& objection) {
    const xml::Document document(text, file_name);
    const auto root = document.versioned_root("drfSchedule");
    root.allow_only({"version", "next_index"}, {"schedule"});

    ScheduleFile file{static_cast<std::uint32_t>(root.number("next_index", 1, largest_index)), {}};
    std::set<std::string> names;
    std::set<std::uint32_t> indexes;
    for (const auto& element : root.children("schedule")) {
        if (file.schedules.size() == model::max_schedules) element.fail(fmt::format("more than {} schedules; remove one", model::max_schedules));
        auto schedule = read_schedule(element);
        if (!names.insert(schedule.name).second) element.fail(fmt::format("second schedule with the name `{}`", schedule.name));
        if (!indexes.insert(schedule.index).second) element.fail(fmt::format("second schedule with the index {}", schedule.index));
        if (schedule.index >= file.next_index)
            element.fail(fmt::format("schedule index {} is not below next_index {}", schedule.index, file.next_index));
        if (const auto why = objection ? objection(schedule) : std::nullopt) element.fail(*why);
        file.schedules.push_back(std::move(schedule));
    }
    return file;
}

}  // namespace drs::storage
