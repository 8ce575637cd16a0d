// SPDX-License-Identifier: Apache-2.0
// docs/command-line.md says what the program does.
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "cli/command_table.hpp"
#include "cli/console.hpp"
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
    for (const auto& form : cli::forms()) {
        const std::string shape = std::string(form.words) + (form.parameters.empty() ? "" : " " + std::string(form.parameters));
        EXPECT_THAT(text, HasSubstr("`" + shape + "`"));
    }
}

TEST(TheManual, HasEveryOption) {
    const auto text = manual();
    for (const auto& option : cli::option_rows()) {
        const std::string shape = std::string(option.name) + (option.value.empty() ? "" : " " + std::string(option.value));
        EXPECT_THAT(text, HasSubstr("`" + shape + "`"));
    }
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
