// SPDX-License-Identifier: Apache-2.0
#include "control/client.hpp"

#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>

#include "runtime/error.hpp"

namespace drs::control {
namespace {

using Instant = std::chrono::steady_clock::time_point;

/// The text of a request, wiped when it is no longer needed: it may hold a password.
struct WipedText {
    std::string text;
    ~WipedText() { explicit_bzero(text.data(), text.size()); }
};

/// One connection to the Master's socket; every wait ends at `until`.
class Connection {
public:
    Connection(const std::filesystem::path& socket, std::chrono::seconds limit)
        : path_(socket.string()), limit_(limit), until_(std::chrono::steady_clock::now() + limit),
          handle_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
        if (handle_ < 0) throw Refusal(Kind::internal, "no socket can be made: " + runtime::reason_of(errno) + "; close some programs");
    }
    ~Connection() {
        if (handle_ >= 0) ::close(handle_);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void connect();
    void send(std::string_view bytes);
    /// Without its end.
    std::string receive_line();

private:
    void wait_for(short events);
    /// What a Master does to a caller that it does not know: it closes.
    [[noreturn]] void refuse_closed() const;

    std::string path_;
    std::chrono::seconds limit_;
    Instant until_;
    int handle_;
};

void Connection::connect() {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path_.size() >= sizeof address.sun_path)
        throw Refusal(Kind::bad_value, "the socket's path " + path_ + " is longer than " +
                                           std::to_string(sizeof address.sun_path - 1) + " bytes; choose a shorter --root");
    path_.copy(address.sun_path, path_.size());
    if (::connect(handle_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return;
    if (errno == EACCES || errno == EPERM)
        throw Refusal(Kind::not_permitted, "you may not open " + path_ + "; run the command as root or as one of the operators");
    if (errno == ENOENT || errno == ECONNREFUSED || errno == ENOTDIR)
        throw Refusal(Kind::unreachable,
                      "no Master Agent listens on " + path_ + "; start drs-master, or name its root with --root");
    throw Refusal(Kind::unreachable, "the Master Agent on " + path_ + " takes no connection (" + runtime::reason_of(errno) +
                                         "); try again in a moment");
}

void Connection::wait_for(short events) {
    using std::chrono::milliseconds;
    pollfd watched{handle_, events, 0};
    for (;;) {
        const auto left = std::chrono::duration_cast<milliseconds>(until_ - std::chrono::steady_clock::now());
        const int ready = left.count() > 0 ? ::poll(&watched, 1, static_cast<int>(left.count()) + 1) : 0;
        if (ready > 0) return;
        if (ready == 0)
            throw Refusal(Kind::unreachable, "the Master Agent on " + path_ + " gave no answer within " +
                                                 std::to_string(limit_.count()) + " s; look into its trace drfMA");
        if (errno != EINTR)
            throw Refusal(Kind::internal, "waiting on " + path_ + " failed: " + runtime::reason_of(errno) + "; try again");
    }
}

void Connection::send(std::string_view bytes) {
    while (!bytes.empty()) {
        wait_for(POLLOUT);
        const ssize_t sent = ::send(handle_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent >= 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
        else if (errno == EPIPE || errno == ECONNRESET) return;  // what it said before is still to be read
        else if (errno != EAGAIN && errno != EINTR)
            throw Refusal(Kind::unreachable, "the Master Agent on " + path_ + " takes no request: " + runtime::reason_of(errno) + "; try again");
    }
}

std::string Connection::receive_line() {
    std::string line;
    char piece[65536];
    for (;;) {
        wait_for(POLLIN);
        const ssize_t got = ::recv(handle_, piece, sizeof piece, 0);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
        if (got <= 0 && line.empty()) refuse_closed();
        if (got <= 0)
            throw Refusal(Kind::unreachable, "the Master Agent on " + path_ + " ended in the middle of its answer; look into its trace drfMA");
        const std::string_view bytes(piece, static_cast<std::size_t>(got));
        const auto end = bytes.find('\n');
        line += bytes.substr(0, end);
        if (line.size() > longest_answer)
            throw Refusal(Kind::internal, "the answer from " + path_ + " is longer than " + std::to_string(longest_answer) +
                                              " bytes; look into the Master's trace drfMA");
        if (end != std::string_view::npos) return line;
    }
}

void Connection::refuse_closed() const {
    throw Refusal(Kind::not_permitted, "the Master Agent on " + path_ +
                                           " closed the connection without an answer; run the command as root or as one of the operators");
}

Answer decode_from(const std::filesystem::path& socket, const std::string& line) {
    try {
        return decode_answer(line);
    } catch (const Refusal& refusal) {
        throw Refusal(Kind::internal, "what answers on " + socket.string() + " is no Master Agent of this release: " + refusal.what());
    }
}

}  // namespace

Answer Client::call(const Request& request) {
    WipedText line{encode(request)};
    Connection connection(socket_, limit_);
    connection.connect();
    connection.send(line.text);
    connection.send("\n");
    Answer answer = decode_from(socket_, connection.receive_line());
    if (auto* refusal = std::get_if<Refusal>(&answer)) throw *refusal;
    return answer;
}

}  // namespace drs::control
