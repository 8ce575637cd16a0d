// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cpp/process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <stdexcept>

namespace drs::test {
namespace {

namespace fs = std::filesystem;

/// 0 when the process has gone. The name in /proc/PID/stat may hold blanks and brackets, so fields count from the last bracket.
pid_t parent_of(const fs::path& process) {
    std::ifstream in(process / "stat");
    std::string line;
    if (!std::getline(in, line)) return 0;
    const auto name_end = line.rfind(')');
    return name_end == std::string::npos ? 0 : std::stoi(line.substr(name_end + 4));
}

std::multimap<pid_t, pid_t> children_by_parent() {
    std::multimap<pid_t, pid_t> children;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        const auto name = entry.path().filename().string();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        if (const auto parent = parent_of(entry.path())) children.emplace(parent, std::stoi(name));
    }
    return children;
}

}  // namespace

Process::Process(const std::vector<std::string>& command, const fs::path& log) {
    std::vector<char*> arguments;
    for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const int input = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    pid_ = ::fork();
    if (pid_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that crashes leaves no server behind
        ::dup2(input, STDIN_FILENO);
        ::dup2(output, STDOUT_FILENO);
        ::dup2(output, STDERR_FILENO);
        ::execv(arguments[0], arguments.data());
        ::_exit(127);
    }
    ::close(input);
    ::close(output);
    if (pid_ < 0) throw std::runtime_error("no process for " + command.front());
}

bool Process::running() {
    if (pid_ > 0 && ::waitpid(pid_, nullptr, WNOHANG) == pid_) pid_ = -1;
    return pid_ > 0;
}

std::vector<pid_t> Process::tree() const {
    const auto children = children_by_parent();
    std::vector<pid_t> all{pid_};
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto [first, last] = children.equal_range(all[i]);
        for (auto child = first; child != last; ++child) all.push_back(child->second);
    }
    return all;
}

void Process::kill_all() {
    if (!running()) return;
    // Frozen first: a listener that runs on could fork between the look and the kill.
    ::kill(pid_, SIGSTOP);
    for (const auto pid : tree()) ::kill(pid, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

void Process::freeze() const {
    for (const auto pid : tree()) ::kill(pid, SIGSTOP);
}

void Process::thaw() const {
    for (const auto pid : tree()) ::kill(pid, SIGCONT);
}

int Process::wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace drs::test
