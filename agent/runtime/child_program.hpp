// SPDX-License-Identifier: Apache-2.0
// Somebody else's program as a child process: of a component, or a hook; blocking, for a worker thread.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <mutex>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace drs::runtime {

class ProgramError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Runs without a shell, in a process group of its own, with only the given environment and no descriptor of ours.
class ChildProgram {
public:
    struct Limits {
        std::chrono::seconds silence{3600};  // neither reads nor writes for this long: it is killed
        std::chrono::seconds total{0};       // 0: none
        std::chrono::seconds grace{0};       // a time that is up is told with SIGTERM, and so much later with SIGKILL; 0: SIGKILL at once
    };
    enum class Input { fed, nothing };  // nothing: /dev/null
    using OnOutput = std::function<void(std::span<const std::byte>)>;

    /// Starts it. Throws ProgramError when it cannot be started. `on_output` gets its standard output piece by piece (at most 256 KiB).
    ChildProgram(std::vector<std::string> argv, const std::vector<std::string>& environment, Limits limits, OnOutput on_output,
            Input input = Input::fed);
    ~ChildProgram();  // kills what still runs
    ChildProgram(const ChildProgram&) = delete;
    ChildProgram& operator=(const ChildProgram&) = delete;

    /// Feeds its standard input; reads its outputs meanwhile, so that neither side can block the other for ever. A program that closes its
    /// input early is not an error here: its exit code decides.
    void feed(std::span<const std::byte> bytes);
    /// Closes its input, reads to the end, waits. Throws ProgramError unless it exited with 0.
    void finish();
    /// From any thread: kills the whole group; feed or finish then throws ProgramError(canceled).
    void kill();

    int exit_code() const { return exit_code_; }
    /// What it said on standard error, at most the first 256 KiB.
    const std::string& complaints() const { return complaints_; }

private:
    void spawn(const std::vector<std::string>& environment, Input input);
    std::chrono::steady_clock::time_point time_of_patience() const;
    void time_is_up();
    bool turn(bool want_to_write);
    void read_output();
    void read_complaints();
    void reap();
    void signal_group(int number) noexcept;
    std::string last_complaint() const;

    std::vector<std::string> argv_;
    Limits limits_;
    OnOutput on_output_;
    int input_ = -1, output_ = -1, errors_ = -1, pidfd_ = -1;
    std::chrono::steady_clock::time_point began_, moved_, asked_to_end_;
    std::string late_;  // the sentence, once a limit has passed
    std::vector<std::byte> buffer_;
    std::string complaints_;
    int exit_code_ = -1;
    bool exited_ = false;

    std::mutex kill_mutex_;  // kill() may come from another thread
    pid_t pid_ = -1;
    bool killed_ = false;
};

/// Runs it to its end and returns its standard output (at most 64 KiB), for estimate programs.
std::string output_of(std::vector<std::string> argv, const std::vector<std::string>& environment, std::chrono::seconds limit);
/// As above, of a program without arguments that a configuration file names; it has nothing to read, and PATH and LC_ALL=C as environment.
std::string answer_of(const std::string& program, std::chrono::seconds limit);

}  // namespace drs::runtime
