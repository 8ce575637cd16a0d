// SPDX-License-Identifier: Apache-2.0
// docs/command-line.md says what the program does.
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "cli/command_table.hpp"
#include "cli/console.hpp"
#include "cli/known_values.hpp"
#include "cli/manual.hpp"
#include "control/refusal.hpp"

using namespace drs;
using testing::HasSubstr;

namespace {

std::string contents(const std::string& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string manual() { return contents(DRS_MANUAL); }

std::string row(int code, std::string_view word) { return "\n| " + std::to_string(code) + " | `" + std::string(word) + "` |"; }

}  // namespace

TEST(TheManual, HasEveryFormOfEveryCommand) {
    const auto text = manual();
    for (const auto& form : cli::forms()) EXPECT_THAT(text, HasSubstr("`" + shape(form) + "`"));
}

TEST(TheManual, HasEveryOption) {
    const auto text = manual();
    for (const auto& option : cli::option_rows()) EXPECT_THAT(text, HasSubstr("`" + shape(option) + "`"));
}

TEST(TheManual, SaysWhatEveryParameterStandsFor) {
    const auto text = manual();
    for (const auto& parameter : cli::parameters()) {
        if (parameter.name.find('|') != parameter.name.npos) continue;  // either of two that have rows of their own
        EXPECT_THAT(text, testing::ContainsRegex("\n\\|( [a-z_]+,)* " + std::string(parameter.name) + "(, [a-z_]+)* \\|"));
    }
}

TEST(TheManPage, HasEveryFormOptionAndExitCode) {
    const auto page = cli::manual();
    for (const auto& form : cli::forms()) {
        std::string words;  // as roff has them
        for (const char c : form.words) words += c == '-' ? std::string("\\-") : std::string(1, c);
        EXPECT_THAT(page, HasSubstr("\n.BI \"" + words + " \" "));
    }
    for (const auto& option : cli::option_rows()) EXPECT_THAT(page, testing::ContainsRegex("\\.B .*" + std::string(option.name.substr(option.name.find_last_of('-') + 1))));
    for (int kind = static_cast<int>(control::Kind::usage); kind <= control::exit_warning; ++kind) EXPECT_THAT(page, HasSubstr("\n.B " + std::to_string(kind) + "\n"));
}

TEST(TheManual, HasEveryExitCodeWithItsWord) {
    const auto text = manual();
    for (int kind = static_cast<int>(control::Kind::usage); kind <= static_cast<int>(control::Kind::internal); ++kind)
        EXPECT_THAT(text, HasSubstr(row(kind, control::word(static_cast<control::Kind>(kind)))));
    EXPECT_THAT(text, HasSubstr(row(control::exit_success, "success")));
    EXPECT_THAT(text, HasSubstr(row(control::exit_job_failed, "job failed")));
    EXPECT_THAT(text, HasSubstr(row(control::exit_canceled, "canceled")));
    EXPECT_THAT(text, HasSubstr(row(control::exit_warning, "warning")));
    EXPECT_THAT(text, HasSubstr(row(cli::exit_closed_output, "output closed")));
}

TEST(TheManual, ShowsWhatTheListingsReallyPrint) {
    const auto text = manual();
    for (const char* listing : {"devices.txt", "sets.txt", "registration.txt", "status_running.txt"}) {
        std::istringstream golden(contents(std::string(DRS_GOLDEN) + "/" + listing));
        for (std::string line; std::getline(golden, line);)
            EXPECT_THAT(text, HasSubstr(line.empty() ? "\n\n" : "\n    " + line + "\n")) << listing;
    }
}
