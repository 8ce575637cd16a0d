// SPDX-License-Identifier: Apache-2.0
#include "cli/password_prompt.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "control/refusal.hpp"
#include "runtime/error.hpp"

namespace drs::cli {
namespace {

using control::Kind;
using control::Refusal;

constexpr std::array ending_signals{SIGINT, SIGTERM, SIGHUP, SIGQUIT};
volatile sig_atomic_t caught_signal = 0;

/// While it lives the signals that end a program only end `await`; afterwards the one that came is raised again.
/// They are blocked everywhere else, so that none slips in between the question and the wait.
class HeldSignals {
public:
    HeldSignals() {
        caught_signal = 0;
        sigset_t held;
        sigemptyset(&held);
        for (const int each : ending_signals) sigaddset(&held, each);
        sigprocmask(SIG_BLOCK, &held, &mask_before_);
        struct sigaction note{};
        note.sa_handler = [](int number) { caught_signal = number; };
        for (std::size_t i = 0; i < ending_signals.size(); ++i) sigaction(ending_signals[i], &note, &before_[i]);
    }
    ~HeldSignals() {
        for (std::size_t i = 0; i < ending_signals.size(); ++i) sigaction(ending_signals[i], &before_[i], nullptr);
        sigprocmask(SIG_SETMASK, &mask_before_, nullptr);
        if (caught_signal != 0) raise(caught_signal);
    }
    HeldSignals(const HeldSignals&) = delete;
    HeldSignals& operator=(const HeldSignals&) = delete;

    /// Until `descriptor` can be read: 0, or EINTR when a signal came.
    int await(int descriptor) const {
        pollfd watched{descriptor, POLLIN, 0};
        return ::ppoll(&watched, 1, nullptr, &mask_before_) > 0 ? 0 : errno;
    }

private:
    std::array<struct sigaction, ending_signals.size()> before_{};
    sigset_t mask_before_{};
};

/// The process's terminal, without echo while this lives.
class QuietTerminal {
public:
    QuietTerminal() : handle_(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) {
        if (handle_ < 0) refuse(errno);
        if (tcgetattr(handle_, &before_) != 0) close_and_refuse();
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL);
        if (tcsetattr(handle_, TCSAFLUSH, &quiet) != 0) close_and_refuse();
    }
    ~QuietTerminal() {
        tcsetattr(handle_, TCSAFLUSH, &before_);
        ::close(handle_);
    }
    QuietTerminal(const QuietTerminal&) = delete;
    QuietTerminal& operator=(const QuietTerminal&) = delete;

    int handle() const { return handle_; }
    // A terminal that went away is noticed by the read that follows.
    void write(std::string_view text) const { static_cast<void>(!::write(handle_, text.data(), text.size())); }

private:
    [[noreturn]] static void refuse(int error) {
        throw Refusal(Kind::usage, "the password cannot be asked for on /dev/tty (" + runtime::reason_of(error) +
                                       "); give --password-fd N, --public-key or --key-file PATH");
    }
    [[noreturn]] void close_and_refuse() const {
        const int error = errno;
        ::close(handle_);
        refuse(error);
    }

    int handle_;
    termios before_{};
};

/// Bytes up to the line's end, never reallocated and wiped at the end.
struct LineBuffer {
    LineBuffer() { text.reserve(longest_password + 1); }
    ~LineBuffer() { explicit_bzero(text.data(), text.capacity()); }
    LineBuffer(const LineBuffer&) = delete;
    LineBuffer& operator=(const LineBuffer&) = delete;
    std::string text;
};

/// Up to the line's end; `await` comes before each read. Returns 0, or the error.
template <class Await>
int read_line(int descriptor, std::string& text, Await await) {
    for (char c = 0; text.size() <= longest_password;) {
        if (const int error = await(descriptor); error != 0) return error;
        const ssize_t got = ::read(descriptor, &c, 1);
        if (got < 0 && errno != EINTR) return errno;
        if (got == 0 || (got == 1 && c == '\n')) return 0;
        if (got == 1) text += c;
    }
    return 0;
}

model::Secret checked(const std::string& text) {
    if (text.empty())
        throw Refusal(Kind::usage, "the password is empty; type it again, or give --public-key or --key-file PATH to sign in by key");
    if (text.size() > longest_password)
        throw Refusal(Kind::usage, "the password is longer than " + std::to_string(longest_password) + " bytes; use a shorter one or a key");
    return model::Secret(std::string(text));
}

}  // namespace

model::Secret prompt_for_password(std::string_view prompt) {
    LineBuffer line;
    int error = 0;
    {
        const HeldSignals signals;
        const QuietTerminal terminal;
        terminal.write(prompt);
        error = read_line(terminal.handle(), line.text, [&](int handle) { return signals.await(handle); });
        terminal.write("\n");
    }
    if (error != 0) throw Refusal(Kind::usage, "no password was read: " + runtime::reason_of(error) + "; type it again");
    return checked(line.text);
}

model::Secret password_from(int descriptor) {
    LineBuffer line;
    if (const int error = read_line(descriptor, line.text, [](int) { return 0; }); error != 0)
        throw Refusal(Kind::usage, "--password-fd " + std::to_string(descriptor) + " cannot be read (" + runtime::reason_of(error) +
                                       "); open it for reading, as in 3<FILE");
    return checked(line.text);
}

}  // namespace drs::cli
