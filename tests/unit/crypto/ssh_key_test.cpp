// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "crypto/own_directory.hpp"
#include "runtime/crypto/crypto.hpp"

using namespace drs::runtime;
using testing::EndsWith;
using testing::StartsWith;

using AnSshKey = OwnDirectory;

TEST_F(AnSshKey, IsReadByOpenSsh) {
    for (const std::string comment : {"drs@ucm-pub", "", "a comment of several words"}) {
        const SshKeyPair pair = generate_ssh_key(comment);
        const auto outcome = run("ssh-keygen -y -f " + file("id_ed25519", pair.private_file.reveal()));
        EXPECT_EQ(outcome.status, 0);
        EXPECT_EQ(outcome.output, pair.public_line + "\n");
    }
}

TEST_F(AnSshKey, HasAPublicLineForAuthorizedKeys) {
    const SshKeyPair pair = generate_ssh_key("drs@ucm-pub");
    EXPECT_THAT(pair.public_line, StartsWith("ssh-ed25519 AAAA"));
    EXPECT_THAT(pair.public_line, EndsWith(" drs@ucm-pub"));
    EXPECT_EQ(run("ssh-keygen -l -f " + file("id_ed25519.pub", pair.public_line + "\n")).status, 0);
}
