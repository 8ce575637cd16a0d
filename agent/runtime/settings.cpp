// SPDX-License-Identifier: Apache-2.0
#include "runtime/settings.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/program_options.hpp>
#include <charconv>
#include <cstdlib>
#include <sstream>
#include <vector>

#include "model/names.hpp"
#include "runtime/atomic_file.hpp"
#include "runtime/error.hpp"

namespace drs::runtime {
namespace {

namespace options = boost::program_options;

[[noreturn]] void refuse(const std::string& sentence) { throw Error(Fault::bad_configuration, sentence); }

template <class Number>
Number number(const std::string& text, Number lowest, Number highest) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < lowest || value > highest)
        refuse(fmt::format("`{}` is not a number from {} to {}", text, lowest, highest));
    return value;
}

std::chrono::seconds seconds(const std::string& text) {
    return std::chrono::seconds(number<long>(text, 1, 10L * 365 * 86400));
}

std::chrono::seconds seconds_or_none(const std::string& text) {
    return std::chrono::seconds(number<long>(text, 0, 10L * 365 * 86400));
}

std::string absolute(const std::string& text, const char* what) {
    if (!text.empty() && text.front() != '/') refuse(fmt::format("`{}` is not the absolute path of a {}", text, what));
    return text;
}

std::string program(const std::string& text) { return absolute(text, "program"); }
std::string file(const std::string& text) { return absolute(text, "file"); }

std::string one_of(const std::string& text, std::initializer_list<std::string_view> words) {
    if (std::find(words.begin(), words.end(), text) != words.end()) return text;
    std::string list;
    for (const auto word : words) list.append(list.empty() ? "" : ", ").append(word);
    refuse(fmt::format("`{}` is not one of {}", text, list));
}

std::string host(const std::string& text) {
    if (auto why = model::wrong_host_name(text)) refuse(*why);
    return text;
}

std::string address_with_port(const std::string& text) {
    const auto colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0) refuse(fmt::format("`{}` is not ADDRESS:PORT", text));
    number<std::uint16_t>(text.substr(colon + 1), 1, 65535);
    return text;
}

/// HOST:PORT, [ADDRESS]:PORT, or nothing.
void collector_address(Settings::Collector& collector, const std::string& text) {
    if (text.empty()) return collector.host.clear();
    address_with_port(text);
    const auto colon = text.rfind(':');
    const bool bracketed = text.front() == '[' && text[colon - 1] == ']';
    collector.host = bracketed ? text.substr(1, colon - 2) : text.substr(0, colon);
    collector.port = number<std::uint16_t>(text.substr(colon + 1), 1, 65535);
}

SnmpMode snmp_mode(const std::string& text) {
    one_of(text, {"off", "embedded", "agentx"});
    return text == "off" ? SnmpMode::off : text == "agentx" ? SnmpMode::agentx : SnmpMode::embedded;
}

std::string trimmed(const std::string& text) {
    const auto begin = text.find_first_not_of(" \t\r");
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

bool yes_or_no(const std::string& text) { return one_of(text, {"yes", "no"}) == "yes"; }

std::string mail_address(const std::string& text) {
    const auto at = text.find('@');
    const bool one = at != std::string::npos && at > 0 && at + 1 < text.size() && text.find('@', at + 1) == std::string::npos;
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f && std::string_view("<>,;()\"\\").find(c) == std::string_view::npos; });
    if (!one || !plain) refuse(fmt::format("`{}` is not NAME@DOMAIN", text));
    return text;
}

std::vector<std::string> mail_addresses(const std::string& text) {
    std::vector<std::string> all;
    std::istringstream parts(text);
    for (std::string part; std::getline(parts, part, ',');) all.push_back(mail_address(trimmed(part)));
    return all;
}

std::string alarm_severity(const std::string& text) { return one_of(text, {"error", "warning", "informational"}); }

struct Key {
    const char* name;
    const char* help;
    void (*set)(Settings&, const std::string&);
};

constexpr std::uint64_t kib = 1024;
constexpr const char* area_level_key = "trace.level.AREA";
constexpr std::string_view area_level_prefix = "trace.level.";

// The one table of what can be set: help, file and docs/operations.md speak of these names.
const std::vector<Key>& keys() {
    static const std::vector<Key> table{
        {"node", "name of this node; default: the machine's host name", [](Settings& s, const std::string& v) { s.node = host(v); }},
        {"cluster", "cluster id, in alarms and catalogues", [](Settings& s, const std::string& v) { s.cluster = host(v); }},
        {"user", "account to run as; empty: the one that starts it", [](Settings& s, const std::string& v) { s.user = v; }},
        {"operators", "group whose members may use the command line", [](Settings& s, const std::string& v) { s.operators = v; }},
        {"master.address", "address the Master listens on and Local Agents connect to", [](Settings& s, const std::string& v) { s.master.address = v; }},
        {"master.port", "its TCP port (DRS_MASTER_PORT)", [](Settings& s, const std::string& v) { s.master.port = number<std::uint16_t>(v, 1, 65535); }},
        {"trace.level", "ERROR, WARN, INFO or DEBUG", [](Settings& s, const std::string& v) { s.trace.level = one_of(v, {"ERROR", "WARN", "INFO", "DEBUG"}); }},
        {area_level_key, "the same for one area: master, local, control, scheduler, jobs, devices, sftp, alarms, snmp or trace", [](Settings&, const std::string&) { refuse("AREA stands for an area; name one"); }},
        {"trace.file-bytes", "a new trace file begins at this size", [](Settings& s, const std::string& v) { s.trace.file_bytes = number<std::uint64_t>(v, 4 * kib, 1024 * 1024 * kib); }},
        {"trace.file-hours", "a new trace file begins after so many hours; 0: by its size alone", [](Settings& s, const std::string& v) { s.trace.file_age = std::chrono::hours(number<long>(v, 0, 8760)); }},
        {"trace.keep-days", "trace files older than this go; 0: by their number alone", [](Settings& s, const std::string& v) { s.trace.keep_age = std::chrono::days(number<long>(v, 0, 3650)); }},
        {"trace.compress", "yes or no: all but the newest two trace files become .gz", [](Settings& s, const std::string& v) { s.trace.compress = one_of(v, {"yes", "no"}) == "yes"; }},
        {"trace.files", "trace files kept", [](Settings& s, const std::string& v) { s.trace.files = number<unsigned>(v, 1, 10000); }},
        {"snmp.mode", "off, embedded or agentx", [](Settings& s, const std::string& v) { s.snmp.mode = snmp_mode(v); }},
        {"snmp.address", "udp address of the embedded agent (DRS_SNMP_PORT replaces the port)", [](Settings& s, const std::string& v) { s.snmp.address = address_with_port(v); }},
        {"snmp.agentx-socket", "AgentX socket of the system's snmpd", [](Settings& s, const std::string& v) { s.snmp.agentx_socket = v; }},
        {"snmp.ping", "seconds between AgentX pings", [](Settings& s, const std::string& v) { s.snmp.ping = std::chrono::seconds(number<long>(v, 1, 3600)); }},
        {"snmp.clog", "yes or no: alarms also as clogMessageGenerated of CISCO-SYSLOG-MIB, with its history table", [](Settings& s, const std::string& v) { s.snmp.clog = yes_or_no(v); }},
        {"snmp.heartbeat", "seconds between heartbeat notifications; 0: none", [](Settings& s, const std::string& v) { s.snmp.heartbeat = std::chrono::seconds(number<long>(v, 0, 86400)); }},
        {"syslog.socket", "socket alarms are sent to; empty: none", [](Settings& s, const std::string& v) { s.syslog.socket = v; }},
        {"syslog.facility", "local0 to local7, daemon, ...", [](Settings& s, const std::string& v) { s.syslog.facility = one_of(v, {"kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7"}); }},
        {"collector.address", "collector that takes alarms by RFC 5425, HOST:PORT; empty: none", [](Settings& s, const std::string& v) { collector_address(s.collector, v); }},
        {"collector.tls", "yes, or no: in clear", [](Settings& s, const std::string& v) { s.collector.tls = yes_or_no(v); }},
        {"collector.ca-file", "authority of the collector's certificate", [](Settings& s, const std::string& v) { s.collector.ca_file = file(v); }},
        {"collector.certificate", "our certificate for it; empty: none", [](Settings& s, const std::string& v) { s.collector.certificate = file(v); }},
        {"collector.key", "the key of our certificate", [](Settings& s, const std::string& v) { s.collector.key = file(v); }},
        {"collector.name", "name in the collector's certificate; empty: the host of its address", [](Settings& s, const std::string& v) { s.collector.name = v; }},
        {"collector.severity", "least severe alarm that is sent: error, warning or informational", [](Settings& s, const std::string& v) { s.collector.severity = alarm_severity(v); }},
        {"mail.server", "mail server for alarms, smtp://HOST:PORT or smtps://HOST:PORT; empty: no mail", [](Settings& s, const std::string& v) { s.mail.server = v; }},
        {"mail.from", "address of the sender", [](Settings& s, const std::string& v) { s.mail.from = mail_address(v); }},
        {"mail.to", "addresses of the recipients, with commas", [](Settings& s, const std::string& v) { s.mail.to = mail_addresses(v); }},
        {"mail.user", "login at the mail server; empty: none", [](Settings& s, const std::string& v) { s.mail.user = v; }},
        {"mail.password-file", "file that holds the password alone, 0600", [](Settings& s, const std::string& v) { s.mail.password_file = file(v); }},
        {"mail.ca-file", "trusted authorities; empty: the system's", [](Settings& s, const std::string& v) { s.mail.ca_file = file(v); }},
        {"mail.starttls", "yes: smtp:// goes on under TLS or not at all; no: in clear", [](Settings& s, const std::string& v) { s.mail.starttls = yes_or_no(v); }},
        {"mail.severity", "least severe alarm that is mailed: error, warning or informational", [](Settings& s, const std::string& v) { s.mail.severity = alarm_severity(v); }},
        {"mail.interval", "seconds between two mails; alarms are collected meanwhile", [](Settings& s, const std::string& v) { s.mail.interval = seconds(v); }},
        {"webhook.url", "where alarms are posted as JSON, https:// or http://; empty: nowhere", [](Settings& s, const std::string& v) { s.webhook.url = v; }},
        {"webhook.token-file", "file that holds the bearer token alone, 0600; empty: none", [](Settings& s, const std::string& v) { s.webhook.token_file = file(v); }},
        {"webhook.ca-file", "trusted authorities; empty: the system's", [](Settings& s, const std::string& v) { s.webhook.ca_file = file(v); }},
        {"webhook.severity", "least severe alarm that is posted: error, warning or informational", [](Settings& s, const std::string& v) { s.webhook.severity = alarm_severity(v); }},
        {"alarm.absence", "seconds without a connection until MA2LAFailure and LA2MAFailure; a restart takes less", [](Settings& s, const std::string& v) { s.alarm.absence = std::chrono::seconds(number<long>(v, 0, 3600)); }},
        {"alarm.log-entries", "entries of the alarm log that are shown, 10 to 10000", [](Settings& s, const std::string& v) { s.alarm.log_entries = number<unsigned>(v, 10, 10000); }},
        {"alarm.log-rows", "newest alarms that SNMP shows as a table, 10 to 10000", [](Settings& s, const std::string& v) { s.alarm.log_rows = number<unsigned>(v, 10, 10000); }},
        {"alarm.no-backup-days", "days without a good backup until NoBackupTaken; 0: as the schedules want it", [](Settings& s, const std::string& v) { s.alarm.no_backup_days = number<unsigned>(v, 0, 3650); }},
        {"history.keep", "backups and restores that the database keeps, 20 to 100000", [](Settings& s, const std::string& v) { s.history.keep = number<unsigned>(v, 20, 100000); }},
        {"job.limit", "seconds after which a job is ended", [](Settings& s, const std::string& v) { s.job.limit = seconds(v); }},
        {"job.component-limit", "seconds after which a component is ended; 0: none", [](Settings& s, const std::string& v) { s.job.component_limit = seconds_or_none(v); }},
        {"job.device-timeout", "seconds a device may stand still", [](Settings& s, const std::string& v) { s.job.device_timeout = seconds(v); }},
        {"job.component-silence", "seconds a component's program may stand still", [](Settings& s, const std::string& v) { s.job.component_silence = seconds(v); }},
        {"job.compression-level", "zstd level 1 to 19", [](Settings& s, const std::string& v) { s.job.compression_level = number<int>(v, 1, 19); }},
        {"job.compression-threads", "threads that compress, 1 to 64", [](Settings& s, const std::string& v) { s.job.compression_threads = number<unsigned>(v, 1, 64); }},
        {"hook.pre-backup", "program run before a backup; empty: none", [](Settings& s, const std::string& v) { s.hook.pre_backup = program(v); }},
        {"hook.post-backup", "program run after a backup", [](Settings& s, const std::string& v) { s.hook.post_backup = program(v); }},
        {"hook.pre-restore", "program run before a restore", [](Settings& s, const std::string& v) { s.hook.pre_restore = program(v); }},
        {"hook.post-restore", "program run after a restore", [](Settings& s, const std::string& v) { s.hook.post_restore = program(v); }},
        {"hook.limit", "seconds after which such a program is ended", [](Settings& s, const std::string& v) { s.hook.limit = seconds(v); }},
    };
    return table;
}

std::optional<trace::Area> area_of_key(const std::string& name) {
    if (!name.starts_with(area_level_prefix)) return std::nullopt;
    return trace::area_named(name.substr(area_level_prefix.size()));
}

void set_area_level(Settings& settings, trace::Area area, const std::string& value) {
    settings.trace.area_levels[static_cast<std::size_t>(area)] = trace::level_named(one_of(value, {"ERROR", "WARN", "INFO", "DEBUG"}));
}

void set_key(Settings& settings, const std::string& name, const std::string& value, const std::string& place) {
    const auto area = area_of_key(name);
    for (const auto& key : keys()) {
        if (name != key.name && !(area && std::string_view(key.name) == area_level_key)) continue;
        try {
            if (area) return set_area_level(settings, *area, value);
            return key.set(settings, value);
        } catch (const Error& e) {
            refuse(fmt::format("{}: {}: {}", place, name, e.what()));
        }
    }
    refuse(fmt::format("{}: there is no setting `{}`; see docs/operations.md or --help", place, name));
}

void apply_environment(Settings& settings) {
    if (const char* port = std::getenv("DRS_MASTER_PORT"))
        set_key(settings, "master.port", port, "environment variable DRS_MASTER_PORT");
    if (const char* port = std::getenv("DRS_SNMP_PORT")) {
        const auto address = settings.snmp.address.substr(0, settings.snmp.address.rfind(':') + 1);
        set_key(settings, "snmp.address", address + port, "environment variable DRS_SNMP_PORT");
    }
}

std::string machine_name() {
    char name[256] = {};
    if (::gethostname(name, sizeof name - 1) != 0) refuse("the machine has no host name; set `node` in drs.conf");
    const std::string text(name);
    const std::string first = text.substr(0, text.find('.'));
    if (auto why = model::wrong_host_name(first))
        refuse("the machine's host name cannot be used (" + *why + "); set `node` in drs.conf");
    return first;
}

std::string_view name_of(Program program) {
    switch (program) {
        case Program::master: return "drs-master";
        case Program::local: return "drs-local";
        case Program::cli: return "drs";
    }
    return "drs";
}

std::string help(Program program, const options::options_description& described) {
    std::ostringstream text;
    text << "usage: " << name_of(program) << " [OPTION]...\n" << described
         << "\nEvery setting of etc/drs/drs.conf can also be given as --set KEY=VALUE:\n";
    for (const auto& key : keys()) text << fmt::format("  {:<26}{}\n", key.name, key.help);
    return text.str();
}

}  // namespace

void apply_settings_text(Settings& settings, const std::string& text, const std::string& file_name) {
    std::istringstream lines(text);
    std::string line;
    for (unsigned number = 1; std::getline(lines, line); ++number) {
        line = trimmed(line);
        if (line.empty() || line.front() == '#') continue;
        const auto place = fmt::format("{}:{}", file_name, number);
        const auto equals = line.find('=');
        if (equals == std::string::npos) refuse(place + ": the line is not `key = value`");
        set_key(settings, trimmed(line.substr(0, equals)), trimmed(line.substr(equals + 1)), place);
    }
}

Invocation read_settings(Program program, int argc, const char* const* argv) {
    options::options_description described("options");
    described.add_options()
        ("root", options::value<std::string>()->value_name("DIR"), "where everything lies; default / (DRS_ROOT)")
        ("set", options::value<std::vector<std::string>>()->value_name("KEY=VALUE")->default_value({}, ""), "a setting, over drs.conf")
        ("check-config", "read the configuration, say whether it is good, and leave")
        ("help", "this text")("version", "the version");
    options::variables_map given;
    try {
        options::store(options::command_line_parser(argc, argv).options(described).positional({}).run(), given);
    } catch (const options::error& e) {
        refuse(fmt::format("{}; see {} --help", e.what(), name_of(program)));
    }
    Invocation invocation;
    if (given.count("help")) invocation.message = help(program, described);
    if (given.count("version")) invocation.message = fmt::format("{} (OpenDRS) {}\n", name_of(program), DRS_VERSION);
    if (invocation.message) return invocation;

    invocation.check_config = given.count("check-config") > 0;
    const char* root = std::getenv("DRS_ROOT");
    auto& settings = invocation.settings;
    settings.paths = Paths(std::filesystem::absolute(given.count("root") ? given["root"].as<std::string>() : root ? root : "/").lexically_normal());
    std::error_code unreadable;
    if (!std::filesystem::is_directory(settings.paths.root, unreadable))
        refuse(settings.paths.root.string() + " is no directory: make it, or name another root with --root or DRS_ROOT");
    const auto file = settings.paths.settings_file();
    if (const auto text = read_file(file)) apply_settings_text(settings, *text, file.string());
    apply_environment(settings);
    for (const auto& pair : given["set"].as<std::vector<std::string>>()) {
        const auto equals = pair.find('=');
        if (equals == std::string::npos) refuse("--set " + pair + " is not KEY=VALUE");
        set_key(settings, pair.substr(0, equals), pair.substr(equals + 1), "--set");
    }
    if (settings.node.empty()) settings.node = machine_name();
    return invocation;
}

}  // namespace drs::runtime
