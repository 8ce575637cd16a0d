// SPDX-License-Identifier: Apache-2.0
#include "alarms/record.hpp"

#include <gmock/gmock.h>

#include "runtime/error.hpp"

using namespace drs::alarms;
using drs::runtime::Error;
using drs::runtime::Fault;

namespace {

Record sample() {
    return {.sequence = 0x0102030405060708, .boot_epoch = 7, .id = AlarmId::sftp_failure, .state = State::raised,
            .time = drs::model::TimePoint(std::chrono::milliseconds(1'795'392'000'123)), .app_id = "Cisco DRF Master",
            .cluster = "StandAloneCluster", .reporting_node = "pub", .relayed = true,
            .detail = {.reason = "the server refused the login", .node = "sub1", .feature = "UCM", .component = "CCMDB",
                       .device = "nightly", .job = 12}};
}

void expect_refused(std::span<const std::byte> bytes) {
    try {
        decode_record(bytes);
        ADD_FAILURE() << "was taken";
    } catch (const Error& error) {
        EXPECT_EQ(error.fault(), Fault::file);
    }
}

}  // namespace

TEST(AnAlarmRecord, ComesBackAsItWas) {
    const auto back = decode_record(encode(sample()));
    EXPECT_EQ(back.sequence, sample().sequence);
    EXPECT_EQ(back.id, AlarmId::sftp_failure);
    EXPECT_EQ(back.time, sample().time);
    EXPECT_TRUE(back.relayed);
    EXPECT_EQ(back.detail.reason, "the server refused the login");
    EXPECT_EQ(back.detail.job, 12u);
    EXPECT_EQ(encode(back), encode(sample()));
}

TEST(AnAlarmRecord, IsRefusedWhenItEndsAnywhereTooEarly) {
    const auto bytes = encode(sample());
    for (std::size_t size = 0; size < bytes.size(); ++size) expect_refused(std::span(bytes).first(size));
}

TEST(AnAlarmRecord, IsRefusedWithABytePastItsEnd) {
    auto bytes = encode(sample());
    bytes.push_back(std::byte{0});
    expect_refused(bytes);
}

TEST(AnAlarmRecord, IsRefusedWithValuesThatDoNotExist) {
    struct { std::size_t at; int value; } const wrong[] = {{0, 2}, {0, 3}, {13, 0}, {13, 37}, {14, 1}, {15, 0}, {15, 7}, {23, 0x80}, {24, 4}, {30, 1}};
    for (const auto& [at, value] : wrong) {
        auto bytes = encode(sample());
        bytes[at] = static_cast<std::byte>(value);
        SCOPED_TRACE(at);
        expect_refused(bytes);
    }
}

TEST(AnAlarmRecord, ShortensATextThatIsTooLongAtACharacter) {
    auto record = sample();
    record.detail.reason = std::string(2047, 'x') + "\xc3\xa4";
    record.detail.device = std::string(300, 'd');
    const auto back = decode_record(encode(record));
    EXPECT_EQ(back.detail.reason, std::string(2047, 'x'));
    EXPECT_EQ(back.detail.device, std::string(255, 'd'));
}

TEST(AnAlarmRecord, CarriesRepeatsAndOperatorOnlyWhereThereAreAny) {
    auto record = sample();
    EXPECT_EQ(std::to_integer<int>(encode(record)[0]), 1);
    record.state = State::acknowledged;
    record.actor = "alice";
    record.repeats = 70'000;
    record.test = true;
    EXPECT_EQ(std::to_integer<int>(encode(record)[0]), 2);
    const auto back = decode_record(encode(record));
    EXPECT_EQ(back.state, State::acknowledged);
    EXPECT_EQ(back.actor, "alice");
    EXPECT_EQ(back.repeats, 70'000u);
    EXPECT_TRUE(back.test);
}
