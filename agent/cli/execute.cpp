// SPDX-License-Identifier: Apache-2.0
#include "cli/execute.hpp"

#include <chrono>
#include <filesystem>
#include <thread>

#include "cli/help.hpp"
#include "cli/session.hpp"
#include "control/client.hpp"
#include "runtime/error.hpp"
#include "runtime/settings.hpp"

namespace drs::cli {
namespace {

constexpr std::chrono::milliseconds between_looks{500};

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
                    [] { std::this_thread::sleep_for(between_looks); }};
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
