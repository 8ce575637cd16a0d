// SPDX-License-Identifier: Apache-2.0
#include "mib/users_file.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <functional>

#include "mib/access.hpp"
#include "mib/settings_check.hpp"
#include "runtime/atomic_file.hpp"
#include "runtime/error.hpp"

using namespace drs;
using namespace drs::mib;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

namespace {

constexpr const char* noc = "noc monitor auth-file=a priv-file=p\n";

std::string refusal_by(const std::function<void()>& work) {
    try {
        work();
    } catch (const runtime::Error& error) {
        return error.what();
    }
    return "";
}
std::string refusal_of(const std::string& text) {
    return refusal_by([&] { (void)parse_users(text, "users", "/etc/drs/snmp"); });
}

TEST(AUsersFile, NamesUsersWithTheirRoles) {
    const auto all = parse_users("# who may come\nnoc monitor auth-file=a priv-file=/p # reads\n\nshift operator auth=SHA-512 priv=AES-256 auth-file=a priv-file=p\n", "users", "/etc/drs/snmp");
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].credentials.user, "noc");
    EXPECT_EQ(all[0].role, Role::monitor);
    EXPECT_EQ(all[0].credentials.auth, "SHA-256");
    EXPECT_EQ(all[0].credentials.priv, "AES");
    EXPECT_EQ(all[0].credentials.auth_file, "/etc/drs/snmp/a");
    EXPECT_EQ(all[0].credentials.priv_file, "/p");
    EXPECT_EQ(all[1].role, Role::operator_);
    EXPECT_EQ(all[1].credentials.auth, "SHA-512");
}

TEST(AUsersFile, IsRefusedByItsLine) {
    EXPECT_THAT(refusal_of("\nnoc root auth-file=a priv-file=p"), HasSubstr("users:2: `root` is not one of monitor, operator, administrator"));
    EXPECT_THAT(refusal_of("noc monitor auth=MD5 auth-file=a priv-file=p"), HasSubstr("`MD5` is not one of SHA-224"));
    EXPECT_THAT(refusal_of("noc monitor priv=DES auth-file=a priv-file=p"), HasSubstr("`DES` is not one of AES"));
    EXPECT_THAT(refusal_of("noc monitor auth-file=a"), HasSubstr("needs auth-file= and priv-file="));
    EXPECT_THAT(refusal_of("noc monitor community=public auth-file=a priv-file=p"), HasSubstr("no key `community`"));
    EXPECT_THAT(refusal_of("n/c monitor auth-file=a priv-file=p"), HasSubstr("`n/c` is not a name"));
    EXPECT_THAT(refusal_of(std::string(noc) + noc), HasSubstr("users:2: there is another user noc before it"));
}

TEST(AUsersFile, MayBeAbsent) { EXPECT_TRUE(read_users("/nonexistent").empty()); }

TEST(AUser, WhoIsAlsoThatOfATrapReceiverHasItsPasswords) {
    const auto directory = std::filesystem::path(testing::TempDir()) / "users-file";
    std::filesystem::remove_all(directory);
    std::filesystem::create_directories(directory);
    for (const auto* name : {"a", "p", "other"}) runtime::replace_file(directory / name, std::string("password ") + name, 0600);
    runtime::replace_file(directory / "users", noc);
    const auto refusal = [&](const std::string& keys) {
        runtime::replace_file(directory / "receivers", "r 192.0.2.1:162 user=noc auth-file=a " + keys + "\n");
        return refusal_by([&] { check_settings(directory); });
    };
    EXPECT_THAT(refusal("priv-file=other kind=trap"), HasSubstr("receiver r gets traps from user noc, who has other protocols or passwords"));
    EXPECT_THAT(refusal("priv-file=p priv=AES-256 kind=trap"), HasSubstr("other protocols or passwords"));
    EXPECT_EQ(refusal("priv-file=p kind=trap"), "");
    EXPECT_EQ(refusal("priv-file=other"), "") << "an inform goes to the receiver's engine";
    std::filesystem::remove_all(directory);
}

TEST(AViewOfOperators, HoldsJobsAndNoSettings) {
    const auto lines = view_directives();
    const std::string operate = "view drsOperate included .1.3.6.1.4.1.8072.9999.9999.4040.1.";
    EXPECT_THAT(lines, Contains(operate + "7.13.1"));
    EXPECT_THAT(lines, Contains(operate + "7.14"));
    EXPECT_THAT(lines, Not(Contains(operate + "6.1")));
    EXPECT_THAT(lines, Contains(HasSubstr("access drsMonitor \"\" usm priv exact drsRead none none")));
}

TEST(AViewOfOperators, IsTheOneThatTheDocumentationGivesToSnmpd) {
    const auto text = runtime::read_file(std::filesystem::path(DRS_DOCS_DIRECTORY) / "snmp.md", 1u << 20);
    ASSERT_TRUE(text);
    for (const auto& line : view_directives()) EXPECT_THAT(*text, HasSubstr("\n" + line + "\n")) << "docs/snmp.md, chapter The Master behind snmpd";
}

}  // namespace
