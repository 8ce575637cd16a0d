// SPDX-License-Identifier: Apache-2.0
#include "cli/server_address.hpp"

#include <gmock/gmock.h>

#include "control/refusal.hpp"

using namespace drs::cli;
using testing::HasSubstr;

TEST(AServer, IsTakenApartIntoHostAndPort) {
    struct Case {
        const char *text, *host;
        int port;
    };
    for (const auto& [text, host, port] :
         {Case{"sftp.example", "sftp.example", 22}, Case{"10.0.0.5:2222", "10.0.0.5", 2222}, Case{"[fe80::1]:2222", "fe80::1", 2222},
          Case{"[fe80::1]", "fe80::1", 22}, Case{"fe80::1", "fe80::1", 22}, Case{"::1", "::1", 22}, Case{"h:65535", "h", 65535}}) {
        EXPECT_EQ(parse_server(text).host, host) << text;
        EXPECT_EQ(parse_server(text).port, port) << text;
    }
}

TEST(AServer, IsRefusedWithTheFormsThatAreTaken) {
    struct Case {
        const char *text, *says;
    };
    for (const auto& [text, says] :
         {Case{"", "it has no host"}, Case{":22", "it has no host"}, Case{"[]:22", "it has no host"}, Case{"h:", "the port is no number"},
          Case{"h:0", "the port is no number"}, Case{"h:65536", "the port is no number"}, Case{"h:ssh", "the port is no number"},
          Case{"[::1", "the bracket is not closed"}, Case{"[::1]22", "more than a port"}, Case{"[::1]:", "the port is no number"}}) {
        try {
            parse_server(text);
            ADD_FAILURE() << text;
        } catch (const drs::control::Refusal& refusal) {
            EXPECT_EQ(refusal.kind(), drs::control::Kind::usage);
            EXPECT_THAT(refusal.what(), testing::AllOf(HasSubstr(says), HasSubstr("write host, host:port or [IPv6]:port"))) << text;
        }
    }
}
