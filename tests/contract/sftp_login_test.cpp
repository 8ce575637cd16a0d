// SPDX-License-Identifier: Apache-2.0
// Who an SFTP device trusts, and how it proves who it is.
#include <gmock/gmock.h>

#include "tests/contract/device_place.hpp"
#include "tests/support/cpp/password_server.hpp"

using namespace drs;
using namespace drs::test;
using storage::DeviceFault;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace {

Failure validation_of(const model::Device& definition) {
    IoThread io;
    TestedDevice device(io, definition);
    return failure_of([&] { device.wait(device->validate()); });
}

}  // namespace

TEST(AnSftpLogin, TellsTheFingerprintThatOpenSshPrints) {
    Sshd server;
    IoThread io;
    TestedDevice device(io, server.device());
    device.wait(device->validate());
    EXPECT_EQ(device->host_key_fingerprint(), server.fingerprint());
}

TEST(AnSftpLogin, AcceptsThePinnedKey) {
    Sshd server;
    auto definition = server.device();
    definition.host_key_fingerprint = server.fingerprint();
    EXPECT_EQ(validation_of(definition).sentence, "");
}

TEST(AnSftpLogin, RefusesAChangedHostKeyNamingBoth) {
    Sshd server;
    auto definition = server.device();
    definition.host_key_fingerprint = server.fingerprint();
    server.kill();
    server.change_host_key();
    server.revive();
    const auto failure = validation_of(definition);
    EXPECT_EQ(failure.fault, DeviceFault::refused);
    EXPECT_THAT(failure.sentence, AllOf(HasSubstr(definition.host_key_fingerprint), HasSubstr(server.fingerprint()),
                                        HasSubstr("nothing was sent"), HasSubstr("delete the device and add it again")));
}

TEST(AnSftpLogin, RefusesAKeyThatTheServerDoesNotKnow) {
    Sshd server;
    auto definition = server.device();
    definition.key_file = server.strange_key();
    const auto failure = validation_of(definition);
    EXPECT_EQ(failure.fault, DeviceFault::refused);
    EXPECT_THAT(failure.sentence, AllOf(HasSubstr("refused the login of user " + definition.user), HasSubstr(definition.key_file)));
}

TEST(AnSftpLogin, NamesAKeyFileThatIsAbsent) {
    Sshd server;
    auto definition = server.device();
    definition.key_file = "/absent/key";
    EXPECT_THAT(validation_of(definition).sentence, HasSubstr("/absent/key cannot be read"));
}

TEST(AnSftpLogin, NamesAKeyFileThatOthersCanRead) {
    Sshd server;
    auto definition = server.device();
    std::filesystem::permissions(definition.key_file, std::filesystem::perms(0644));
    EXPECT_THAT(validation_of(definition).sentence, AllOf(HasSubstr(definition.key_file), HasSubstr("0644"), HasSubstr("0600")));
}

TEST(AnSftpLogin, NamesAKeyFileThatIsNone) {
    Sshd server;
    auto definition = server.device();
    std::ofstream(definition.key_file) << "no key\n";
    EXPECT_THAT(validation_of(definition).sentence, HasSubstr("is not a private key that can be used"));
}

TEST(AnSftpLogin, WantsAPasswordOrAKey) {
    Sshd server;
    auto definition = server.device();
    definition.key_file.clear();
    EXPECT_THAT(validation_of(definition).sentence, HasSubstr("neither a password nor a private key"));
}

TEST(AnSftpLogin, SaysWhatAServerWithoutPasswordsTakes) {
    Sshd server;
    auto definition = server.device();
    definition.password = model::Secret("s3cret");
    const auto failure = validation_of(definition);
    EXPECT_EQ(failure.fault, DeviceFault::refused);
    EXPECT_THAT(failure.sentence, AllOf(HasSubstr("by password"), HasSubstr("it takes public key"), Not(HasSubstr("s3cret"))));
}

TEST(AnSftpLogin, WorksByPassword) {
    PasswordServer server(PasswordServer::Asks::password, "pass word");
    EXPECT_EQ(validation_of(server.device()).sentence, "");
}

TEST(AnSftpLogin, WorksWhereThePasswordIsAskedForInADialogue) {
    PasswordServer server(PasswordServer::Asks::dialogue, "pass word");
    EXPECT_EQ(validation_of(server.device()).sentence, "");
}

TEST(AnSftpLogin, GivesNoPasswordToADialogueOfTwoQuestions) {
    PasswordServer server(PasswordServer::Asks::two_questions, "pass word");
    EXPECT_EQ(validation_of(server.device()).fault, DeviceFault::refused);
}

TEST(AnSftpLogin, SaysThatAPasswordIsWrong) {
    for (const auto asks : {PasswordServer::Asks::password, PasswordServer::Asks::dialogue}) {
        PasswordServer server(asks, "right");
        auto definition = server.device();
        definition.password = model::Secret("wr0ng");
        const auto failure = validation_of(definition);
        EXPECT_EQ(failure.fault, DeviceFault::refused);
        EXPECT_THAT(failure.sentence, AllOf(HasSubstr("refused the login of user operator by password"), Not(HasSubstr("wr0ng"))));
    }
}
