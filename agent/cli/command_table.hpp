// SPDX-License-Identifier: Apache-2.0
// Every form of every command in one table: parsing, help, usage errors and the manual's test read it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace drs::cli {

struct Session;

/// What a command accepts beside its arguments; a set of them is the sum.
enum Accepts : unsigned {
    nothing = 0,
    waiting = 1,      // --wait
    following = 2,    // --follow
    part = 4,         // --features, --no-verify, --allow-host-name, --allow-flavour
    at_once = 8,      // --now
    credentials = 16, // --password-fd, --public-key, --key-file
    order = 32,       // detail, reverse
    ending = 64,      // recent, follow
    letters = 128,    // ignorecase
    timing = 256,     // --weekdays, --zone, --randomise, --catch-up, --window
    choosing = 1024,  // --severity, --node, --unacknowledged
    reading_log = 2048, // --last, --alarm, --since
    noting = 4096,    // --note, --operator
    keeping = 8192,   // --keep
    redefining = 512, // --rename, --device, --features, --start, --frequency
};

struct Options {
    bool wait = false, follow = false, no_verify = false, now = false;
    std::optional<std::string> features;
    std::optional<int> password_fd;
    bool public_key = false;
    bool allow_host_name = false, allow_flavour = false;
    std::optional<std::string> key_file;
    bool detail = false, reverse = false, ignore_case = false;
    std::optional<std::uint64_t> recent;
    std::optional<std::string> weekdays, zone, randomise, catch_up, window;
    std::optional<std::string> rename, device, start, frequency;
    std::optional<std::string> severity, node, alarm, since, note, by;
    bool unacknowledged = false, keep = false;
    std::optional<std::uint64_t> last;
};

/// A command as it was given: its arguments fit the parameters of its form.
struct Call {
    std::vector<std::string> arguments;
    Options options;
};

inline constexpr std::string_view recovery = "utils disaster_recovery";

/// One form of a command. A command with several forms has several rows.
struct Form {
    std::string_view words;       // `backup network`, behind those of `under`
    std::string_view parameters;  // `featurelist devicename`; those in brackets may be left out
    unsigned accepts;             // Accepts
    std::string_view does;        // for the help, beginning with a verb
    int (*run)(const Call& call, Session& session);  // returns the exit code; throws Refusal
    std::string_view under = recovery;  // empty: it stands alone
};

std::span<const Form> forms();

/// `utils disaster_recovery backup network`, word by word.
std::vector<std::string_view> words_of(const Form& form);
/// As it is said to a person, who knows what is about disaster recovery: `backup network featurelist devicename`,
/// `file view activelog logfile`.
std::string shape(const Form& form);

/// How many arguments a form takes. `device add local devicename path [number_of_backups]`: 2 to 3.
struct Count {
    std::size_t least = 0, most = 0;
};
Count parameters_of(const Form& form);

/// What the words before the last ones of a command stand for.
struct Topic {
    std::string_view words;
    std::string_view does;
};
std::span<const Topic> topics();

/// "a b c" -> {"a", "b", "c"}.
std::vector<std::string_view> words_of(std::string_view text);

/// Options that begin with `--` may stand anywhere; the others are words behind the arguments: `file list ... detail`.
struct OptionRow {
    std::string_view name;   // `--features`, `detail`
    std::string_view value;  // `LIST`; empty: a switch
    unsigned accepts;        // which forms take it
    std::string_view does;
};
/// The options that belong to commands. `--root`, `--json`, `--help`, `--version` and `--check-config` belong to drs.
std::span<const OptionRow> option_rows();
bool is_word(const OptionRow& row);
std::string shape(const OptionRow& row);

}  // namespace drs::cli
