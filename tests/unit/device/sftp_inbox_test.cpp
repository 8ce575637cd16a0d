// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <cstring>

#include "storage/device/sftp_packet.hpp"

using namespace drs::storage;

namespace {

void arrive(SftpInbox& inbox, std::span<const std::byte> bytes) {
    const auto room = inbox.room(bytes.size());
    std::memcpy(room.data(), bytes.data(), bytes.size());
    inbox.filled(bytes.size());
}

SftpRequest status(std::uint32_t id) {
    SftpRequest packet(SftpType::status, id);
    packet.u32(0);
    return packet;
}

}  // namespace

TEST(AnSftpInbox, GivesNothingUntilAPacketIsWhole) {
    SftpInbox inbox;
    auto packet = status(7);
    for (const auto byte : packet.bytes().first(packet.bytes().size() - 1)) {
        arrive(inbox, std::span(&byte, 1));
        EXPECT_FALSE(inbox.next());
    }
    arrive(inbox, packet.bytes().last(1));
    const auto answer = inbox.next();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->id, 7u);
    EXPECT_TRUE(inbox.empty());
}

TEST(AnSftpInbox, GivesSeveralPacketsThatCameTogether) {
    SftpInbox inbox;
    for (std::uint32_t id = 1; id <= 3; ++id) arrive(inbox, status(id).bytes());
    for (std::uint32_t id = 1; id <= 3; ++id) EXPECT_EQ(inbox.next()->id, id);
    EXPECT_FALSE(inbox.next());
}

TEST(AnSftpInbox, KeepsHalfAPacketWhenItMakesRoom) {
    SftpInbox inbox;
    auto packet = status(9);
    arrive(inbox, packet.bytes().first(6));
    inbox.room(1 << 20);
    arrive(inbox, packet.bytes().subspan(6));
    EXPECT_EQ(inbox.next()->id, 9u);
}

TEST(AnSftpInbox, RefusesALengthThatCannotBe) {
    for (const std::uint32_t length : {0u, 4u, 256u * 1024 + 1, 0xffffffffu}) {
        SftpInbox inbox;
        const std::byte bytes[] = {std::byte(length >> 24), std::byte(length >> 16), std::byte(length >> 8), std::byte(length), std::byte(101)};
        arrive(inbox, bytes);
        EXPECT_THROW(inbox.next(), SftpMalformed);
    }
}

TEST(AnSftpInbox, TakesAnAnswerThatIsNothingButItsId) {
    SftpInbox inbox;
    const std::byte bytes[] = {std::byte(0), std::byte(0), std::byte(0), std::byte(5), std::byte(101), std::byte(1), std::byte(2), std::byte(3), std::byte(4)};
    arrive(inbox, bytes);
    EXPECT_EQ(inbox.next()->id, 0x01020304u);
}
