// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cpp/password_server.hpp"

#include <libssh/libssh.h>
#include <libssh/server.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <memory>
#include <stdexcept>

namespace drs::test {
namespace {

using Session = std::unique_ptr<ssh_session_struct, decltype(&ssh_free)>;
using Message = std::unique_ptr<ssh_message_struct, decltype(&ssh_message_free)>;
using Bind = std::unique_ptr<ssh_bind_struct, decltype(&ssh_bind_free)>;

/// One connection, from the key exchange to its end.
class Conversation {
public:
    Conversation(ssh_session session, PasswordServer::Asks asks, const std::string& password, const std::atomic<bool>& stop)
        : session_(session), asks_(asks), password_(password), stop_(stop) {}

    void run() {
        if (ssh_handle_key_exchange(session_) != SSH_OK) return;
        while (!started_) {
            const Message message(ssh_message_get(session_), ssh_message_free);
            if (!message) return;
            answer(message.get());
        }
        relay();
    }

private:
    void answer(ssh_message message) {
        switch (ssh_message_type(message)) {
            case SSH_REQUEST_AUTH: return authenticate(message);
            case SSH_REQUEST_CHANNEL_OPEN: channel_ = ssh_message_channel_request_open_reply_accept(message); return;
            case SSH_REQUEST_CHANNEL:
                started_ = ssh_message_subtype(message) == SSH_CHANNEL_REQUEST_SUBSYSTEM;
                if (started_) ssh_message_channel_request_reply_success(message);
                return;
            default: ssh_message_reply_default(message);
        }
    }

    void authenticate(ssh_message message) {
        const int method = ssh_message_subtype(message);
        if (method == SSH_AUTH_METHOD_PASSWORD && asks_ == PasswordServer::Asks::password && password_ == given_password(message)) {
            ssh_message_auth_reply_success(message, 0);
        } else if (method == SSH_AUTH_METHOD_INTERACTIVE && asks_ != PasswordServer::Asks::password) {
            dialogue(message);
        } else {
            ssh_message_auth_set_methods(message, asks_ == PasswordServer::Asks::password ? SSH_AUTH_METHOD_PASSWORD : SSH_AUTH_METHOD_INTERACTIVE);
            ssh_message_reply_default(message);
        }
    }

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"  // the callbacks that replace it are three times as long
    static const char* given_password(ssh_message message) { return ssh_message_auth_password(message); }
#pragma GCC diagnostic pop

    void dialogue(ssh_message message) {
        if (!ssh_message_auth_kbdint_is_response(message)) {
            const char* questions[] = {"Password: ", "Number on your token: "};
            char shown[] = {0, 1};
            ssh_message_auth_interactive_request(message, "Login", "", asks_ == PasswordServer::Asks::dialogue ? 1 : 2, questions, shown);
            return;
        }
        const char* given = ssh_userauth_kbdint_getanswer(session_, 0);
        if (given != nullptr && password_ == given)
            ssh_message_auth_reply_success(message, 0);
        else
            ssh_message_reply_default(message);
    }

    void relay() {
        int ends[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) throw std::runtime_error("no socket pair");
        const pid_t server = start_sftp_server(ends[1]);
        ::close(ends[1]);
        pump(ends[0]);
        ::close(ends[0]);
        ::waitpid(server, nullptr, 0);  // sftp-server ends with its input
    }

    static pid_t start_sftp_server(int end) {
        posix_spawn_file_actions_t files;
        posix_spawn_file_actions_init(&files);
        posix_spawn_file_actions_adddup2(&files, end, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&files, end, STDOUT_FILENO);
        char name[] = "/usr/lib/openssh/sftp-server";
        char* arguments[] = {name, nullptr};
        pid_t pid = -1;
        ::posix_spawn(&pid, name, &files, nullptr, arguments, environ);
        posix_spawn_file_actions_destroy(&files);
        return pid;
    }

    void pump(int end) {
        std::string bytes(64 * 1024, '\0');
        while (!stop_ && ssh_channel_is_open(channel_) && !ssh_channel_is_eof(channel_)) {
            pollfd waiting[] = {{ssh_get_fd(session_), POLLIN, 0}, {end, POLLIN, 0}};
            ::poll(waiting, 2, 100);
            if (waiting[1].revents != 0) {
                const auto count = ::read(end, bytes.data(), bytes.size());
                if (count <= 0) return;
                ssh_channel_write(channel_, bytes.data(), static_cast<std::uint32_t>(count));
            }
            const int count = ssh_channel_read_nonblocking(channel_, bytes.data(), static_cast<std::uint32_t>(bytes.size()), 0);
            if (count > 0 && ::write(end, bytes.data(), static_cast<std::size_t>(count)) != count) return;
        }
    }

    ssh_session session_;
    PasswordServer::Asks asks_;
    const std::string& password_;
    const std::atomic<bool>& stop_;
    ssh_channel channel_ = nullptr;  // freed with the session
    bool started_ = false;
};

}  // namespace

PasswordServer::PasswordServer(Asks asks, std::string password) : asks_(asks), password_(std::move(password)), port_(free_port()) {
    std::filesystem::create_directory(home_.path() / "store");
    run_command({"/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", (home_.path() / "host_key").string()}, home_.path());
    std::promise<void> listening;
    auto listens = listening.get_future();
    thread_ = std::thread([this, promise = std::move(listening)]() mutable { serve(std::move(promise)); });
    listens.wait();
}

PasswordServer::~PasswordServer() {
    stop_ = true;
    thread_.join();
}

void PasswordServer::serve(std::promise<void> listening) {
    const Bind bind(ssh_bind_new(), ssh_bind_free);
    const unsigned port = port_;
    ssh_bind_options_set(bind.get(), SSH_BIND_OPTIONS_BINDADDR, "127.0.0.1");
    ssh_bind_options_set(bind.get(), SSH_BIND_OPTIONS_BINDPORT, &port);
    ssh_bind_options_set(bind.get(), SSH_BIND_OPTIONS_HOSTKEY, (home_.path() / "host_key").c_str());
    const int listens = ssh_bind_listen(bind.get());
    listening.set_value();
    if (listens != SSH_OK) return;
    while (!stop_) {
        pollfd waiting{ssh_bind_get_fd(bind.get()), POLLIN, 0};
        if (::poll(&waiting, 1, 50) <= 0) continue;
        const Session session(ssh_new(), ssh_free);
        if (ssh_bind_accept(bind.get(), session.get()) == SSH_OK) Conversation(session.get(), asks_, password_, stop_).run();
        ssh_disconnect(session.get());
    }
}

model::Device PasswordServer::device() const {
    model::Device device;
    device.name = "test";
    device.kind = model::DeviceKind::network;
    device.path = home_.path() / "store";
    device.server = "127.0.0.1";
    device.port = port_;
    device.user = "operator";
    device.password = model::Secret(password_);
    return device;
}

}  // namespace drs::test
