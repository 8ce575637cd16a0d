// SPDX-License-Identifier: Apache-2.0
// Part of the build: writes the man page to standard output.
#include "cli/console.hpp"
#include "cli/manual.hpp"

int main() {
    drs::cli::ProcessConsole().write(drs::cli::manual());
}
