// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "archive/own_directory.hpp"
#include "storage/archive/age.hpp"
#include "storage/archive/error.hpp"

using namespace drs::storage;
using testing::HasSubstr;
using testing::StartsWith;

using AnAgeKey = OwnDirectory;

TEST_F(AnAgeKey, IsReadByAgeKeygen) {
    const AgeIdentity identity = AgeIdentity::generate();
    file("key", identity.file_text("2026-11-23T02:00:00Z").reveal());
    EXPECT_EQ(run("age-keygen -y key").output, identity.recipient().text() + "\n");
}

TEST_F(AnAgeKey, OfAgeKeygenIsRead) {
    run("age-keygen -o key");
    EXPECT_EQ(AgeIdentity::parse(contents(path("key"))).recipient().text() + "\n", run("age-keygen -y key").output);
}

TEST_F(AnAgeKey, IsTheFirstOfItsFile) {
    const auto one = AgeIdentity::generate(), other = AgeIdentity::generate();
    const std::string text = "\n# two keys\r\n" + std::string(one.file_text("").reveal()) + std::string(other.file_text("").reveal());
    EXPECT_EQ(AgeIdentity::parse(text).recipient().text(), one.recipient().text());
}

TEST_F(AnAgeKey, SaysItsPublicKeyInItsFile) {
    const auto identity = AgeIdentity::generate();
    EXPECT_THAT(std::string(identity.file_text("today").reveal()),
                StartsWith("# created: today\n# public key: " + identity.recipient().text() + "\nAGE-SECRET-KEY-1"));
}

TEST_F(AnAgeKey, IsRefusedWhenItIsNotOneWithoutRepeatingIt) {
    std::string text(AgeIdentity::generate().file_text("").reveal());
    text[text.size() - 5] = text[text.size() - 5] == 'Q' ? 'P' : 'Q';
    try {
        AgeIdentity::parse(text);
        FAIL();
    } catch (const ArchiveError& error) {
        EXPECT_EQ(error.fault(), ArchiveFault::bad_key);
        EXPECT_THAT(error.what(), testing::Not(HasSubstr(text.substr(60, 20))));
    }
}

TEST_F(AnAgeKey, IsRefusedWhenItIsOfTheOtherKind) {
    const auto identity = AgeIdentity::generate();
    EXPECT_THROW(AgeIdentity::parse(identity.recipient().text()), ArchiveError);
    EXPECT_THROW(AgeRecipient::parse(identity.file_text("").reveal()), ArchiveError);
    EXPECT_THROW(AgeRecipient::parse(""), ArchiveError);
    EXPECT_THROW(AgeIdentity::parse("# nothing\n"), ArchiveError);
}
