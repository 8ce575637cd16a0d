// SPDX-License-Identifier: Apache-2.0
#include "mib_alarms_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "alarms/catalogue.hpp"
#include "mib/notification.hpp"

namespace drs::mib {
namespace {

constexpr std::size_t width = 112;

/// Words filled into lines of `width`, each behind `indent`; SMI text may hold no quotation mark.
std::string filled(const std::string& text, const std::string& indent) {
    std::istringstream words(text);
    std::string lines, line = indent;
    for (std::string word; words >> word;) {
        std::ranges::replace(word, '"', '\'');
        if (line.size() > indent.size() && line.size() + 1 + word.size() > width) {
            lines += line + "\n";
            line = indent;
        }
        line += (line.size() > indent.size() ? " " : "") + word;
    }
    return lines + line;
}

std::string object_names() {
    std::string names;
    for (const auto& object : notification_objects()) names += (names.empty() ? "" : ", ") + std::string(object.name);
    return filled(names, "        ");
}

std::string cleared_by(const alarms::CatalogueEntry& entry) {
    if (!entry.stateful) return "It is an event: nothing clears it.";
    if (!entry.cleared_by) return "It is raised, and cleared when the condition is over.";
    return fmt::format("It is raised; the event {} ends it.", notification_name(alarms::entry(*entry.cleared_by).name));
}

std::string_view severity_word(const alarms::CatalogueEntry& entry) {
    switch (perceived_severity(entry.severity, alarms::State::raised)) {
        case PerceivedSeverity::major: return "major";
        case PerceivedSeverity::warning: return "warning";
        default: return "indeterminate";
    }
}

std::string facts(const alarms::CatalogueEntry& entry) {
    return fmt::format("X.733: event type {} ({}), probable cause {} ({}).{}", word(entry.event_type), static_cast<int>(entry.event_type),
                       word(entry.probable_cause), static_cast<int>(entry.probable_cause),
                       entry.pending ? " Pending: no part of this release raises it." : "");
}

std::string description(const alarms::CatalogueEntry& entry) {
    const std::string indent(8, ' ');
    const auto what = filled(fmt::format("{}. Severity {}. {}", entry.text, severity_word(entry), cleared_by(entry)), indent);
    return what + "\n\n" + filled(std::string(entry.explanation), indent) + "\n\n" +
           filled("What to do: " + std::string(entry.action), indent) + "\n\n" + filled(facts(entry), indent);
}

std::string notification_type(const alarms::CatalogueEntry& entry, const std::string& objects) {
    auto text = description(entry);
    text.insert(text.find_first_not_of(' '), "\"");
    return fmt::format("{} NOTIFICATION-TYPE\n    OBJECTS {{\n{}\n    }}\n    STATUS current\n    DESCRIPTION\n{}\"\n"
                       "    ::= {{ drsNotifications {} }}\n\n",
                       notification_name(entry.name), objects, text, static_cast<unsigned>(entry.id));
}

std::pair<std::size_t, std::size_t> between_marks(const std::string& mib) {
    const auto begin = mib.find(begin_mark);
    const auto end = mib.find(end_mark);
    if (begin == std::string::npos || end == std::string::npos || end < begin)
        throw std::runtime_error("DRS-MIB.txt lacks the marks of its generated part: put -- BEGIN ALARMS and -- END ALARMS back.");
    return {mib.find('\n', begin) + 1, end};
}

}  // namespace

std::string alarms_text() {
    const auto objects = object_names();
    std::string text, names;
    std::vector entries(alarms::all_entries().begin(), alarms::all_entries().end());
    entries.push_back(alarms::entry(alarms::AlarmId::heartbeat));
    std::ranges::sort(entries, {}, &alarms::CatalogueEntry::id);
    for (const auto& entry : entries) {
        text += notification_type(entry, objects);
        names += (names.empty() ? "" : ", ") + notification_name(entry.name);
    }
    text += fmt::format("drsAlarmNotificationGroup NOTIFICATION-GROUP\n    NOTIFICATIONS {{\n{}\n    }}\n    STATUS current\n"
                        "    DESCRIPTION \"One notification for every alarm, the heartbeat, the rebuilt list, and the test.\"\n    ::= {{ drsGroups 11 }}\n",
                        filled(names, "        "));
    return "\n" + text + "\n";
}

std::string alarms_part(const std::string& mib) {
    const auto [begin, end] = between_marks(mib);
    return mib.substr(begin, end - begin);
}

std::string with_alarms_part(const std::string& mib, const std::string& part) {
    const auto [begin, end] = between_marks(mib);
    return mib.substr(0, begin) + part + mib.substr(end);
}

}  // namespace drs::mib
