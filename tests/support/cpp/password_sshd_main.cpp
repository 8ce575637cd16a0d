// SPDX-License-Identifier: Apache-2.0
// An SSH server that takes the password it was told: prints its port, then its directory, and serves until SIGTERM.
#include "tests/support/cpp/password_server.hpp"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);  // before the server's thread begins, so that it has them blocked too
    const drs::test::PasswordServer server(drs::test::PasswordServer::Asks::password, argv[1]);
    const auto device = server.device();
    fmt::print("{} {}\n", device.port, device.path);
    std::fflush(stdout);
    int number = 0;
    return sigwait(&ends, &number);
}
