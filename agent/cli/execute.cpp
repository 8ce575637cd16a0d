// SPDX-License-Identifier: Apache-2.0
#include "cli/execute.hpp"

#include <poll.h>
#include <unistd.h>

#include <filesystem>

#include "cli/help.hpp"
#include "cli/session.hpp"
#include "control/client.hpp"
#include "runtime/error.hpp"
#include "runtime/settings.hpp"

namespace drs::cli {
namespace {

constexpr int milliseconds_between_looks = 100;

/// Ends early when nobody reads our output any more; the next write then says so.
void pause_between_looks() {
    pollfd output{STDOUT_FILENO, 0, 0};
    ::poll(&output, 1, milliseconds_between_looks);
}

int check_config(const Invocation& invocation, Console& console) {
    const char* arguments[] = {"drs", "--root", invocation.root.c_str(), "--check-config"};
    try {
        const auto checked = runtime::read_settings(runtime::Program::cli, std::size(arguments), arguments);
        console.write("The configuration below " + checked.settings.paths.root.string() + " is in order.\n");
        return control::exit_success;
    } catch (const runtime::Error& error) {
        throw control::Refusal(control::Kind::bad_value, error.what());
    }
}

int run(const Invocation& invocation, Console& console) {
    const runtime::Paths paths(std::filesystem::absolute(invocation.root).lexically_normal());
    control::Client client(paths.control_socket());
    Session session{[&](const control::Request& request) { return client.call(request); }, console, invocation.json,
                    pause_between_looks};
    return invocation.form->run(invocation.call, session);
}

}  // namespace

int execute(const Invocation& invocation, Console& console) {
    switch (invocation.wish) {
        case Wish::help: console.write(help(invocation.topic)); return control::exit_success;
        case Wish::version: console.write("drs (OpenDRS) " DRS_VERSION "\n"); return control::exit_success;
        case Wish::check_config: return check_config(invocation, console);
        case Wish::run: break;
    }
    return run(invocation, console);
}

}  // namespace drs::cli
