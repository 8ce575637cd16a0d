// SPDX-License-Identifier: Apache-2.0
// mib_alarms_text [--write] DRS-MIB.txt: compares the MIB's notifications with the alarm catalogue, or writes them.
#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "mib_alarms_text.hpp"

int main(int argc, char** argv) {
    const bool write = argc == 3 && std::string_view(argv[1]) == "--write";
    if (argc != 2 && !write) {
        fmt::print(stderr, "usage: mib_alarms_text [--write] DRS-MIB.txt\n");
        return 2;
    }
    std::ostringstream text;
    text << std::ifstream(argv[argc - 1]).rdbuf();
    const auto mib = text.str();
    const auto wanted = drs::mib::with_alarms_part(mib, drs::mib::alarms_text());
    if (write) {
        std::ofstream(argv[2]) << wanted;
        return 0;
    }
    if (mib == wanted) return 0;
    fmt::print(stderr, "{} does not say what the alarm catalogue says: run mib_alarms_text --write on it.\n", argv[1]);
    return 1;
}
