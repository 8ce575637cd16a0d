// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cpp/sshd.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <poll.h>
#include <pwd.h>
#include <shadow.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace drs::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* configuration = R"(ListenAddress 127.0.0.1:{port}
HostKey {home}/host_key
PidFile none
AuthorizedKeysFile {home}/authorized_keys
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM {pam}
StrictModes no
LogLevel ERROR
Subsystem sftp {sftp}
{more}
)";

std::string text_of(const fs::path& file) {
    std::ifstream in(file);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

void make_key(const fs::path& file) {
    fs::remove(file);
    run_command({"/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", file.string()}, file.parent_path());
}

std::string our_user() { return ::getpwuid(::geteuid())->pw_name; }

/// With the password locked, as Debian's installer leaves root's, sshd without PAM lets nobody in, not even by key.
const char* pam() {
    const auto* shadow = ::getspnam(our_user().c_str());  // nullptr for an ordinary user
    return shadow != nullptr && shadow->sp_pwdp[0] == '!' ? "yes" : "no";
}

struct Socket {
    int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ~Socket() { ::close(fd); }
};

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

}  // namespace

TemporaryDirectory::TemporaryDirectory(const fs::path& below) {
    auto name = (below / "drs-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

std::uint16_t free_port() {
    const Socket socket;
    auto address = loopback(0);
    socklen_t size = sizeof address;
    if (::bind(socket.fd, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::getsockname(socket.fd, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw std::runtime_error("no free port");
    return ntohs(address.sin_port);
}

void run_command(const std::vector<std::string>& command, const fs::path& directory) {
    const auto log = directory / "command.log";
    Process process(command, log);
    if (process.wait() != 0) throw std::runtime_error(command.front() + ": " + text_of(log));
}

Sshd::Sshd(Options options) : options_(std::move(options)) {
    fs::create_directory(store());
    make_key(file("host_key"));
    make_key(file("user_key"));
    fs::copy_file(file("user_key.pub"), file("authorized_keys"));
    // sshd wants its privilege separation directory, which only a system's unit makes.
    if (::geteuid() == 0) fs::create_directories("/run/sshd");
    constexpr int attempts = 5;  // another process may take the free port before sshd does
    for (int i = 0; i < attempts && !process_; ++i) {
        port_ = free_port();
        start();
    }
    if (!process_) throw std::runtime_error("sshd does not start: " + text_of(file("sshd.log")));
}

void Sshd::write_configuration() const {
    std::ofstream(file("sshd_config")) << fmt::format(fmt::runtime(configuration), fmt::arg("port", port_), fmt::arg("home", home_.path().string()),
                                                      fmt::arg("sftp", options_.sftp), fmt::arg("pam", pam()),
                                                      fmt::arg("more", options_.more));
}

void Sshd::start() {
    write_configuration();
    process_.emplace(std::vector<std::string>{"/usr/sbin/sshd", "-D", "-e", "-f", file("sshd_config").string()}, file("sshd.log"));
    while (process_->running())
        if (answers()) return;
    process_.reset();
}

/// Readiness is the server's greeting.
bool Sshd::answers() {
    const Socket socket;
    const auto address = loopback(port_);
    if (::connect(socket.fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::poll(nullptr, 0, 5);
        return false;
    }
    char greeting[4];
    return ::recv(socket.fd, greeting, sizeof greeting, MSG_WAITALL) == 4;
}

void Sshd::revive() {
    start();
    if (!process_) throw std::runtime_error("sshd does not start again: " + text_of(file("sshd.log")));
}

std::string Sshd::fingerprint() const {
    const auto log = file("fingerprint");
    fs::remove(log);
    Process process({"/usr/bin/ssh-keygen", "-l", "-f", file("host_key").string()}, log);
    process.wait();
    std::istringstream words(text_of(log));
    std::string bits, fingerprint;
    words >> bits >> fingerprint;
    return fingerprint;
}

model::Device Sshd::device() const {
    model::Device device;
    device.name = "test";
    device.kind = model::DeviceKind::network;
    device.path = store();
    device.server = "127.0.0.1";
    device.port = port_;
    device.user = our_user();
    device.key_file = file("user_key");
    return device;
}

std::filesystem::path Sshd::strange_key() const {
    const auto key = file("strange_key");
    make_key(key);
    return key;
}

void Sshd::change_host_key() { make_key(file("host_key")); }

}  // namespace drs::test
