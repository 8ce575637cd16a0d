// SPDX-License-Identifier: Apache-2.0
// An SSH server that takes one password, as a program: prints how to reach it, serves until it is ended.
#include "tests/support/cpp/password_server.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

int main() {
    const drs::test::PasswordServer server(drs::test::PasswordServer::Asks::password, "Sesame, 7 times");
    const auto device = server.device();
    fmt::print("{}:{}\n{}\n{}\n{}\n", device.server, device.port, device.user, device.path, device.password.reveal());
    std::fflush(stdout);
    for (;;) ::pause();
}
