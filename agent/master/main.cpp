// SPDX-License-Identifier: Apache-2.0
// drs-master: the Master Agent.
#include <fmt/format.h>

#include <cstdio>

#include "master/daemon.hpp"

int main(int argc, char** argv) {
    try {
        const auto invocation = drs::runtime::read_settings(drs::runtime::Program::master, argc, argv);
        if (invocation.message) {
            fmt::print("{}", *invocation.message);
            return 0;
        }
        if (invocation.check_config) {
            drs::master::check_configuration(invocation.settings);
            fmt::print("the configuration below {} is good\n", invocation.settings.paths.root.string());
            return 0;
        }
        drs::master::run(invocation.settings);
        return 0;
    } catch (const std::exception& e) {
        fmt::print(stderr, "drs-master: {}\n", e.what());
        return 1;
    }
}
