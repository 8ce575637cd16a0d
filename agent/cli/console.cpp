// SPDX-License-Identifier: Apache-2.0
#include "cli/console.hpp"

#include <unistd.h>

#include <cerrno>

#include "cli/password_prompt.hpp"
#include "cli/printable.hpp"
#include "control/refusal.hpp"
#include "runtime/error.hpp"

namespace drs::cli {
namespace {

constexpr std::size_t longest_line = 4096;

/// False when nobody can read it any more.
bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written >= 0) text.remove_prefix(static_cast<std::size_t>(written));
        else if (errno != EINTR) return false;
    }
    return true;
}

}  // namespace

void ProcessConsole::write(std::string_view text) {
    if (write_all(STDOUT_FILENO, text)) return;
    if (errno == EPIPE) throw ClosedOutput{};
    throw control::Refusal(control::Kind::internal,
                           "standard output takes no more: " + runtime::reason_of(errno) + "; send it to another place");
}

// There is nowhere to say that standard error is closed.
void ProcessConsole::complain(std::string_view sentence) {
    write_all(STDERR_FILENO, "drfCliMsg: " + printable(sentence) + "\n");
}

bool ProcessConsole::shows_to_a_person() const { return ::isatty(STDOUT_FILENO) == 1; }

std::optional<std::string> ProcessConsole::read_line() {
    std::string line;
    for (char c = 0; line.size() < longest_line;) {
        const ssize_t got = ::read(STDIN_FILENO, &c, 1);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0 && line.empty()) return std::nullopt;
        if (got <= 0 || c == '\n') break;
        line += c;
    }
    return line;
}

model::Secret ProcessConsole::ask_password(std::string_view prompt) {
    if (::isatty(STDIN_FILENO) != 1)
        throw control::Refusal(control::Kind::usage,
                               "there is no terminal to ask for the password on; give --password-fd N, --public-key or --key-file PATH");
    return prompt_for_password(prompt);
}

model::Secret ProcessConsole::read_password(int descriptor) { return password_from(descriptor); }

}  // namespace drs::cli
