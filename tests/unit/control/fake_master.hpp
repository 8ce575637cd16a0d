// SPDX-License-Identifier: Apache-2.0
// A control socket with a thread behind it that reads one request and then does what the test says.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>

namespace drs::control::test {

class FakeMaster {
public:
    using Act = std::function<void(int connection, const std::string& request)>;

    explicit FakeMaster(Act act) : act_(std::move(act)) {
        char pattern[] = "/tmp/drs-control-XXXXXX";
        if (::mkdtemp(pattern) == nullptr) throw std::runtime_error("no directory for the socket");
        directory_ = pattern;
        listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::filesystem::create_directories(socket().parent_path());
        socket().string().copy(address.sun_path, sizeof address.sun_path - 1);
        if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || ::listen(listener_, 8) != 0)
            throw std::runtime_error("no socket to listen on");
        thread_ = std::thread([this] { serve(); });
    }
    ~FakeMaster() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
        std::filesystem::remove_all(directory_);
    }
    FakeMaster(const FakeMaster&) = delete;
    FakeMaster& operator=(const FakeMaster&) = delete;

    /// What `drs --root` is given.
    const std::filesystem::path& root() const { return directory_; }
    std::filesystem::path socket() const { return directory_ / "run/drs/control.sock"; }

    static void say(int connection, std::string_view bytes) {
        while (!bytes.empty()) {
            const auto sent = ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }

private:
    void serve() {
        for (int connection; (connection = ::accept(listener_, nullptr, nullptr)) >= 0; ::close(connection)) {
            std::string request;
            for (char c; ::recv(connection, &c, 1, 0) == 1 && c != '\n';) request += c;
            act_(connection, request);
        }
    }

    Act act_;
    std::filesystem::path directory_;
    int listener_ = -1;
    std::thread thread_;
};

}  // namespace drs::control::test
