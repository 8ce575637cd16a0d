// SPDX-License-Identifier: Apache-2.0
#include "syslog_ng.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace drs::test {
namespace {

constexpr const char* configuration = R"(@version: 3.38
options { keep-hostname(yes); stats-freq(0); };
source drs { unix-dgram("DIRECTORY/log"); };
parser alarm_tags { kv-parser(prefix("kv.")); };
destination file {
    file("DIRECTORY/messages" template("$FACILITY.$LEVEL\t$PROGRAM\t${kv.seq}\t${kv.state}\t${kv.job}\t${kv.device}\t$MSG\n"));
};
log { source(drs); parser(alarm_tags); destination(file); };
)";

std::string configured(const std::filesystem::path& directory) {
    std::string text = configuration;
    const std::string word = "DIRECTORY";
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word)) text.replace(at, word.size(), directory.string());
    return text;
}

bool takes_datagrams(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.string().copy(address.sun_path, sizeof address.sun_path - 1);
    const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const bool connected = ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(fd);
    return connected;
}

[[noreturn]] void execute(const std::filesystem::path& directory) {
    const auto file = [&](const char* name) { return (directory / name).string(); };
    const std::string paths[] = {file("conf"), file("pid"), file("ctl"), file("persist")};
    const int log = ::open(file("output").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(log, 1);
    ::dup2(log, 2);
    ::execl("/usr/sbin/syslog-ng", "syslog-ng", "-F", "--no-caps", "-f", paths[0].c_str(), "-p", paths[1].c_str(), "-c", paths[2].c_str(),
            "-R", paths[3].c_str(), nullptr);
    ::_exit(127);
}

}  // namespace

SyslogNg::SyslogNg(std::filesystem::path directory) : directory_(std::move(directory)) {
    std::ofstream(directory_ / "conf") << configured(directory_);
}

SyslogNg::~SyslogNg() {
    if (pid_ > 0) kill();
}

void SyslogNg::start() {
    pid_ = ::fork();
    if (pid_ == 0) execute(directory_);
    const bool listens = eventually([&] { return ::waitpid(pid_, nullptr, WNOHANG) != 0 || takes_datagrams(socket()); });
    if (!listens || ::kill(pid_, 0) != 0) throw std::runtime_error("syslog-ng does not run; see " + (directory_ / "output").string());
}

void SyslogNg::stop() {
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

void SyslogNg::freeze() const {
    ::kill(pid_, SIGSTOP);
    ::waitpid(pid_, nullptr, WUNTRACED);  // until then a thread of it may go on reading
}

void SyslogNg::kill() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

std::vector<Message> SyslogNg::messages() const {
    std::vector<Message> all;
    std::ifstream file(directory_ / "messages");
    for (std::string line; std::getline(file, line);) {
        std::istringstream columns(line);
        Message message;
        for (auto* column : {&message.facility_and_level, &message.program, &message.sequence, &message.state, &message.job, &message.device})
            std::getline(columns, *column, '\t');
        std::getline(columns, message.text, '\n');
        all.push_back(std::move(message));
    }
    return all;
}

}  // namespace drs::test
