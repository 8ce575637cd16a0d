// SPDX-License-Identifier: Apache-2.0
// drs-local: the Local Agent.
#include <fmt/format.h>

#include <cstdio>

#include "local/daemon.hpp"

int main(int argc, char** argv) {
    try {
        const auto invocation = drs::runtime::read_settings(drs::runtime::Program::local, argc, argv);
        if (invocation.message) {
            fmt::print("{}", *invocation.message);
            return 0;
        }
        if (invocation.check_config) {
            drs::local::check_configuration(invocation.settings);
            fmt::print("the configuration below {} is good\n", invocation.settings.paths.root.string());
            return 0;
        }
        drs::local::run(invocation.settings);
        return 0;
    } catch (const std::exception& e) {
        fmt::print(stderr, "drs-local: {}\n", e.what());
        return 1;
    }
}
