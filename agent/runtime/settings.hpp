// SPDX-License-Identifier: Apache-2.0
// What an operator can set: command line, then environment, then etc/drs/drs.conf, then the default.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/paths.hpp"
#include "trace/areas.hpp"
#include "trace/level.hpp"

namespace drs::runtime {

enum class SnmpMode { off, embedded, agentx };

/// Each field's key in drs.conf is its path with `-` for `_`: `snmp.address = 127.0.0.1:1161`.
struct Settings {
    Paths paths;
    std::string node;                        // host name; default: the machine's
    std::string cluster = "StandAloneCluster";
    std::string user;                        // run as; empty: stay what we are

    struct Master {
        std::string address = "127.0.0.1";   // listens here; the Local Agent connects here
        std::uint16_t port = 4040;           // DRS_MASTER_PORT
    } master;

    struct Trace {
        std::string level = "INFO";          // ERROR WARN INFO DEBUG
        std::uint64_t file_bytes = 2u << 20;
        std::chrono::hours file_age{24};     // a new file begins after so long; 0: by its size alone
        unsigned files = 20;                 // kept, plain and compressed ones together
        std::chrono::hours keep_age{0};      // older ones go; 0: by their number alone
        bool compress = true;
        std::array<std::optional<trace::Level>, trace::area_count> area_levels{};  // `trace.level.AREA`; nothing: as `level` says
    } trace;

    struct Snmp {
        SnmpMode mode = SnmpMode::embedded;
        std::string address = "127.0.0.1:1161";      // embedded: udp; DRS_SNMP_PORT replaces the port
        std::string agentx_socket = "/var/agentx/master";
        std::chrono::seconds ping{10};
        std::chrono::seconds heartbeat{300};         // between two heartbeat notifications; 0: none
        bool clog = false;                           // clogMessageGenerated beside each alarm's own notification, and its history
    } snmp;

    struct Syslog {
        std::string socket = "/dev/log";     // empty: no syslog
        std::string facility = "local7";
    } syslog;

    struct Collector {
        std::string host;                    // empty: no collector
        std::uint16_t port = 6514;
        bool tls = true;
        std::string ca_file;                 // the authority of its certificate
        std::string certificate, key;        // ours; empty: it asks for none
        std::string name;                    // in its certificate; empty: the host
        std::string severity = "informational";
    } collector;

    struct Mail {
        std::string server;                  // smtp://HOST:PORT or smtps://HOST:PORT; empty: no mail
        std::string from;
        std::vector<std::string> to;
        std::string user;                    // empty: no login
        std::string password_file;           // holds the password alone
        std::string ca_file;                 // empty: the system's authorities
        bool starttls = true;                // smtp:// only
        std::string severity = "error";      // error, warning or informational: the least severe that is sent
        std::chrono::seconds interval{60};   // between two mails
    } mail;

    struct Webhook {
        std::string url;                     // https:// or http://; empty: none
        std::string token_file;              // holds the bearer token alone; empty: none
        std::string ca_file;
        std::string severity = "error";
    } webhook;

    struct Job {
        std::chrono::seconds limit{20 * 3600};
        std::chrono::seconds component_limit{10 * 3600};  // of one component; 0: none
        std::chrono::seconds device_timeout{30};     // an SFTP server that does not move for this long has failed
        std::chrono::seconds component_silence{3600};// a script that neither reads nor writes for this long has failed
        int compression_level = 3;           // zstd 1..19
        unsigned compression_threads = 2;
    } job;

    struct Alarm {
        unsigned log_entries = 1000;         // of the alarm log that are shown
        unsigned log_rows = 10000;           // of drsAlarmLogTable
        std::chrono::seconds absence{30};    // Master and node without each other for so long: MA2LAFailure, LA2MAFailure, TruststoreMissing
        unsigned no_backup_days = 0;         // NoBackupTaken without a good backup for so many days; 0: as the schedules want it
    } alarm;

    struct History {
        unsigned keep = 1000;                // jobs of each kind that the database keeps; the interfaces show the last 20
    } history;

    /// Programs of the appliance's owner, run before and after a job; empty: none.
    struct Hook {
        std::string pre_backup, post_backup, pre_restore, post_restore;  // absolute paths
        std::chrono::seconds limit{300};
    } hook;

    std::string operators;                   // members of this group may use the command line beside root and our uid
};

enum class Program { master, local, cli };

struct Invocation {
    Settings settings;
    bool check_config = false;
    /// Set: print it and leave with 0 (--help, --version).
    std::optional<std::string> message;
};

/// Throws Error(bad_configuration) with one sentence naming the option, variable, or file and line.
Invocation read_settings(Program program, int argc, const char* const* argv);
/// drs.conf alone, over `settings`; used by read_settings and by tests.
void apply_settings_text(Settings& settings, const std::string& text, const std::string& file_name);

}  // namespace drs::runtime
