// SPDX-License-Identifier: Apache-2.0
#include "alarms/record.hpp"

#include <algorithm>
#include <type_traits>

#include "alarms/visible_text.hpp"
#include "runtime/error.hpp"

namespace drs::alarms {
namespace {

constexpr std::uint8_t version = 1;
constexpr std::size_t longest_reason = 2048;
constexpr std::size_t longest_name = 255;
constexpr std::int64_t end_of_time = 253'402'300'800'000;  // the year 10000, in milliseconds of the system clock
constexpr std::uint8_t relayed_flag = 1;

/// One order of the fields for both directions.
template <class Codec, class Rec>
void each_field(Codec& codec, Rec& record) {
    codec.number(record.sequence);
    codec.number(record.boot_epoch);
    codec.alarm(record.id);
    codec.state(record.state);
    codec.time(record.time);
    codec.relayed(record.relayed);
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

class Encoder {
public:
    template <class T>
    void number(T value) {
        using Bits = std::make_unsigned_t<T>;
        for (std::size_t i = 0; i < sizeof(T); ++i) bytes_.push_back(static_cast<std::byte>(static_cast<Bits>(value) >> (8 * i) & 0xff));
    }
    void alarm(AlarmId id) { number(static_cast<std::uint16_t>(id)); }
    void state(State state) { number(static_cast<std::uint8_t>(state)); }
    void time(model::TimePoint time) {
        number(std::clamp<std::int64_t>(time.time_since_epoch().count(), 0, end_of_time - 1));
    }
    void relayed(bool relayed) { number(relayed ? relayed_flag : std::uint8_t{0}); }
    void text(std::string_view text, std::size_t limit) {
        text = cut(text, limit);
        number(static_cast<std::uint16_t>(text.size()));
        const auto raw = std::as_bytes(std::span(text));
        bytes_.insert(bytes_.end(), raw.begin(), raw.end());
    }
    std::vector<std::byte> take() { return std::move(bytes_); }

private:
    std::vector<std::byte> bytes_;
};

[[noreturn]] void damaged(const char* what) {
    throw runtime::Error(runtime::Fault::file, std::string("an alarm record of the spool is damaged: ") + what);
}

class Decoder {
public:
    explicit Decoder(std::span<const std::byte> bytes) : rest_(bytes) {}

    template <class T>
    void number(T& value) {
        using Bits = std::make_unsigned_t<T>;
        const auto raw = take(sizeof(T));
        Bits bits = 0;
        for (std::size_t i = sizeof(T); i-- > 0;) bits = static_cast<Bits>(std::uint64_t{bits} << 8 | std::to_integer<std::uint64_t>(raw[i]));
        value = static_cast<T>(bits);
    }
    void alarm(AlarmId& id) {
        std::uint16_t value = 0;
        number(value);
        if (!is_alarm(value)) damaged("it names no alarm of the catalogue");
        id = static_cast<AlarmId>(value);
    }
    void state(State& state) {
        std::uint8_t value = 0;
        number(value);
        if (value < 1 || value > 3) damaged("its state is none that exists");
        state = static_cast<State>(value);
    }
    void time(model::TimePoint& time) {
        std::int64_t value = 0;
        number(value);
        if (value < 0 || value >= end_of_time) damaged("its time is not between 1970 and 9999");
        time = model::TimePoint(std::chrono::milliseconds(value));
    }
    void relayed(bool& relayed) {
        std::uint8_t flags = 0;
        number(flags);
        if (flags > relayed_flag) damaged("it has unknown flags");
        relayed = flags == relayed_flag;
    }
    void text(std::string& text, std::size_t limit) {
        std::uint16_t size = 0;
        number(size);
        if (size > limit) damaged("a text is too long");
        const auto raw = take(size);
        text.assign(reinterpret_cast<const char*>(raw.data()), raw.size());
    }
    void end() const {
        if (!rest_.empty()) damaged("bytes follow its end");
    }

private:
    std::span<const std::byte> take(std::size_t size) {
        if (rest_.size() < size) damaged("it ends too early");
        const auto front = rest_.first(size);
        rest_ = rest_.subspan(size);
        return front;
    }
    std::span<const std::byte> rest_;
};

}  // namespace

std::vector<std::byte> encode(const Record& record) {
    Encoder encoder;
    encoder.number(version);
    each_field(encoder, record);
    return encoder.take();
}

Record decode_record(std::span<const std::byte> bytes) {
    Decoder decoder(bytes);
    std::uint8_t found = 0;
    decoder.number(found);
    if (found != version) damaged("its version is not 1");
    Record record;
    each_field(decoder, record);
    decoder.end();
    return record;
}

}  // namespace drs::alarms
