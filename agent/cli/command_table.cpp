// SPDX-License-Identifier: Apache-2.0
#include "cli/command_table.hpp"

#include <algorithm>

#include "cli/commands.hpp"

namespace drs::cli {
namespace {

// More words before fewer where one command's words begin another's.
constexpr Form table[] = {
    {"backup network", "featurelist path servername username", waiting | credentials,
     "Back up features to a directory on an SFTP server", backup_to_server},
    {"backup network", "featurelist devicename", waiting, "Back up features to a defined device", backup_to_device},
    {"backup local", "featurelist devicename|path", waiting, "Back up features to a directory of the Master's machine", backup_to_local},

    {"restore network", "restore_server tarfilename path servername username", waiting | part | credentials,
     "Restore a set from a directory on an SFTP server to one node", restore_from_server},
    {"restore network", "restore_server tarfilename devicename", waiting | part,
     "Restore a set from a defined device to one node", restore_from_device},
    {"restore local", "restore_server tarfilename devicename|path", waiting | part,
     "Restore a set from a directory of the Master's machine to one node", restore_from_local},

    {"status backup", "", following, "Show the running backup, or the last one", show_backup_status},
    {"status restore", "", following, "Show the running restore, or the last one", show_restore_status},
    {"history backup", "", nothing, "List the last 20 backups", show_backup_history},
    {"history restore", "", nothing, "List the last 20 restores", show_restore_history},

    {"show_backupfiles network", "path servername username", credentials,
     "List the sets in a directory on an SFTP server", show_files_on_server},
    {"show_backupfiles local", "devicename|path", nothing,
     "List the sets in a directory of the Master's machine", show_files_in_directory},
    {"show_backupfiles", "devicename", nothing, "List the sets on a defined device", show_files_on_device},
    {"show_registration", "hostname", nothing, "List the features and components registered on a node", show_registration},

    {"cancel_backup now", "", nothing, "Cancel the running backup at once, without asking", cancel_backup_now},
    {"cancel_backup confirm", "", at_once, "Cancel the running backup without asking", cancel_backup},
    {"cancel_backup", "", at_once, "Cancel the running backup; asks first", ask_and_cancel_backup},
    {"cancel_restore now", "", nothing, "Cancel the running restore at once, without asking", cancel_restore_now},
    {"cancel_restore confirm", "", at_once, "Cancel the running restore without asking", cancel_restore},
    {"cancel_restore", "", at_once, "Cancel the running restore; asks first", ask_and_cancel_restore},

    {"device add network", "devicename path server username [number_of_backups]", credentials,
     "Define a directory on an SFTP server as backup device", add_network_device},
    {"device add local", "devicename path [number_of_backups]", nothing,
     "Define a directory of the Master's machine as backup device", add_local_device},
    {"device list", "", nothing, "List the backup devices", list_devices},
    {"device delete", "devicename|*", nothing, "Delete a device, or all that no schedule uses", delete_device},

    {"schedule add", "schedulename devicename featurelist yyyy/mm/dd-hh:mm once|daily|weekly|monthly", timing,
     "Define a schedule; it begins disabled", add_schedule},
    {"schedule change", "schedulename", timing | redefining, "Change what its options name of a schedule", change_schedule},
    {"schedule delete", "schedulenames|*", nothing, "Delete schedules, or all but the default one", delete_schedule},
    {"schedule enable", "schedulenames|*", nothing, "Let schedules run", enable_schedule},
    {"schedule disable", "schedulenames|*", nothing, "Keep schedules from running", disable_schedule},
    {"schedule list", "", nothing, "List the schedules", list_schedules},
    {"estimate_tar_size", "featurelist", nothing, "Estimate the size of a backup from the last good ones", estimate_size},

    {"list", "", choosing, "List the active alarms", list_alarms, "alarm"},
    {"log", "", reading_log, "List what was raised, cleared, repeated and acknowledged", show_alarm_log, "alarm"},
    {"ack", "alarmkey", noting, "Acknowledge an active alarm, by its key or the sequence of its newest raise", acknowledge_alarm, "alarm"},
    {"test", "[alarmname]", nothing, "Send a test alarm through every sink, or a named one marked as a test", test_alarm, "alarm"},
    {"show", "alarmname", nothing, "Explain an alarm and say what to do", show_alarm, "alarm"},

    {"remove", "hostname", nothing, "Remove a node that is not connected, with all that it has registered", remove_node, "node"},

    {"level", "area ERROR|WARN|INFO|DEBUG|default", keeping, "Set how much an area of the trace tells, or all, in every agent; default is as drs.conf says", set_trace_level, "trace"},
    {"level", "[area]", nothing, "Show how much each area of the trace tells", show_trace_levels, "trace"},

    {"list activelog", "logpath", order, "List traces and component logs", list_logs, "file"},
    {"view activelog", "logfile", nothing, "Show a trace or component log", view_log, "file"},
    {"tail activelog", "logfile", ending, "Show the end of a trace or component log", tail_log, "file"},
    {"search activelog", "logpath regex", letters, "Show the lines of traces and component logs that match", search_logs, "file"},

    {"support-bundle", "[file]", nothing, "Collect traces, logs, configuration without secrets, history and alarms into one tar.zst", make_support_bundle, ""},
};

constexpr Topic topic_rows[] = {
    {"utils", "Services of the appliance"},
    {"utils disaster_recovery", "Back up and restore"},
    {"alarm", "See, acknowledge, explain and try alarms"},
    {"node", "The nodes of the cluster"},
    {"trace", "How much the traces tell"},
    {"file", "Look at traces and component logs"},
};

constexpr OptionRow options[] = {
    {"--wait", "", waiting, "wait until the job ends; the exit code tells its result"},
    {"--follow", "", following, "show the progress until the job ends; the exit code tells its result"},
    {"--features", "LIST", part | redefining, "these features; of a restore: of the set these only"},
    {"--no-verify", "", part, "give restore programs their data without the verification pass"},
    {"--allow-host-name", "", part, "restore also a set that a Master of another host name has made"},
    {"--allow-flavour", "", part, "restore also a set of another build flavour"},
    {"--weekdays", "DAYS", timing, "a weekly schedule runs on these days, such as TUE,SAT; default is Tuesday to Saturday"},
    {"--zone", "ZONE", timing, "the start is local time of this zone, such as Europe/Vienna, instead of the machine's"},
    {"--randomise", "MINUTES", timing, "start each run up to so much later"},
    {"--catch-up", "YES|NO", timing, "whether a run missed while the Master was down is made up for; yes unless given"},
    {"--window", "MINUTES", timing, "drop a run that could not begin within this time; 0 is no limit"},
    {"--rename", "NAME", redefining, "the schedule's new name"},
    {"--device", "NAME", redefining, "the schedule's new backup device"},
    {"--start", "DATE", redefining, "the schedule's new start, yyyy/mm/dd-hh:mm"},
    {"--frequency", "WORD", redefining, "once, daily, weekly or monthly"},
    {"--severity", "WORD", choosing, "only error, warning or informational"},
    {"--node", "NAME", choosing, "only those of this node"},
    {"--unacknowledged", "", choosing, "only those that nobody has acknowledged"},
    {"--last", "N", reading_log, "the newest N entries; 20 unless given"},
    {"--alarm", "NAME", reading_log, "only entries of this alarm"},
    {"--since", "TIME", reading_log, "only entries from then on: yyyy/mm/dd-hh:mm of the Master's machine, or 90s, 15m, 2h, 7d ago"},
    {"--note", "TEXT", noting, "what others should know, at most 255 octets"},
    {"--operator", "NAME", noting, "who acknowledges it, instead of the caller; for root only"},
    {"--keep", "", keeping, "keep the level over the next start too"},
    {"--now", "", at_once, "stop the component in progress instead of waiting for it"},
    {"--password-fd", "N", credentials, "read the password from descriptor N instead of asking for it"},
    {"--public-key", "", credentials, "sign in with the Master's own key instead of a password"},
    {"--key-file", "PATH", credentials, "sign in with this private key instead of a password"},
    {"detail", "", order, "with size and time"},
    {"reverse", "", order, "from the last name to the first"},
    {"recent", "N", ending, "the last N lines; 10 unless given"},
    {"follow", "", ending, "go on with what is written from now on, until Ctrl-C"},
    {"ignorecase", "", letters, "small letters match capital ones"},
};

}  // namespace

std::span<const Form> forms() { return table; }
std::span<const OptionRow> option_rows() { return options; }
std::span<const Topic> topics() { return topic_rows; }
bool is_word(const OptionRow& row) { return !row.name.starts_with("--"); }

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const auto blank = std::min(text.find(' '), text.size());
        if (blank > 0) words.push_back(text.substr(0, blank));
        text.remove_prefix(std::min(blank + 1, text.size()));
    }
    return words;
}

std::vector<std::string_view> words_of(const Form& form) {
    auto words = words_of(form.under);
    for (const auto word : words_of(form.words)) words.push_back(word);
    return words;
}

std::string shape(const Form& form) {
    std::string text;
    for (const auto part : {form.under == recovery ? "" : form.under, form.words, form.parameters})
        if (!part.empty()) text.append(text.empty() ? "" : " ").append(part);
    return text;
}

std::string shape(const OptionRow& row) { return std::string(row.name) + (row.value.empty() ? "" : " " + std::string(row.value)); }

Count parameters_of(const Form& form) {
    Count count;
    for (const auto parameter : words_of(form.parameters)) ++count.most, count.least += !parameter.starts_with('[');
    return count;
}

}  // namespace drs::cli
