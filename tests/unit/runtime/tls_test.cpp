// SPDX-License-Identifier: Apache-2.0
#include "runtime/tls.hpp"

#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "runtime/atomic_file.hpp"
#include "runtime/crypto/crypto.hpp"
#include "runtime/error.hpp"
#include "runtime/task_group.hpp"
#include "tests/support/cpp/on_io_thread.hpp"
#include "tests/support/cpp/sshd.hpp"

namespace drs::runtime {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto limit = std::chrono::seconds(20);

class ATlsConnection : public testing::Test {
protected:
    test::IoThread io;
    test::TemporaryDirectory home;
    std::vector<std::string> failed;
    TaskGroup tasks{io.executor(), [this](const std::string& name, const std::string& what) { failed.push_back(name + ": " + what); }};
    std::unique_ptr<TlsStream> server, client;

    /// An authority of its own with a certificate for `name`.
    TlsFiles files(const std::string& authority, const std::string& name) const {
        const auto at = [&](const std::string& end) { return home.path() / (authority + end); };
        const auto made = make_authority(authority, std::chrono::days(10));
        const auto issued = issue(made, name, std::chrono::days(10));
        replace_file(at(".ca"), made.certificate_pem);
        replace_file(at(".crt"), issued.certificate_pem);
        replace_file(at(".key"), issued.key_pem.reveal(), 0600);
        return {at(".ca"), at(".crt"), at(".key")};
    }
    Awaitable<void> take(TlsListener& listener, std::chrono::milliseconds patience) {
        const auto incoming = co_await listener.accept();
        server = co_await incoming->handshake(patience);
    }
    /// What the client said of it; the server's side is in `failed`.
    std::string connect(TlsListener& listener, const TlsFiles& own) {
        tasks.spawn("server", take(listener, limit));
        try {
            client = io.run(connect_tls(io.executor(), "127.0.0.1", listener.port(), own, limit));
            // In TLS 1.3 a client hears of its refusal with the first read.
            if (!server) io.run(tasks.join(limit));
            std::array<std::byte, 1> byte{};
            if (!server) (void)io.run(client->read_some(byte));
        } catch (const Error& error) {
            io.run(tasks.join(limit));
            return error.what();
        }
        return {};
    }
};

TEST_F(ATlsConnection, CarriesBytesBothWays) {
    const auto own = files("ours", "node1");
    TlsListener listener(io.executor(), "127.0.0.1", 0, own);
    ASSERT_EQ(connect(listener, own), "");
    std::array<std::byte, 5> heard{};
    io.run(client->write(bytes_of("hello")));
    EXPECT_EQ(io.run(server->read_some(heard)), 5U);
    io.run(server->write(bytes_of("there")));
    EXPECT_EQ(io.run(client->read_some(heard)), 5U);
    EXPECT_EQ(text_of(heard), "there");
}

TEST_F(ATlsConnection, KnowsTheNameInTheOthersCertificate) {
    const auto own = files("ours", "node1");
    TlsListener listener(io.executor(), "127.0.0.1", 0, own);
    ASSERT_EQ(connect(listener, own), "");
    EXPECT_EQ(server->peer_name(), "node1");
}

TEST_F(ATlsConnection, IsRefusedByTheServerWhenAnotherAuthorityMadeTheCertificate) {
    auto stranger = files("theirs", "node1");
    const auto own = files("ours", "node1");
    stranger.authority = own.authority;  // it trusts us; we do not trust it
    TlsListener listener(io.executor(), "127.0.0.1", 0, own);
    EXPECT_NE(connect(listener, stranger), "");
    EXPECT_THAT(failed, ElementsAre(HasSubstr("the TLS handshake with 127.0.0.1:")));
}

TEST_F(ATlsConnection, IsRefusedByTheClientWhenAnotherAuthorityMadeTheCertificate) {
    const auto theirs = files("theirs", "node1");
    TlsListener listener(io.executor(), "127.0.0.1", 0, theirs);
    EXPECT_THAT(connect(listener, files("ours", "node1")), HasSubstr("certificate verify failed"));
}

TEST_F(ATlsConnection, NamesAFileThatCannotBeUsed) {
    auto own = files("ours", "node1");
    own.key = home.path() / "absent.key";
    try {
        const TlsListener listener(io.executor(), "127.0.0.1", 0, own);
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.fault(), Fault::file);
        EXPECT_THAT(error.what(), HasSubstr("cannot use " + own.key.string() + " for TLS"));
    }
}

TEST_F(ATlsConnection, NamesThePortThatAnotherHas) {
    const auto own = files("ours", "node1");
    const TlsListener first(io.executor(), "127.0.0.1", 0, own);
    try {
        const TlsListener second(io.executor(), "127.0.0.1", first.port(), own);
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("cannot listen on 127.0.0.1:" + std::to_string(first.port())));
    }
}

TEST_F(ATlsConnection, IsNotMadeToWhereNobodyListens) {
    const auto own = files("ours", "node1");
    const auto port = test::free_port();
    try {
        (void)io.run(connect_tls(io.executor(), "127.0.0.1", port, own, limit));
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.fault(), Fault::network);
        EXPECT_THAT(error.what(), HasSubstr("cannot connect to 127.0.0.1:" + std::to_string(port)));
    }
}

TEST_F(ATlsConnection, IsGivenUpWhenTheOtherSideIsSilent) {
    const auto own = files("ours", "node1");
    TlsListener listener(io.executor(), "127.0.0.1", 0, own);
    const int silent = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(listener.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ASSERT_EQ(::connect(silent, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    tasks.spawn("server", take(listener, std::chrono::milliseconds(50)));
    EXPECT_TRUE(io.run(tasks.join(limit)));
    EXPECT_THAT(failed, ElementsAre(HasSubstr("took too long")));
    ::close(silent);
}

TEST_F(ATlsConnection, FailsWhereItIsReadWhenItIsClosed) {
    const auto own = files("ours", "node1");
    TlsListener listener(io.executor(), "127.0.0.1", 0, own);
    ASSERT_EQ(connect(listener, own), "");
    const auto read = [](TlsStream& stream) -> Awaitable<void> {
        std::array<std::byte, 1> byte{};
        co_await stream.read_some(byte);
    };
    tasks.spawn("reading", read(*client));
    io.run([]() -> Awaitable<void> { co_return; }());
    client->close();
    EXPECT_TRUE(io.run(tasks.join(limit)));
    EXPECT_THAT(failed, ElementsAre(HasSubstr("the connection to 127.0.0.1")));
}

}  // namespace
}  // namespace drs::runtime
