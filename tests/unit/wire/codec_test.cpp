// SPDX-License-Identifier: Apache-2.0
#include "wire/codec.hpp"

#include <gmock/gmock.h>

#include "every_message.hpp"

namespace drs::wire {
namespace {

using testing::HasSubstr;
using Bytes = std::vector<std::byte>;

Bytes bytes_of(std::initializer_list<int> values) {
    Bytes made;
    for (const int value : values) made.push_back(static_cast<std::byte>(value));
    return made;
}

Header header_of(const Bytes& frame) { return decode_header(std::span<const std::byte, header_bytes>(frame.data(), header_bytes)); }

Message decoded(const Bytes& frame) { return decode_body(header_of(frame).type, std::span(frame).subspan(header_bytes)); }

std::string refusal(std::uint8_t type, const Bytes& body) {
    try {
        (void)decode_body(type, body);
    } catch (const ProtocolError& error) {
        return error.what();
    }
    return {};
}

constexpr std::uint8_t hello = 1, registration = 4, backup = 5, end = 10, finished = 16;

TEST(AMessage, SurvivesTheWire) {
    for (unsigned seed = 1; seed <= 200; ++seed)
        for (const auto& message : test::RandomMessages(seed).one_of_each()) {
            const auto frame = encode(message);
            const auto back = decoded(frame);
            ASSERT_EQ(back.index(), message.index()) << seed;
            ASSERT_EQ(encode(back), frame) << "message " << message.index() << ", seed " << seed;
        }
}

TEST(AMessage, IsOfEveryKindInTheTests) {
    const auto all = test::RandomMessages(1).one_of_each();
    ASSERT_EQ(all.size(), std::variant_size_v<Message>);
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i].index(), i);
}

TEST(AMessage, HasTheFormThatTheDocumentSays) {
    Credit credit{0x01020304, 0x0a0b};
    EXPECT_EQ(encode(credit), bytes_of({0, 0, 0, 12, 11, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0x0a, 0x0b}));
    Refused refused{"no"};
    EXPECT_EQ(encode(refused), bytes_of({0, 0, 0, 6, 3, 0, 0, 0, 2, 'n', 'o'}));
}

TEST(AMessage, KeepsItsFields) {
    Finished said;
    said.stream = 7;
    said.result = model::Result::warning;
    said.warnings = {"one", "two"};
    const auto back = std::get<Finished>(decoded(encode(said)));
    EXPECT_EQ(back.stream, 7U);
    EXPECT_EQ(back.result, model::Result::warning);
    EXPECT_EQ(back.warnings, said.warnings);
}

TEST(AHello, OfAnotherProtocolIsReadAsFarAsItsNode) {
    const auto first_version = bytes_of({0, 0, 0, 1, 0, 0, 0, 1, 'n', 0, 0, 0, 2, '1', '5', 0, 0, 0, 0});
    const auto read = std::get<Hello>(decode_body(hello, first_version));
    EXPECT_EQ(read.protocol, 1U);
    EXPECT_EQ(read.node, "n");
    EXPECT_EQ(read.other.size(), 10U);
    EXPECT_EQ(read.product, model::ProductIdentity());
}

TEST(AHello, CarriesTheWholeIdentityOfItsNode) {
    Hello said;
    said.node = "node1";
    said.product = {"Sample", "15.0.1", "restricted", "single"};
    said.agent_version = "0.1.0";
    const auto read = std::get<Hello>(decoded(encode(said)));
    EXPECT_EQ(read.product, said.product);
    EXPECT_EQ(read.agent_version, "0.1.0");
}

TEST(AMessage, IsRefusedWhenItIsCutAnywhere) {
    for (const auto& message : test::RandomMessages(3).one_of_each()) {
        if (std::holds_alternative<Data>(message)) continue;  // its bytes have no end of their own
        const auto frame = encode(message);
        for (std::size_t size = 0; size + header_bytes < frame.size(); ++size)
            ASSERT_NE(refusal(std::to_integer<std::uint8_t>(frame[4]),
                              Bytes(frame.begin() + header_bytes, frame.begin() + static_cast<std::ptrdiff_t>(header_bytes + size))),
                      "")
                << "message " << message.index() << " with " << size << " bytes";
    }
}

TEST(AMessage, IsRefusedWhenSomethingFollowsIt) {
    EXPECT_EQ(refusal(end, bytes_of({0, 0, 0, 1, 0})), "a message is longer than its fields");
}

TEST(AMessage, IsRefusedWithAnEnumerationThatDoesNotExist) {
    Finished said;
    auto frame = encode(said);
    for (const int value : {0, 8, 255}) {
        frame[header_bytes + 4] = static_cast<std::byte>(value);
        EXPECT_EQ(refusal(finished, Bytes(frame.begin() + header_bytes, frame.end())), "an enumeration has a value that does not exist") << value;
    }
}

TEST(AMessage, IsRefusedWithATruthThatIsNeither) {
    BackupComponent order;
    auto frame = encode(order);
    frame.back() = std::byte{2};
    EXPECT_EQ(refusal(backup, Bytes(frame.begin() + header_bytes, frame.end())), "a truth value is neither 0 nor 1");
}

TEST(AMessage, IsRefusedWithAListThatCannotBeInIt) {
    EXPECT_EQ(refusal(registration, bytes_of({0xff, 0xff, 0xff, 0xff})), "a list is longer than its message");
    EXPECT_EQ(refusal(registration, bytes_of({0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff})), "a message is shorter than its fields");
}

TEST(AMessage, IsRefusedWithATextThatIsLongerThanIt) {
    EXPECT_EQ(refusal(hello, bytes_of({0, 0, 0, 1, 0x7f, 0xff, 0xff, 0xff, 'a'})), "a message is shorter than its fields");
}

TEST(AMessage, ThatIsLongerThanAFrameIsNotSent) {
    Refused refused{std::string(longest_body, 'x')};
    EXPECT_THROW(encode(refused), ProtocolError);
}

TEST(AHeader, IsRefusedWithATypeThatDoesNotExist) {
    for (const int type : {0, 21, 255}) EXPECT_THROW(header_of(bytes_of({0, 0, 0, 0, type})), ProtocolError) << type;
    EXPECT_NO_THROW(header_of(bytes_of({0, 0, 0, 0, 20})));
}

TEST(AHeader, IsRefusedWithABodyThatIsTooLong) {
    EXPECT_EQ(header_of(bytes_of({0, 0x10, 0, 0, 9})).body, longest_body);
    EXPECT_THROW(header_of(bytes_of({0, 0x10, 0, 1, 9})), ProtocolError);
    EXPECT_THROW(header_of(bytes_of({0xff, 0xff, 0xff, 0xff, 9})), ProtocolError);
}

TEST(AHeaderOfData, AndItsBytesAreTheWholeMessage) {
    auto frame = data_header(5, 3);
    const auto bytes = bytes_of({1, 2, 3});
    frame.insert(frame.end(), bytes.begin(), bytes.end());
    const auto data = std::get<Data>(decoded(frame));
    EXPECT_EQ(data.stream, 5U);
    EXPECT_EQ(data.bytes, bytes);
}

}  // namespace
}  // namespace drs::wire
