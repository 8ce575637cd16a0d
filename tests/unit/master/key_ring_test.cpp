// SPDX-License-Identifier: Apache-2.0
#include "master/key_ring.hpp"

#include <gmock/gmock.h>

#include "appliance.hpp"
#include "tests/support/cpp/cut_short.hpp"

namespace drs::master {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* every_key[] = {"age-identity.txt", "ca.crt", "ca.key", "master.crt", "master.key", "node.crt",
                                     "node.key", "signing.key", "signing.pub", "ssh_id_ed25519", "ssh_id_ed25519.pub"};

class AKeyRing : public testing::Test {
protected:
    test::MasterHome home;
    const runtime::Paths& paths() const { return home.settings.paths; }
    KeyRing start() const { return KeyRing(paths(), "node1", "now"); }
    std::string refusal() const {
        try {
            (void)start();
        } catch (const runtime::Error& error) {
            return error.what();
        }
        return {};
    }
    std::vector<std::filesystem::path> certificates() const {
        return {paths().authority_key(), paths().authority_certificate(), paths().master_key(),
                paths().master_certificate(), paths().node_key(), paths().node_certificate()};
    }
};

TEST_F(AKeyRing, MakesEveryKeyAtTheFirstStart) {
    (void)start();
    EXPECT_THAT(test::names_in(paths().keys()), ElementsAreArray(every_key));
}

TEST_F(AKeyRing, LetsOthersReadOnlyWhatIsPublic) {
    (void)start();
    for (const auto& entry : std::filesystem::directory_iterator(paths().keys())) {
        const auto extension = entry.path().extension();
        const bool open = extension == ".crt" || extension == ".pub";
        EXPECT_EQ(entry.status().permissions(), std::filesystem::perms(open ? 0644 : 0600)) << entry.path();
    }
    EXPECT_EQ(std::filesystem::status(paths().keys()).permissions(), std::filesystem::perms(0700));
}

TEST_F(AKeyRing, IsTheSameAtTheNextStart) {
    const auto first = start().recipients();
    const auto certificate = test::text_in(paths().node_certificate());
    EXPECT_EQ(start().recipients(), first);
    EXPECT_EQ(test::text_in(paths().node_certificate()), certificate);
}

TEST_F(AKeyRing, VerifiesWhatItSignedAndNothingElse) {
    const auto keys = start();
    const auto signature = keys.sign("a catalogue");
    EXPECT_TRUE(keys.verify("a catalogue", signature));
    EXPECT_FALSE(keys.verify("a catalogue.", signature));
}

TEST_F(AKeyRing, NamesTheHalfOfAPairThatIsMissing) {
    (void)start();
    for (const auto& file : {paths().authority_key(), paths().authority_certificate(), paths().master_key(), paths().master_certificate(),
                             paths().node_key(), paths().node_certificate(), paths().signing_key(), paths().signing_public_key(), paths().ssh_key()}) {
        const auto text = test::text_in(file);
        std::filesystem::remove(file);
        EXPECT_EQ(refusal(), file.string() + " is missing although the other keys are there; put it back from a copy");
        test::write_text(file, text);
    }
    EXPECT_EQ(refusal(), "");
}

TEST_F(AKeyRing, MakesNoNewIdentityForAnOldSystem) {
    (void)start();
    std::filesystem::remove(paths().age_identity());
    EXPECT_THAT(refusal(), HasSubstr(paths().age_identity().string() + " is gone: without it no set made so far can be read"));
}

TEST_F(AKeyRing, MakesNoNewSigningKeyForAnOldSystem) {
    (void)start();
    std::filesystem::remove(paths().signing_key());
    std::filesystem::remove(paths().signing_public_key());
    EXPECT_THAT(refusal(), HasSubstr(paths().signing_key().string() + " is missing"));
}

TEST_F(AKeyRing, GoesOnWithAFirstStartThatWasCutShortAtAnyStep) {
    unsigned steps = 0;
    for (bool cut = true; cut; ++steps) {
        const test::MasterHome fresh;
        const auto& keys = fresh.settings.paths;
        cut = test::cut_short(steps + 1, [&] { (void)KeyRing(keys, "node1", "now"); });
        const auto identity = test::text_in(keys.age_identity());
        ASSERT_NO_THROW((void)KeyRing(keys, "node1", "now")) << "cut before step " << steps + 1;
        EXPECT_THAT(test::names_in(keys.keys()), ElementsAreArray(every_key)) << "cut before step " << steps + 1;
        EXPECT_THAT(test::text_in(keys.age_identity()), StartsWith(identity));
        for (const auto& certificate : {keys.master_certificate(), keys.node_certificate()})
            test::run_command({"/usr/bin/openssl", "verify", "-CAfile", keys.authority_certificate(), certificate}, keys.keys());
    }
    EXPECT_GT(steps, 3 * std::size(every_key));  // each file is created, written and renamed
}

TEST_F(AKeyRing, KeepsThePairsThatWerePutThereBeforehand) {
    const auto former = start();
    for (const auto& file : certificates()) std::filesystem::remove(file);
    std::filesystem::remove(paths().ssh_key());
    std::filesystem::remove(paths().ssh_key().string() + ".pub");
    const auto signature = former.sign("a catalogue");
    const auto next = start();
    EXPECT_EQ(next.recipients(), former.recipients());
    EXPECT_TRUE(next.verify("a catalogue", signature));
    EXPECT_THAT(test::names_in(paths().keys()), ElementsAreArray(every_key));
}

TEST_F(AKeyRing, MakesNothingBesideHalfOfAPairThatWasPutThereBeforehand) {
    (void)start();
    for (const auto& file : certificates()) std::filesystem::remove(file);
    const auto secret = test::text_in(paths().signing_key());
    std::filesystem::remove(paths().signing_public_key());
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(refusal(), paths().signing_public_key().string() + " is missing although the other keys are there; put it back from a copy");
    EXPECT_EQ(test::text_in(paths().signing_key()), secret);
    EXPECT_FALSE(std::filesystem::exists(paths().authority_key()));
}

TEST_F(AKeyRing, MakesNoNewAuthorityForAnOldSystem) {
    (void)start();
    std::filesystem::remove(paths().authority_key());
    std::filesystem::remove(paths().authority_certificate());
    EXPECT_THAT(refusal(), HasSubstr(paths().authority_key().string() + " is missing"));
}

TEST_F(AKeyRing, NamesAnIdentityFileThatHoldsNone) {
    (void)start();
    test::write_text(paths().age_identity(), "AGE-SECRET-KEY-1NONE\n");
    EXPECT_THAT(refusal(), HasSubstr(paths().age_identity().string() + ": "));
}

TEST_F(AKeyRing, AddsTheRecipientsOfTheFile) {
    const auto keys = start();
    const auto auditor = storage::AgeIdentity::generate().recipient().text();
    test::write_text(paths().recipients_file(), "# the auditor\n\n" + auditor + "\n");
    EXPECT_THAT(keys.recipients(), ElementsAre(keys.identity().recipient().text(), auditor));
}

TEST_F(AKeyRing, NamesTheLineOfARecipientThatIsNone) {
    const auto keys = start();
    test::write_text(paths().recipients_file(), "# the auditor\nage1nobody\n");
    try {
        (void)keys.recipients();
        FAIL() << "no error";
    } catch (const runtime::Error& error) {
        EXPECT_EQ(error.fault(), runtime::Fault::bad_configuration);
        EXPECT_THAT(error.what(), HasSubstr(paths().recipients_file().string() + ":2: "));
    }
}

TEST_F(AKeyRing, OpensWhatItSealed) {
    const auto sealer = start().sealer();
    const auto sealed = sealer.seal(model::Secret("open sesame"));
    EXPECT_EQ(sealer.unseal(sealed)->reveal(), "open sesame");
    EXPECT_NE(sealer.seal(model::Secret("open sesame")), sealed);
}

TEST_F(AKeyRing, DoesNotOpenASealThatWasChanged) {
    const auto sealer = start().sealer();
    auto sealed = sealer.seal(model::Secret("open sesame"));
    sealed[10] = sealed[10] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(sealer.unseal(sealed));
}

TEST_F(AKeyRing, DoesNotOpenASealOfAnother) {
    const test::MasterHome elsewhere;
    const auto sealed = KeyRing(elsewhere.settings.paths, "node1", "now").sealer().seal(model::Secret("open sesame"));
    EXPECT_FALSE(start().sealer().unseal(sealed));
}

TEST_F(AKeyRing, RefusesWhatIsNoSeal) {
    for (const auto& sealer : {start().sealer(), KeyRing::form_of_seals()})
        for (const auto* text : {"open sesame", "drs1:AAAA", "drs1:!"}) EXPECT_THROW(sealer.unseal(text), storage::ConfigError);
}

TEST_F(AKeyRing, KnowsTheFormOfASealWithoutKeys) {
    EXPECT_FALSE(KeyRing::form_of_seals().unseal(start().sealer().seal(model::Secret("open sesame"))));
}

}  // namespace
}  // namespace drs::master
