// SPDX-License-Identifier: Apache-2.0
#include "cli/execute.hpp"

#include <poll.h>
#include <unistd.h>

#include <filesystem>

#include "cli/help.hpp"
#include "cli/open_shell.hpp"
#include "control/client.hpp"
#include "runtime/error.hpp"
#include "runtime/settings.hpp"

namespace drs::cli {
namespace {

constexpr int milliseconds_between_looks = 100;

/// Ends at once when nobody reads our output any more.
void pause_between_looks() {
    pollfd output{STDOUT_FILENO, 0, 0};
    if (::poll(&output, 1, milliseconds_between_looks) > 0 && (output.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0) throw ClosedOutput{};
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
    auto session = session_of(invocation, console, control::Client::usual_limit);
    return invocation.form->run(invocation.call, session);
}

}  // namespace

int execute(const Invocation& invocation, Console& console) {
    switch (invocation.wish) {
        case Wish::help: console.write(help(invocation.topic)); return control::exit_success;
        case Wish::version: console.write("drs (OpenDRS) " DRS_VERSION "\n"); return control::exit_success;
        case Wish::check_config: return check_config(invocation, console);
        case Wish::shell: return open_shell(invocation, console);
        case Wish::run: break;
    }
    return run(invocation, console);
}

Session session_of(const Invocation& invocation, Console& console, std::chrono::seconds limit) {
    const runtime::Paths paths(std::filesystem::absolute(invocation.root).lexically_normal());
    auto ask = [client = control::Client(paths.control_socket(), limit)](const control::Request& request) mutable { return client.call(request); };
    return Session{std::move(ask), console, invocation.json, pause_between_looks, paths};
}

int outcome_of(const std::function<int()>& command, Console& console) {
    try {
        return command();
    } catch (const ClosedOutput&) {
        return exit_closed_output;
    } catch (const control::Refusal& refusal) {
        console.complain(refusal.what());
        return static_cast<int>(refusal.kind());
    } catch (const std::exception& failure) {
        console.complain(std::string("the command failed: ") + failure.what());
        return static_cast<int>(control::Kind::internal);
    }
}

}  // namespace drs::cli
