// SPDX-License-Identifier: Apache-2.0
#include "runtime/unix_listener.hpp"

#include <grp.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <vector>

#include "runtime/accept.hpp"
#include "runtime/error.hpp"

namespace drs::runtime {
namespace {

namespace asio = boost::asio;
using local = asio::local::stream_protocol;

class Connection final : public Stream {
public:
    explicit Connection(local::socket socket) : socket_(std::move(socket)) {}

    Awaitable<std::size_t> read_some(std::span<std::byte> into) override {
        try {
            const auto buffer = asio::buffer(into.data(), into.size());
            co_return co_await socket_.async_read_some(buffer, asio::use_awaitable);
        } catch (const boost::system::system_error& e) {
            if (e.code() == asio::error::eof) co_return 0;
            throw Error(Fault::network, "the local connection broke: " + e.code().message());
        }
    }
    Awaitable<void> write(std::span<const std::byte> bytes) override {
        try {
            const auto buffer = asio::buffer(bytes.data(), bytes.size());
            co_await asio::async_write(socket_, buffer, asio::use_awaitable);
        } catch (const boost::system::system_error& e) {
            throw Error(Fault::network, "the local connection broke: " + e.code().message());
        }
    }
    void close() noexcept override {
        boost::system::error_code ignored;  // closing twice is fine
        socket_.close(ignored);
    }
    std::string peer() const override { return "the local socket"; }

private:
    local::socket socket_;
};

std::optional<passwd> account_of(unsigned uid, std::vector<char>& room) {
    room.resize(16384);
    passwd entry{};
    passwd* found = nullptr;
    getpwuid_r(uid, &entry, room.data(), room.size(), &found);
    return found == nullptr ? std::nullopt : std::optional(entry);
}

}  // namespace

std::string PeerIdentity::text() const {
    std::vector<char> room;
    const auto account = account_of(uid, room);
    return (account ? std::string(account->pw_name) + " " : std::string()) + "(uid " + std::to_string(uid) + ")";
}

struct UnixListener::State {
    explicit State(Executor e) : acceptor(e) {}
    local::acceptor acceptor;
    std::filesystem::path path;
};

UnixListener::UnixListener(Executor executor, const std::filesystem::path& path) : state_(std::make_unique<State>(executor)) {
    try {
        const local::endpoint endpoint(path.string());
        local::socket probe(executor);
        boost::system::error_code error;
        probe.connect(endpoint, error);
        if (!error) throw Error(Fault::network, "another Master Agent already listens on " + path.string());
        ::unlink(path.c_str());
        state_->acceptor.open();
        state_->acceptor.bind(endpoint);
        ::chmod(path.c_str(), 0666);  // who may do what is decided by the peer's uid
        state_->acceptor.listen();
        state_->path = path;
    } catch (const boost::system::system_error& e) {
        throw Error(Fault::network, "cannot listen on " + path.string() + ": " + e.code().message());
    }
}

UnixListener::~UnixListener() {
    if (!state_->path.empty()) ::unlink(state_->path.c_str());
}

Awaitable<UnixConnection> UnixListener::accept() {
    auto socket = co_await accept_one(state_->acceptor);
    ucred credentials{};
    socklen_t size = sizeof credentials;
    if (::getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0)
        throw Error(Fault::network, "cannot learn who called on " + state_->path.string() + ": " + reason_of(errno));
    UnixConnection connection;
    connection.peer = {credentials.uid, credentials.pid};
    connection.stream = std::make_unique<Connection>(std::move(socket));
    co_return connection;
}

void UnixListener::close() noexcept {
    boost::system::error_code ignored;
    state_->acceptor.close(ignored);
}

bool may_operate(unsigned uid, const std::string& group) {
    if (uid == 0 || uid == ::getuid()) return true;
    if (group.empty()) return false;
    std::vector<char> room;
    const auto account = account_of(uid, room);
    std::vector<char> group_room(65536);
    struct group entry {};
    struct group* found = nullptr;
    getgrnam_r(group.c_str(), &entry, group_room.data(), group_room.size(), &found);
    if (!account || found == nullptr) return false;
    if (account->pw_gid == found->gr_gid) return true;
    for (char** member = found->gr_mem; *member != nullptr; ++member)
        if (std::string_view(*member) == account->pw_name) return true;
    return false;
}

}  // namespace drs::runtime
