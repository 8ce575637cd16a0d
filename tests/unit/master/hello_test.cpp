// SPDX-License-Identifier: Apache-2.0
// What the Master answers to hellos that no Local Agent of this release says.
#include <gmock/gmock.h>

#include "appliance.hpp"
#include "wire/connection.hpp"

namespace drs::test {
namespace {

using testing::HasSubstr;

class AHello : public testing::Test, public Appliance {
protected:
    AHello() {
        hello.node = settings.node;
        hello.product = {"Sample", "15.0.1", "restricted", "single-node"};
        hello.agent_version = "0.1.0";
    }
    /// The Master's reason; empty when it says welcome.
    std::string refusal() {
        auto talk = [](runtime::Executor executor, std::uint16_t port, runtime::TlsFiles files, wire::Hello said) -> runtime::Awaitable<std::string> {
            const std::string host = "127.0.0.1";
            const auto limit = std::chrono::seconds(30);
            auto stream = co_await runtime::connect_tls(executor, host, port, files, limit);
            wire::Connection connection(executor, std::move(stream));
            co_await connection.send(std::move(said));
            const auto answer = co_await connection.receive();
            const auto* refused = std::get_if<wire::Refused>(&answer);
            co_return refused ? refused->reason : std::string();
        };
        const auto& paths = settings.paths;
        return wait(talk(executor(), listener->port(), {paths.authority_certificate(), paths.node_certificate(), paths.node_key()}, hello));
    }
    wire::Hello hello;
};

TEST_F(AHello, IsWelcomeAndTellsWhatTheNodeRuns) {
    EXPECT_EQ(refusal(), "");
    EXPECT_EQ(nodes.find(settings.node)->node.product, hello.product);
}

TEST_F(AHello, OfAnotherProtocolIsRefused) {
    hello.protocol = 1;
    EXPECT_EQ(refusal(), "it speaks protocol 1, this Master 2; install the same release on both");
}

TEST_F(AHello, OfAProductThatNoCatalogueCanHoldIsRefused) {
    hello.product.name = "Sample\n";
    EXPECT_EQ(refusal(), "its product's name is `Sample\\x0a`; expected 1 to 128 bytes of UTF-8 without control characters; see its etc/drs/product.xml");
}

TEST_F(AHello, OfAnUnknownNodeIsRefused) {
    hello.node = "node9";
    EXPECT_THAT(refusal(), HasSubstr("node9"));
}

}  // namespace
}  // namespace drs::test
