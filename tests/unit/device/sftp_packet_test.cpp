// SPDX-License-Identifier: Apache-2.0
#include "storage/device/sftp_packet.hpp"

#include <gmock/gmock.h>

using namespace drs::storage;
using testing::ElementsAreArray;
using testing::Pair;
using testing::UnorderedElementsAre;

namespace {

/// What comes behind the length, the type and the id.
std::vector<std::byte> body(SftpRequest& packet) {
    const auto bytes = packet.bytes();
    return {bytes.begin() + 9, bytes.end()};
}

SftpRequest packet(SftpType type) { return SftpRequest(type, 1); }

}  // namespace

TEST(AnSftpRequest, BeginsWithItsLength) {
    SftpRequest request(SftpType::stat, 0x01020304);
    request.text("/b");
    const unsigned char expected[] = {0, 0, 0, 11, 17, 1, 2, 3, 4, 0, 0, 0, 2, '/', 'b'};
    EXPECT_THAT(request.bytes(), ElementsAreArray(std::as_bytes(std::span(expected))));
}

TEST(AWriteHeader, EndsWhereTheDataBegins) {
    std::vector<std::byte> room(sftp_write_headroom, std::byte(0xee));
    const auto length = put_write_header(room, 1, "h", 2, 3);
    SftpRequest same(SftpType::write, 1);
    same.text("h").u64(2).u32(3);
    auto expected = std::vector<std::byte>(same.bytes().begin(), same.bytes().end());
    expected[3] = std::byte(length - 4 + 3);  // the three bytes of data belong to the packet
    EXPECT_THAT(std::span(room).last(length), ElementsAreArray(expected));
    EXPECT_EQ(room[room.size() - length - 1], std::byte(0xee));
}

TEST(AWriteHeader, RefusesAHandleThatIsTooLong) {
    std::vector<std::byte> room(sftp_write_headroom);
    EXPECT_EQ(put_write_header(room, 1, std::string(256, 'h'), 0, 0), sftp_write_headroom);
    EXPECT_THROW(put_write_header(room, 1, std::string(257, 'h'), 0, 0), SftpMalformed);
}

TEST(AnSftpVersion, ListsItsExtensions) {
    auto greeting = packet(SftpType::version);
    greeting.u32(3).text("fsync@openssh.com").text("1").text("x").text("");
    const auto version = read_version(body(greeting));
    EXPECT_EQ(version.version, 3u);
    EXPECT_THAT(version.extensions, UnorderedElementsAre(Pair("fsync@openssh.com", "1"), Pair("x", "")));
}

TEST(AnSftpStatus, MayComeWithoutAMessage) {
    auto bare = packet(SftpType::status);
    bare.u32(2);
    EXPECT_EQ(read_status(body(bare)).code, SftpCode::no_such_file);
}

TEST(AnSftpStatus, ShowsNoControlCharactersAndNoEndlessMessage) {
    auto chatty = packet(SftpType::status);
    chatty.u32(4).text("a\x1b[2Jb\n" + std::string(1000, 'x')).text("en");
    const auto status = read_status(body(chatty));
    EXPECT_EQ(status.message.substr(0, 7), "a [2Jb ");
    EXPECT_EQ(status.message.size(), 200u);
}

TEST(AnSftpHandle, IsAtMost256BytesLong) {
    auto fits = packet(SftpType::handle), too_long = packet(SftpType::handle);
    EXPECT_EQ(read_handle(body(fits.text(std::string(256, 'h')))).size(), 256u);
    EXPECT_THROW(read_handle(body(too_long.text(std::string(257, 'h')))), SftpMalformed);
}

TEST(SftpNames, ComeWithWhateverAttributesTheServerHas) {
    auto names = packet(SftpType::name);
    names.u32(2).text("a").text("-rw").u32(0x8000000f).u64(5).u32(1).u32(2).u32(0100644).u32(3).u32(4).u32(1).text("acl").text("none");
    names.text("b").text("drw").u32(0);
    const auto read = read_names(body(names));
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[0].attributes.size, 5u);
    EXPECT_EQ(read[0].attributes.permissions, 0100644u);
    EXPECT_EQ(read[1].name, "b");
    EXPECT_EQ(read[1].attributes.size, std::nullopt);
}

TEST(SftpNames, MustAllBeThere) {
    auto lie = packet(SftpType::name);
    lie.u32(0xffffffff).text("a").text("a").u32(0);
    EXPECT_THROW(read_names(body(lie)), SftpMalformed);
}

TEST(SftpFreeSpace, IsWhatAUserWithoutPrivilegesMayTake) {
    auto reply = packet(SftpType::extended_reply);
    reply.u64(1).u64(4096).u64(1000).u64(500).u64(400);
    EXPECT_EQ(read_free_bytes(body(reply)), 4096u * 400);
}

TEST(SftpFreeSpace, DoesNotOverflow) {
    auto reply = packet(SftpType::extended_reply);
    reply.u64(1).u64(~0ull).u64(1).u64(1).u64(2);
    EXPECT_EQ(read_free_bytes(body(reply)), ~0ull);
}
