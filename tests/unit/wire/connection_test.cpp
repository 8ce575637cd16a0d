// SPDX-License-Identifier: Apache-2.0
#include "wire/connection.hpp"

#include <gmock/gmock.h>

#include "every_message.hpp"
#include "memory_stream.hpp"
#include "runtime/task_group.hpp"
#include "tests/support/cpp/on_io_thread.hpp"
#include "wire/codec.hpp"

namespace drs::wire {
namespace {

using runtime::Awaitable;
using testing::HasSubstr;

class AConnection : public testing::Test {
protected:
    test::IoThread io;
    std::shared_ptr<test::MemoryPipe> there = std::make_shared<test::MemoryPipe>(io.executor()), back = std::make_shared<test::MemoryPipe>(io.executor());
    Connection sender{io.executor(), std::make_unique<test::MemoryStream>(back, there)};
    Connection receiver{io.executor(), std::make_unique<test::MemoryStream>(there, back)};

    void put(std::span<const std::byte> bytes) { there->bytes.insert(there->bytes.end(), bytes.begin(), bytes.end()); }
    template <class Call>
    std::string failure(Call call) {
        try {
            call();
        } catch (const std::exception& error) {
            return error.what();
        }
        return {};
    }
};

TEST_F(AConnection, TakesAFrameThatIsSplitAtAnyByte) {
    Refused said{"not a node of this cluster"};
    const auto frame = encode(said);
    for (std::size_t at = 1; at < frame.size(); ++at) {
        put(frame);
        there->portions = {at};
        EXPECT_EQ(std::get<Refused>(io.run(receiver.receive())).reason, said.reason) << at;
    }
}

TEST_F(AConnection, TakesManyFramesByteByByte) {
    const auto all = test::RandomMessages(5).one_of_each();
    for (const auto& message : all) put(encode(message));
    there->portions.assign(there->bytes.size(), 1);
    for (const auto& message : all) EXPECT_EQ(encode(io.run(receiver.receive())), encode(message));
}

TEST_F(AConnection, TakesTheLongestFrame) {
    Refused said{std::string(longest_body - 4, 'x')};
    put(encode(said));
    EXPECT_EQ(std::get<Refused>(io.run(receiver.receive())).reason, said.reason);
}

TEST_F(AConnection, NeverMixesTheFramesOfItsSenders) {
    runtime::TaskGroup senders(io.executor(), [](const std::string& name, const std::string& what) { ADD_FAILURE() << name << ": " << what; });
    const std::vector<std::byte> bytes(1000, std::byte{7});
    for (int i = 0; i < 20; ++i) {
        senders.spawn("data", sender.send_data(1, bytes));
        senders.spawn("message", sender.send(Refused{"no"}));
    }
    int data = 0;
    for (int i = 0; i < 40; ++i) {
        const auto message = io.run(receiver.receive());
        if (const auto* piece = std::get_if<Data>(&message)) data += piece->bytes == bytes ? 1 : 0;
    }
    EXPECT_EQ(data, 20);
    EXPECT_TRUE(io.run(senders.join(std::chrono::seconds(10))));
}

TEST_F(AConnection, SaysWhoClosedIt) {
    sender.close();
    EXPECT_EQ(failure([&] { io.run(receiver.receive()); }), "memory closed the connection");
}

TEST_F(AConnection, DoesNotTakeHalfAFrameAtTheEnd) {
    Refused said{"no"};
    const auto frame = encode(said);
    put(std::span(frame).first(frame.size() - 1));
    there->ended = true;
    EXPECT_THROW(io.run(receiver.receive()), runtime::Error);
}

TEST_F(AConnection, RefusesAFrameThatIsTooLongBeforeItTakesIt) {
    const std::vector<std::byte> header{std::byte{0x7f}, std::byte{}, std::byte{}, std::byte{}, std::byte{1}};
    put(header);
    EXPECT_THROW(io.run(receiver.receive()), ProtocolError);
}

TEST_F(AConnection, GoesOnSendingAfterASenderFailed) {
    Refused too_long{std::string(longest_body, 'x')};
    EXPECT_THROW(io.run(sender.send(std::move(too_long))), ProtocolError);
    Refused said{"no"};
    io.run(sender.send(std::move(said)));
    EXPECT_EQ(std::get<Refused>(io.run(receiver.receive())).reason, "no");
}

}  // namespace
}  // namespace drs::wire
