// SPDX-License-Identifier: Apache-2.0
#include "master/node_listener.hpp"

#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "appliance.hpp"
#include "tests/support/cpp/process.hpp"

namespace drs::test {
namespace {

using alarms::AlarmId;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// A header of type 0.
const std::vector<std::byte> no_message(5);

class ANodeListener : public Appliance, public testing::Test {
protected:
    std::string port() const { return std::to_string(listener->port()); }
    /// Trusts our authority, and shows a certificate that another made.
    runtime::TlsFiles foreign_files() const {
        const auto at = [&](const char* name) { return data() / name; };
        const auto theirs = runtime::make_authority("theirs", std::chrono::days(10));
        const auto issued = runtime::issue(theirs, settings.node, std::chrono::days(10));
        write_text(at("foreign.crt"), issued.certificate_pem);
        write_text(at("foreign.key"), std::string(issued.key_pem.reveal()));
        return {settings.paths.authority_certificate(), at("foreign.crt"), at("foreign.key")};
    }
    runtime::TlsFiles own_files() const {
        const auto& paths = settings.paths;
        return {paths.authority_certificate(), paths.node_certificate(), paths.node_key()};
    }
    /// Returns when the Master has closed the connection.
    void attempt(const runtime::TlsFiles& files, std::vector<std::byte> bytes = {}) {
        auto talk = [](runtime::Executor executor, std::uint16_t to, runtime::TlsFiles own, std::vector<std::byte> said) -> runtime::Awaitable<void> {
            try {
                const std::string host = "127.0.0.1";
                const auto limit = std::chrono::seconds(30);
                auto stream = co_await runtime::connect_tls(executor, host, to, own, limit);
                co_await stream->write(said);
                std::array<std::byte, 1> byte{};  // in TLS 1.3 a client hears of its refusal with the first read
                co_await stream->read_some(byte);
            } catch (const runtime::Error&) {  // it is to be refused; when it hears of that does not matter
            }
        };
        wait(talk(executor(), listener->port(), files, std::move(bytes)));
    }
    std::vector<std::string> reasons() const {
        std::vector<std::string> all;
        for (const auto& record : spool->after(0, 1000)) all.push_back(record.detail.reason);
        return all;
    }
};

TEST_F(ANodeListener, TellsOfAClientWithAForeignCertificate) {
    attempt(foreign_files());
    until([&] { return !raised().empty(); });
    EXPECT_THAT(raised(), ElementsAre(AlarmId::unknown_client));
    EXPECT_THAT(reasons(), ElementsAre(AllOf(HasSubstr("a client at 127.0.0.1 was refused: the TLS handshake"), HasSubstr("certificate"))));
}

TEST_F(ANodeListener, TellsOfAClientWithoutACertificate) {
    Process client({"/usr/bin/openssl", "s_client", "-connect", "127.0.0.1:" + port()}, data() / "client.log");
    until([&] { return !raised().empty(); });
    EXPECT_THAT(reasons(), ElementsAre(HasSubstr("peer did not return a certificate")));
}

TEST_F(ANodeListener, TellsOneAddressOnceAMinuteWithTheCount) {
    const auto files = foreign_files();
    for (int i = 0; i < 4; ++i) attempt(files);
    clock.time += std::chrono::minutes(1);
    attempt(files);
    until([&] { return raised().size() == 2; });
    EXPECT_THAT(reasons(), ElementsAre(Not(HasSubstr("attempts")), HasSubstr("; 3 attempts more from there since it was last told")));
}

TEST_F(ANodeListener, SaysNothingOfOneThatOnlyKnocks) {
    const int knocking = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(listener->port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ASSERT_EQ(::connect(knocking, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ::shutdown(knocking, SHUT_WR);
    char byte = 0;
    until([&] { return ::recv(knocking, &byte, 1, MSG_DONTWAIT) == 0; });
    EXPECT_THAT(raised(), IsEmpty());
    ::close(knocking);
}

TEST_F(ANodeListener, BlamesNoClientForAKeyOfItsOwnThatIsGone) {
    const auto files = foreign_files();
    std::filesystem::remove(settings.paths.master_key());
    attempt(files);
    EXPECT_THAT(raised(), ElementsAre(AlarmId::truststore_missing));
    EXPECT_THAT(reasons(), ElementsAre(AllOf(HasSubstr("master.key"), HasSubstr("; no node can connect to the Master"))));
}

TEST_F(ANodeListener, TellsThatItsKeyIsBack) {
    const auto key = text_in(settings.paths.master_key());
    std::filesystem::remove(settings.paths.master_key());
    attempt(own_files());
    write_text(settings.paths.master_key(), key);
    attempt(own_files(), no_message);
    EXPECT_EQ(spool->after(0, 10).at(1).state, alarms::State::cleared);
}

TEST_F(ANodeListener, TellsAMalformedMessageOnceAMinute) {
    for (int i = 0; i < 3; ++i) attempt(own_files(), no_message);
    EXPECT_THAT(raised(), ElementsAre(AlarmId::security_violation));
    EXPECT_THAT(reasons(), ElementsAre("a message from 127.0.0.1 with the certificate of node1 was thrown away: there is no message of type 0"));
}

}  // namespace
}  // namespace drs::test
