// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "archive/age_file.hpp"
#include "storage/archive/age_format.hpp"

using namespace drs::storage;
using drs::runtime::bytes_of;
using testing::Optional;

namespace {

const std::string version = "age-encryption.org/v1\n";
const std::string share(43, 'A');             // 32 zero bytes: a point of low order
const std::string body = std::string(43, 'A') + "\n";
const std::string mac = "--- " + std::string(43, 'A') + "\n";

std::optional<ArchiveFault> fault_of_header(const std::string& text) {
    return fault_of([&] { age_file_key(bytes_of(text), AgeIdentity::generate()); });
}

}  // namespace

TEST(AnAgeHeader, AsksForMoreUntilItIsWhole) {
    const auto identity = AgeIdentity::generate();
    const std::string sealed = encrypted("hello", {identity.recipient()});
    const std::size_t header = age::parse_header(sealed)->bytes;
    for (std::size_t size = 0; size < header; ++size) EXPECT_FALSE(age_file_key(bytes_of(sealed.substr(0, size)), identity));
    EXPECT_TRUE(age_file_key(bytes_of(sealed.substr(0, header)), identity));
}

TEST(AnAgeHeader, SkipsTypesItDoesNotKnow) {
    EXPECT_THAT(fault_of_header(version + "-> scrypt " + std::string(22, 'A') + " 18\n" + body + mac), Optional(ArchiveFault::wrong_key));
    EXPECT_THAT(fault_of_header(version + "-> x y z\n\n" + mac), Optional(ArchiveFault::wrong_key));
    EXPECT_THAT(fault_of_header(version + "-> long\n" + std::string(64, 'A') + "\n\n" + mac), Optional(ArchiveFault::wrong_key));
}

TEST(AnAgeHeader, RefusesAPointOfLowOrder) {
    EXPECT_THAT(fault_of_header(version + "-> X25519 " + share + "\n" + body + mac), Optional(ArchiveFault::damaged));
}

TEST(AnAgeHeader, RefusesX25519StanzasOfAnotherForm) {
    const std::string good = "d0uMCFsmO5yLzFEVSyhZU0wGqLvP5BWyzSzD7jPYLnQ";
    for (const std::string& bad : {"-> X25519\n" + body, "-> X25519 " + good + " x\n" + body, "-> X25519 " + good + "A\n" + body,
                                   "-> X25519 " + good + "=\n" + body, "-> X25519 " + good.substr(0, 42) + "\n" + body,
                                   "-> X25519 " + good.substr(0, 42) + "R\n" + body, "-> X25519 " + good + "\nAAAA\n",
                                   "-> X25519 " + good + "\n" + std::string(64, 'A') + "\n\n"})
        EXPECT_THAT(fault_of_header(version + bad + mac), Optional(ArchiveFault::damaged)) << bad;
}

TEST(AnAgeHeader, RefusesWhatIsNotOne) {
    for (const std::string& bad : {std::string("x"), std::string("age-encryption.org/v2\n"), std::string("age-encryption.org/v1\r\n"),
                                   version + mac, version + "-> \n" + body + mac, version + "->\n" + body + mac,
                                   version + "-> a  b\n" + body + mac, version + "-> a \n" + body + mac,
                                   version + "-> a\xc3\xa4\n" + body + mac, version + "-> a\n" + std::string(65, 'A') + "\n" + mac,
                                   version + "-> a\nA=\n" + mac, version + "-> a\nAB\n" + mac, version + "-> a\n\n---\n",
                                   version + "-> a\n\n--- AAAA\n", version + "-> a\n\n---" + mac, version + "# a\n"})
        EXPECT_THAT(fault_of_header(bad), Optional(ArchiveFault::damaged)) << bad;
}

TEST(AnAgeHeader, RefusesToGrowBeyond64KiB) {
    std::string text = version + "-> a\n";
    while (text.size() < 70'000) text += std::string(64, 'A') + "\n";
    EXPECT_THAT(fault_of_header(text), Optional(ArchiveFault::damaged));
}
