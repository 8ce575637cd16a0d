// SPDX-License-Identifier: Apache-2.0
#include "runtime/child_program.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace drs::runtime {
namespace {

constexpr std::size_t most_complaints = 256u << 10;
constexpr std::size_t piece = 256u << 10;

void shut(int& fd) noexcept {
    if (fd >= 0) ::close(fd);
    fd = -1;
}

struct Pipe {
    int ends[2] = {-1, -1};
    Pipe() {
        if (::pipe2(ends, O_CLOEXEC) != 0) throw ProgramError(fmt::format("cannot make a pipe: {}", std::strerror(errno)));
    }
    ~Pipe() {
        shut(ends[0]);
        shut(ends[1]);
    }
    int keep(int end, bool non_blocking = true) {
        const int fd = std::exchange(ends[end], -1);
        if (non_blocking) ::fcntl(fd, F_SETFL, O_NONBLOCK);
        // A bigger pipe means fewer turns; a refusal costs speed only.
        ::fcntl(fd, F_SETPIPE_SZ, 1 << 20);
        return fd;
    }
};

struct SpawnSettings {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    SpawnSettings() {
        posix_spawn_file_actions_init(&actions);
        posix_spawnattr_init(&attributes);
        sigset_t everything;
        sigfillset(&everything);
        sigset_t nothing;
        sigemptyset(&nothing);
        posix_spawnattr_setsigdefault(&attributes, &everything);  // a daemon ignores SIGPIPE; its children must not
        posix_spawnattr_setsigmask(&attributes, &nothing);
        posix_spawnattr_setpgroup(&attributes, 0);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    }
    ~SpawnSettings() {
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
    }
};

std::vector<char*> pointers(const std::vector<std::string>& words) {
    std::vector<char*> list;
    for (const auto& word : words) list.push_back(const_cast<char*>(word.c_str()));
    list.push_back(nullptr);
    return list;
}

}  // namespace

ChildProgram::ChildProgram(std::vector<std::string> argv, const std::vector<std::string>& environment, Limits limits, OnOutput on_output, Input input)
    : argv_(std::move(argv)), limits_(limits), on_output_(std::move(on_output)), buffer_(piece) {
    spawn(environment, input);
    began_ = moved_ = std::chrono::steady_clock::now();
}

void ChildProgram::spawn(const std::vector<std::string>& environment, Input input) {
    Pipe in, out, err;
    SpawnSettings settings;
    if (input == Input::fed) posix_spawn_file_actions_adddup2(&settings.actions, in.ends[0], 0);
    else posix_spawn_file_actions_addopen(&settings.actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&settings.actions, out.ends[1], 1);
    posix_spawn_file_actions_adddup2(&settings.actions, err.ends[1], 2);
    posix_spawn_file_actions_addclosefrom_np(&settings.actions, 3);
    const auto arguments = pointers(argv_);
    const auto variables = pointers(environment);
    const int error = ::posix_spawn(&pid_, argv_[0].c_str(), &settings.actions, &settings.attributes, arguments.data(), variables.data());
    if (error != 0) throw ProgramError(fmt::format("cannot start {}: {}", argv_[0], std::strerror(error)));
    if (input == Input::fed) input_ = in.keep(1);
    output_ = out.keep(0);
    errors_ = err.keep(0);
    pidfd_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
    if (pidfd_ < 0) throw ProgramError(fmt::format("cannot watch {}: {}", argv_[0], std::strerror(errno)));
}

ChildProgram::~ChildProgram() {
    signal_group(SIGKILL);
    if (!exited_) {
        int status = 0;
        ::waitpid(pid_, &status, 0);
    }
    for (int* fd : {&input_, &output_, &errors_, &pidfd_}) shut(*fd);
}

std::chrono::steady_clock::time_point ChildProgram::time_of_patience() const {
    if (!late_.empty()) return asked_to_end_ + limits_.grace;
    const auto silent = moved_ + limits_.silence;
    return limits_.total.count() > 0 ? std::min(silent, began_ + limits_.total) : silent;
}

/// The first time it is asked to end, when it has a grace; then it is killed.
void ChildProgram::time_is_up() {
    const auto now = std::chrono::steady_clock::now();
    if (late_.empty()) {
        const bool whole = limits_.total.count() > 0 && now >= began_ + limits_.total;
        late_ = whole ? fmt::format("{} ran longer than its {} s and was killed", argv_[0], limits_.total.count())
                      : fmt::format("{} neither read nor wrote for {} s and was killed", argv_[0], limits_.silence.count());
        asked_to_end_ = now;
        if (limits_.grace.count() > 0) return signal_group(SIGTERM);
    }
    signal_group(SIGKILL);
    throw ProgramError(late_);
}

/// Waits until something moved and lets it; true when the input can take more.
bool ChildProgram::turn(bool want_to_write) {
    using std::chrono::steady_clock;
    const auto until = time_of_patience();
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - steady_clock::now());
    pollfd fds[4] = {{output_, POLLIN, 0}, {errors_, POLLIN, 0}, {pidfd_, POLLIN, 0}, {want_to_write ? input_ : -1, POLLOUT, 0}};
    const int ready = left.count() <= 0 ? 0 : ::poll(fds, 4, static_cast<int>(std::min<long long>(left.count(), 3'600'000)));
    if (ready < 0 && errno != EINTR) throw ProgramError(fmt::format("cannot wait for {}: {}", argv_[0], std::strerror(errno)));
    if (ready == 0 && steady_clock::now() >= until) time_is_up();
    if (ready <= 0) return false;
    if (fds[0].revents != 0 || fds[1].revents != 0 || (fds[3].revents & POLLOUT) != 0) moved_ = steady_clock::now();
    if (fds[0].revents != 0) read_output();
    if (fds[1].revents != 0) read_complaints();
    if (fds[2].revents != 0 && fds[0].revents == 0 && fds[1].revents == 0) reap();
    return fds[3].revents != 0;
}

void ChildProgram::read_output() {
    const auto got = ::read(output_, buffer_.data(), buffer_.size());
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got < 0) throw ProgramError(fmt::format("cannot read the output of {}: {}", argv_[0], std::strerror(errno)));
    if (got == 0) return shut(output_);
    if (on_output_) on_output_({buffer_.data(), static_cast<std::size_t>(got)});
    moved_ = std::chrono::steady_clock::now();  // what takes the output may have been slow: that was not the program's silence
}

void ChildProgram::read_complaints() {
    char text[8192];
    const auto got = ::read(errors_, text, sizeof text);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) return shut(errors_);
    const auto room = most_complaints - std::min(most_complaints, complaints_.size());
    complaints_.append(text, std::min(room, static_cast<std::size_t>(got)));
}

/// Its process has ended and nothing more is in the pipes: whoever else holds them open does not count.
void ChildProgram::reap() {
    int status = 0;
    const std::lock_guard lock(kill_mutex_);
    if (!late_.empty()) ::kill(-pid_, SIGKILL);  // what it has started had the same grace
    if (::waitpid(pid_, &status, 0) < 0) throw ProgramError(fmt::format("lost {}: {}", argv_[0], std::strerror(errno)));
    exited_ = true;
    exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    for (int* fd : {&input_, &output_, &errors_, &pidfd_}) shut(*fd);
}

void ChildProgram::feed(std::span<const std::byte> bytes) {
    moved_ = std::chrono::steady_clock::now();  // whoever feeds it may have been slow: that was not the program's silence
    while (!bytes.empty() && input_ >= 0) {
        if (!turn(true) || input_ < 0) continue;
        const auto put = ::write(input_, bytes.data(), bytes.size());
        if (put < 0 && (errno == EAGAIN || errno == EINTR)) continue;
        if (put < 0) return shut(input_);  // EPIPE: it wants no more; finish() asks for its exit code
        bytes = bytes.subspan(static_cast<std::size_t>(put));
        moved_ = std::chrono::steady_clock::now();
    }
}

void ChildProgram::finish() {
    shut(input_);
    moved_ = std::chrono::steady_clock::now();
    while (!exited_) turn(false);
    if (killed_) throw ProgramError(fmt::format("{} was killed because the operation was canceled", argv_[0]));
    if (!late_.empty()) throw ProgramError(late_);
    if (exit_code_ == 0) return;
    const auto said = last_complaint();
    const auto how = exit_code_ > 128 ? fmt::format("was ended by signal {}", exit_code_ - 128) : fmt::format("exited with code {}", exit_code_);
    throw ProgramError(said.empty() ? fmt::format("{} {}", argv_[0], how) : fmt::format("{} {}: {}", argv_[0], how, said));
}

void ChildProgram::kill() {
    const std::lock_guard lock(kill_mutex_);
    killed_ = true;
    if (!exited_) ::kill(-pid_, SIGKILL);
}

void ChildProgram::signal_group(int number) noexcept {
    const std::lock_guard lock(kill_mutex_);
    if (!exited_) ::kill(-pid_, number);
}

std::string ChildProgram::last_complaint() const {
    auto text = std::string_view(complaints_);
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
    const auto line = text.rfind('\n');
    if (line != std::string_view::npos) text.remove_prefix(line + 1);
    return std::string(text.substr(0, 300));
}

std::string output_of(std::vector<std::string> argv, const std::vector<std::string>& environment, std::chrono::seconds limit) {
    std::string text;
    ChildProgram program(std::move(argv), environment, {limit, limit}, [&](std::span<const std::byte> bytes) {
        const auto room = (64u << 10) - std::min<std::size_t>(64u << 10, text.size());
        text.append(reinterpret_cast<const char*>(bytes.data()), std::min(room, bytes.size()));
    });
    program.finish();
    return text;
}

std::string answer_of(const std::string& program, std::chrono::seconds limit) {
    return output_of({program}, {"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"}, limit);
}

}  // namespace drs::runtime
