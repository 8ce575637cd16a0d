// SPDX-License-Identifier: Apache-2.0
#include "mib/receivers_file.hpp"

#include "mib/settings_check.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "runtime/atomic_file.hpp"
#include "runtime/error.hpp"

using namespace drs;
using namespace drs::mib;
using testing::HasSubstr;

namespace {

std::string refusal_of(const std::string& text) {
    try {
        (void)parse_receivers(text, "receivers", "/etc/drs/snmp");
    } catch (const runtime::Error& error) {
        return error.what();
    }
    return "nothing was refused";
}

constexpr const char* v3 = "noc 192.0.2.10:162 user=monitor auth-file=noc.auth priv-file=/secret/noc.priv\n";

}  // namespace

TEST(AReceiversFile, SaysWhereAndHowEachIsReached) {
    const auto all = parse_receivers("# ours\n\n" + std::string(v3) + "old [2001:db8::1]:1162 version=v2c kind=trap community=public rate=50 # theirs\n", "receivers", "/etc/drs/snmp");
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].version, ReceiverVersion::v3);
    EXPECT_EQ(all[0].kind, ReceiverKind::inform);
    EXPECT_EQ(all[0].credentials.auth_file, "/etc/drs/snmp/noc.auth");
    EXPECT_EQ(all[0].credentials.priv_file, "/secret/noc.priv");
    EXPECT_EQ(all[1].address, "[2001:db8::1]:1162");
    EXPECT_EQ(all[1].kind, ReceiverKind::trap);
    EXPECT_EQ(all[1].community, "public");
    EXPECT_EQ(all[1].rate, 50u);
}

TEST(AReceiversFile, IsRefusedWithFileAndLine) {
    EXPECT_THAT(refusal_of("\n\nnoc somewhere:162 version=v2c community=public\n"), HasSubstr("receivers:3: `somewhere:162` is not a numeric address"));
    EXPECT_THAT(refusal_of("noc 192.0.2.1 version=v2c community=public"), HasSubstr("receivers:1: `192.0.2.1` is not ADDRESS:PORT"));
    EXPECT_THAT(refusal_of("n/c 192.0.2.1:162 version=v2c community=public"), HasSubstr("`n/c` is not a name"));
    EXPECT_THAT(refusal_of("noc 192.0.2.1:0 version=v2c community=public"), HasSubstr("`0` is not a number from 1 to 65535"));
    EXPECT_THAT(refusal_of("noc 192.0.2.1:162 version=v1"), HasSubstr("`v1` is not one of v2c, v3"));
    EXPECT_THAT(refusal_of("noc 192.0.2.1:162 auth=MD5"), HasSubstr("`MD5` is not one of SHA-224"));
    EXPECT_THAT(refusal_of("noc 192.0.2.1:162 speed=3"), HasSubstr("there is no key `speed`"));
    EXPECT_THAT(refusal_of("noc 192.0.2.1:162 user=a user=b"), HasSubstr("`user` is given twice"));
    EXPECT_THAT(refusal_of("noc 192.0.2.1:162 user="), HasSubstr("`user` has no value"));
    EXPECT_THAT(refusal_of("noc 192.0.2.1:162 trap"), HasSubstr("`trap` is not KEY=VALUE"));
}

TEST(AReceiversFile, WantsAllOrNothingOfAVersion) {
    EXPECT_THAT(refusal_of("noc 192.0.2.1:162 user=monitor"), HasSubstr("needs user=, auth-file= and priv-file="));
    EXPECT_THAT(refusal_of("noc 192.0.2.1:162 version=v2c"), HasSubstr("needs community=WORD"));
    EXPECT_THAT(refusal_of("noc 192.0.2.1:162 version=v2c community=public user=monitor"), HasSubstr("are for version=v3"));
}

TEST(AReceiversFile, NamesEachReceiverOnceAndSixteenAtMost) {
    EXPECT_THAT(refusal_of(std::string(v3) + v3), HasSubstr("receivers:2: there is another receiver noc before it"));
    std::string many;
    for (char name = 'a'; name < 'r'; ++name) many += std::string(1, name) + " 192.0.2.1:162 version=v2c community=public\n";
    EXPECT_THAT(refusal_of(many), HasSubstr("receivers:17: there may be 16 receivers"));
}

TEST(AReceiversFile, NeedsPasswordsThatOnlyItsOwnerReads) {
    const auto directory = std::filesystem::path(testing::TempDir()) / "receivers-file";
    std::filesystem::remove_all(directory);
    std::filesystem::create_directories(directory);
    runtime::replace_file(directory / "receivers", "noc 192.0.2.10:162 user=monitor auth-file=auth priv-file=priv\n");
    const auto refusal = [&] {
        try {
            check_settings(directory);
        } catch (const runtime::Error& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    EXPECT_THAT(refusal(), HasSubstr("SNMP receiver noc: " + (directory / "auth").string() + " is not there"));
    runtime::replace_file(directory / "auth", "long enough\n", 0644);
    EXPECT_THAT(refusal(), HasSubstr("can be read by others"));
    runtime::replace_file(directory / "auth", "long enough\n", 0600);
    runtime::replace_file(directory / "priv", "short\n", 0600);
    EXPECT_THAT(refusal(), HasSubstr("less than 8 characters"));
    runtime::replace_file(directory / "priv", "long enough too\n", 0600);
    EXPECT_EQ(refusal(), "");
    std::filesystem::remove_all(directory);
}

TEST(AReceiversFile, MayBeAbsent) { EXPECT_TRUE(read_receivers("/nonexistent").empty()); }
