// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "archive/age_file.hpp"
#include "archive/own_directory.hpp"

using namespace drs::storage;
using testing::AnyOf;
using testing::Optional;

class AnAgeFile : public OwnDirectory, public testing::WithParamInterface<std::size_t> {
protected:
    AgeIdentity identity_ = AgeIdentity::generate();
    std::vector<AgeRecipient> recipients_{identity_.recipient()};
    void keep_key() const { file("key", identity_.file_text("").reveal()); }
};

TEST_P(AnAgeFile, ComesBackHoweverItIsSplit) {
    const std::string text = random_text(GetParam());
    for (const std::size_t piece : {std::size_t{1'000}, std::size_t{65'536}, std::size_t{65'552}, std::size_t{1} << 20})
        EXPECT_EQ(decrypted(encrypted(text, recipients_, piece), identity_, piece), text);
}

TEST_P(AnAgeFile, IsOpenedByAge) {
    const std::string text = random_text(GetParam());
    keep_key();
    file("sealed", encrypted(text, recipients_));
    EXPECT_EQ(run("age -d -i key -o opened sealed").output, "");
    EXPECT_TRUE(contents(path("opened")) == text);
}

TEST_P(AnAgeFile, OfAgeIsOpened) {
    const std::string text = random_text(GetParam());
    file("clear", text);
    run("age -r " + recipients_[0].text() + " -o sealed clear");
    EXPECT_TRUE(decrypted(contents(path("sealed")), identity_) == text);
}

INSTANTIATE_TEST_SUITE_P(Sizes, AnAgeFile, testing::Values(0, 1, 65'535, 65'536, 65'537, 131'072, 5'000'000));

class AnAgeText : public AnAgeFile {};

TEST_F(AnAgeText, ComesBackByteByByte) { EXPECT_EQ(decrypted(encrypted("hello", recipients_, 1), identity_, 1), "hello"); }

TEST_F(AnAgeText, IsOpenedByEachOfItsRecipients) {
    const auto other = AgeIdentity::generate();
    const std::string sealed = encrypted("hello", {identity_.recipient(), other.recipient()});
    EXPECT_EQ(decrypted(sealed, identity_), "hello");
    EXPECT_EQ(decrypted(sealed, other), "hello");
}

TEST_F(AnAgeText, IsNotOpenedByAnybodyElse) {
    EXPECT_THAT(fault_of([&] { decrypted(encrypted("hello", recipients_), AgeIdentity::generate()); }), Optional(ArchiveFault::wrong_key));
}

TEST_F(AnAgeText, IsNotWrittenForNobody) {
    EXPECT_THAT(fault_of([] { encrypted("hello", {}); }), Optional(ArchiveFault::bad_key));
}

TEST_F(AnAgeText, OpensBesideAnSshRecipient) {
    keep_key();
    run("ssh-keygen -q -t ed25519 -N '' -f id; echo hello > clear; age -R id.pub -r " + recipients_[0].text() + " -o sealed clear");
    EXPECT_EQ(decrypted(contents(path("sealed")), identity_), "hello\n");
}

TEST_F(AnAgeText, IsDamagedWhereverItIsCut) {
    const std::string sealed = encrypted("hello", recipients_);
    for (std::size_t size = 0; size < sealed.size(); ++size)
        EXPECT_THAT(fault_of([&] { decrypted(sealed.substr(0, size), identity_); }), Optional(ArchiveFault::damaged)) << size;
}

TEST_F(AnAgeText, IsDamagedWithAnyByteChanged) {
    const std::string sealed = encrypted("hello", recipients_);
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        std::string bad = sealed;
        bad[i] ^= 1;
        EXPECT_THAT(fault_of([&] { decrypted(bad, identity_); }), Optional(AnyOf(ArchiveFault::damaged, ArchiveFault::wrong_key))) << i;
    }
}

TEST_F(AnAgeText, IsDamagedWithChunksLostMovedOrAdded) {
    const std::string sealed = encrypted(random_text(3 * 65'536), recipients_);
    const std::size_t chunk = 65'552, begin = sealed.size() - 3 * chunk;
    const std::string head = sealed.substr(0, begin), a = sealed.substr(begin, chunk), b = sealed.substr(begin + chunk, chunk),
                      c = sealed.substr(begin + 2 * chunk);
    ASSERT_EQ(decrypted(head + a + b + c, identity_).size(), 3 * 65'536u);
    for (const std::string& bad : {head + a + b, head + a + c, head + b + a + c, head + a + b + c + c, head + a + b + c + "x", head})
        EXPECT_THAT(fault_of([&] { decrypted(bad, identity_); }), Optional(ArchiveFault::damaged));
}

TEST_F(AnAgeText, LeavesInWritesOfFourChunks) {
    Collector file;
    pour(random_text(16 * 65'536), *age_encryptor(recipients_, file), 65'536);
    EXPECT_EQ(file.writes, 1 + 4u);
}

TEST_F(AnAgeText, WithAnotherHeaderIsDamagedEvenWithTheRightFileKey) {
    const std::string sealed = encrypted("hello", recipients_);
    auto key = age_file_key(drs::runtime::bytes_of(sealed), identity_);
    std::string other = encrypted("hello", recipients_);
    Collector out;
    auto decryptor = age_decryptor(std::move(*key), out);
    EXPECT_THAT(fault_of([&] { pour(other, *decryptor); }), Optional(ArchiveFault::damaged));
    EXPECT_EQ(out.text, "");
}
