// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <cstdlib>
#include <span>
#include <string>
#include <vector>

#include "cli/execute.hpp"
#include "cli/open_shell.hpp"
#include "cli/platform_lock.hpp"

using namespace drs;

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is noticed where it is written to
    cli::ProcessConsole console;
    const std::vector<std::string> arguments(argv + (argc > 0), argv + argc);
    const char* const root = std::getenv("DRS_ROOT");
    return cli::outcome_of(
        [&] {
            // What drs.bash asks; everything behind it is the line as far as it is typed.
            if (!arguments.empty() && arguments.front() == "--complete")
                return cli::complete_for_bash(std::span(arguments).subspan(1), root, console);
            if (const auto call = cli::platform_lock_call(arguments, root)) return cli::run(*call, console);
            return cli::execute(cli::parse(arguments, root), console);
        },
        console);
}
