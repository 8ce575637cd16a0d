// SPDX-License-Identifier: Apache-2.0
// Every form of every command in one table: parsing, help, usage errors and the manual's test read it.
#pragma once

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
};

struct Options {
    bool wait = false, follow = false, no_verify = false, now = false;
    std::optional<std::string> features;
    std::optional<int> password_fd;
    bool public_key = false;
    bool allow_host_name = false, allow_flavour = false;
    std::optional<std::string> key_file;
};

/// A command as it was given: its arguments fit the parameters of its form.
struct Call {
    std::vector<std::string> arguments;
    Options options;
};

/// One form of a command. A command with several forms has several rows.
struct Form {
    std::string_view words;       // `backup network`
    std::string_view parameters;  // `featurelist devicename`; those in brackets may be left out
    unsigned accepts;             // Accepts
    std::string_view does;        // for the help, beginning with a verb
    int (*run)(const Call& call, Session& session);  // returns the exit code; throws Refusal
};

std::span<const Form> forms();

struct OptionRow {
    std::string_view name;   // `--features`
    std::string_view value;  // `LIST`; empty: a switch
    unsigned accepts;        // which forms take it
    std::string_view does;
};
/// The options that belong to commands. `--root`, `--json`, `--help`, `--version` and `--check-config` belong to drs.
std::span<const OptionRow> option_rows();

}  // namespace drs::cli
