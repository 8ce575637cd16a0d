// SPDX-License-Identifier: Apache-2.0
#include "alarms/record.hpp"

#include <algorithm>

#include "alarms/octets.hpp"

namespace drs::alarms {
namespace {

constexpr std::uint8_t plain_version = 1;
constexpr std::uint8_t extended_version = 2;  // with what only some records have behind it
constexpr std::size_t longest_reason = 2048;
constexpr std::size_t longest_name = 255;
constexpr std::int64_t end_of_time = 253'402'300'800'000;  // the year 10000, in milliseconds of the system clock
constexpr std::uint8_t relayed_flag = 1;
constexpr std::uint8_t test_flag = 2;

/// One order of the fields for both directions.
template <class Codec, class Rec>
void each_field(Codec& codec, Rec& record) {
    codec.number(record.sequence);
    codec.number(record.boot_epoch);
    codec.alarm(record.id);
    codec.state(record.state);
    codec.time(record.time);
    codec.flags(record);
    codec.number(record.detail.job);
    codec.text(record.app_id, longest_name);
    codec.text(record.cluster, longest_name);
    codec.text(record.reporting_node, longest_name);
    codec.text(record.detail.reason, longest_reason);
    codec.text(record.detail.node, longest_name);
    codec.text(record.detail.feature, longest_name);
    codec.text(record.detail.component, longest_name);
    codec.text(record.detail.device, longest_name);
}

template <class Codec, class Rec>
void each_further_field(Codec& codec, Rec& record) {
    codec.number(record.repeats);
    codec.text(record.actor, longest_actor);
}

bool is_extended(const Record& record) { return record.repeats != 0 || !record.actor.empty(); }

struct Encoder : OctetWriter {
    void alarm(AlarmId id) { number(static_cast<std::uint16_t>(id)); }
    void state(State state) { number(static_cast<std::uint8_t>(state)); }
    void time(model::TimePoint time) { number(std::clamp<std::int64_t>(time.time_since_epoch().count(), 0, end_of_time - 1)); }
    void flags(const Record& record) {
        number(static_cast<std::uint8_t>((record.relayed ? relayed_flag : 0) | (record.test ? test_flag : 0)));
    }
};

struct Decoder : OctetReader {
    explicit Decoder(std::span<const std::byte> octets) : OctetReader(octets, "an alarm record of the spool") {}

    void alarm(AlarmId& id) {
        const auto value = number<std::uint16_t>();
        if (!is_alarm(value)) damaged("it names no alarm of the catalogue");
        id = static_cast<AlarmId>(value);
    }
    void state(State& state) {
        const auto value = number<std::uint8_t>();
        if (value < 1 || value > 6) damaged("its state is none that exists");
        state = static_cast<State>(value);
    }
    void time(model::TimePoint& time) {
        const auto value = number<std::int64_t>();
        if (value < 0 || value >= end_of_time) damaged("its time is not between 1970 and 9999");
        time = model::TimePoint(std::chrono::milliseconds(value));
    }
    void flags(Record& record) {
        const auto flags = number<std::uint8_t>();
        if (flags > (relayed_flag | test_flag)) damaged("it has unknown flags");
        record.relayed = flags & relayed_flag;
        record.test = flags & test_flag;
    }
    using OctetReader::number;
};

}  // namespace

std::string_view word(State state) {
    switch (state) {
        case State::raised: return "raised";
        case State::cleared: return "cleared";
        case State::event: return "event";
        case State::repeated: return "repeated";
        case State::acknowledged: return "acknowledged";
        case State::active: return "active";
    }
    return "?";
}

std::vector<std::byte> encode(const Record& record) {
    Encoder encoder;
    encoder.number(is_extended(record) ? extended_version : plain_version);
    each_field(encoder, record);
    if (is_extended(record)) each_further_field(encoder, record);
    return encoder.take();
}

Record decode_record(std::span<const std::byte> bytes) {
    Decoder decoder(bytes);
    const auto version = decoder.number<std::uint8_t>();
    if (version != plain_version && version != extended_version) decoder.damaged("its version is neither 1 nor 2");
    Record record;
    each_field(decoder, record);
    if (version == extended_version) {
        each_further_field(decoder, record);
        if (!is_extended(record)) decoder.damaged("it has nothing that version 2 is for");
    }
    decoder.end();
    return record;
}

}  // namespace drs::alarms
