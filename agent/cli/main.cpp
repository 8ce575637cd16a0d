// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <cstdlib>
#include <string>
#include <vector>

#include "cli/execute.hpp"
#include "cli/platform_lock.hpp"
#include "control/refusal.hpp"

using namespace drs;

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is noticed where it is written to
    cli::ProcessConsole console;
    try {
        const std::vector<std::string> arguments(argv + (argc > 0), argv + argc);
        if (const auto call = cli::platform_lock_call(arguments, std::getenv("DRS_ROOT"))) return cli::run(*call, console);
        return cli::execute(cli::parse(arguments, std::getenv("DRS_ROOT")), console);
    } catch (const cli::ClosedOutput&) {
        return cli::exit_closed_output;
    } catch (const control::Refusal& refusal) {
        console.complain(refusal.what());
        return static_cast<int>(refusal.kind());
    } catch (const std::exception& failure) {
        console.complain(std::string("the command failed: ") + failure.what());
        return static_cast<int>(control::Kind::internal);
    }
}
