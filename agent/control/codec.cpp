// SPDX-License-Identifier: Apache-2.0
#include "control/codec.hpp"

#include <string.h>

#include <array>

#include "control/json_reader.hpp"
#include "control/json_writer.hpp"
#include "control/wiping_memory.hpp"

namespace drs::control {
namespace {

constexpr std::size_t deepest = 16;  // the snapshot needs eight

// In the order of the variants.
constexpr std::array<std::string_view, std::variant_size_v<Request>> request_words{
    "status", "sets", "backup", "restore", "cancel", "add_device", "remove_device",
    "add_schedule", "change_schedule", "remove_schedules", "enable_schedules", "estimate",
    "alarms", "alarm_log", "acknowledge", "test_alarm", "alarm_help", "remove_node", "trace_level"};
constexpr std::array<std::string_view, std::variant_size_v<Answer>> answer_words{
    "refused", "done", "snapshot", "sets", "started", "device", "removed", "schedule", "switched", "estimate",
    "alarms", "alarm_log", "acknowledged", "tested", "alarm_help", "trace_levels"};

struct RefusalMembers {
    std::string kind, sentence;
};
template <class V> void members(V& v, Like<RefusalMembers> auto& x) { v("kind", x.kind), v("sentence", x.sentence); }

/// As one line in a text that is never reallocated, so that no copy of a password stays behind.
std::string line_of(const json::value& value) {
    std::array<char, 4096> piece;
    json::serializer serializer;
    std::size_t length = 0;
    for (serializer.reset(&value); !serializer.done();) length += serializer.read(piece.data(), piece.size()).size();
    std::string line;
    line.reserve(length);
    for (serializer.reset(&value); !serializer.done();) line += std::string_view(serializer.read(piece.data(), piece.size()));
    explicit_bzero(piece.data(), piece.size());
    return line;
}

json::value parse(std::string_view line, std::size_t longest, std::string_view what, const json::storage_ptr& memory) {
    if (line.size() > longest)
        throw Refusal(Kind::usage, "the " + std::string(what) + " is longer than " + std::to_string(longest) + " bytes; send less");
    json::parse_options options;
    options.max_depth = deepest;
    json::parser parser(memory, options);
    parser.reset(memory);
    json::error_code failure;
    parser.write(line, failure);
    if (failure)
        throw Refusal(Kind::usage, "the " + std::string(what) + " is not one line of JSON (" + failure.message() +
                                       "); docs/control-socket.md shows its form");
    return parser.release();
}

/// The place of the word under `what` in `words`.
template <std::size_t N>
std::size_t alternative(const json::object& object, std::string_view what, const std::array<std::string_view, N>& words) {
    const json::value* word = object.if_contains(what);
    if (word != nullptr && word->is_string())
        for (std::size_t i = 0; i < N; ++i)
            if (words[i] == std::string_view(word->get_string())) return i;
    throw Refusal(Kind::usage, "`" + std::string(what) + "` is missing or none of the words of docs/control-socket.md");
}

void refuse_others(const json::object& object) {
    for (const auto& [name, value] : object)
        if (name != "request" && name != "argument")
            throw Refusal(Kind::usage, "a request has the members `request` and `argument`, not `" +
                                           as_utf8(std::string_view(name).substr(0, 64)) + "`");
}

template <std::size_t... Index>
Request read_request(JsonReader& reader, const json::object& object, std::size_t chosen, std::index_sequence<Index...>) {
    Request request;
    const auto read = [&]<std::size_t I>() {
        if (I != chosen) return;
        if constexpr (I > 0) reader.read_member(object, "argument", request.emplace<I>());
    };
    (read.template operator()<Index>(), ...);
    return request;
}

json::value result_of(JsonWriter& writer, const Refusal& refusal) {
    return writer.write(RefusalMembers{std::string(word(refusal.kind())), refusal.what()});
}
json::value result_of(JsonWriter& writer, const std::shared_ptr<const Snapshot>& snapshot) {
    return writer.write(snapshot ? *snapshot : Snapshot{});
}
template <class T>
json::value result_of(JsonWriter& writer, const T& result) { return writer.write(result); }

template <class T>
T read_result(JsonReader& reader, const json::object& object) {
    T result{};
    reader.read_member(object, "result", result);
    return result;
}

Answer read_answer(JsonReader& reader, const json::object& object, std::size_t chosen) {
    switch (chosen) {
        case 0: {
            const auto refusal = read_result<RefusalMembers>(reader, object);
            return Refusal(kind_of(refusal.kind), refusal.sentence);
        }
        case 1: return Done{};
        case 2: return std::make_shared<const Snapshot>(read_result<Snapshot>(reader, object));
        case 3: return read_result<std::vector<model::SetSummary>>(reader, object);
        case 4: return read_result<StartedJob>(reader, object);
        case 5: return read_result<DeviceRow>(reader, object);
        case 6: return read_result<Removed>(reader, object);
        case 7: return read_result<ScheduleRow>(reader, object);
        case 8: return read_result<Switched>(reader, object);
        case 9: return read_result<Estimate>(reader, object);
        case 10: return read_result<std::vector<AlarmRow>>(reader, object);
        case 11: return read_result<std::vector<AlarmLogRow>>(reader, object);
        case 12: return read_result<AlarmRow>(reader, object);
        case 13: return read_result<TestedAlarm>(reader, object);
        case 14: return read_result<std::vector<AlarmDescription>>(reader, object);
        default: return read_result<std::vector<TraceLevelRow>>(reader, object);
    }
}

}  // namespace

std::string encode(const Request& request) {
    WipingMemory memory;
    JsonWriter writer(&memory, BadText::refuse);
    json::object object(&memory);
    object.emplace("request", request_words[request.index()]);
    const auto argument = [&](const auto& value) { return writer.write(value); };
    if (!std::holds_alternative<StatusQuery>(request)) object.emplace("argument", std::visit(argument, request));
    return line_of(std::move(object));
}

std::string encode(const Answer& answer) {
    JsonWriter writer({}, BadText::replace);
    json::object object;
    object.emplace("answer", answer_words[answer.index()]);
    const auto result = [&](const auto& value) { return result_of(writer, value); };
    if (!std::holds_alternative<Done>(answer)) object.emplace("result", std::visit(result, answer));
    return json::serialize(object);
}

Request decode_request(std::string_view line) {
    WipingMemory memory;
    const json::value value = parse(line, longest_request, "request", &memory);
    JsonReader reader("request", Surplus::refuse);
    const json::object& object = reader.object_of(value);
    const auto chosen = alternative(object, "request", request_words);
    refuse_others(object);
    return read_request(reader, object, chosen, std::make_index_sequence<std::variant_size_v<Request>>());
}

Answer decode_answer(std::string_view line) {
    const json::value value = parse(line, longest_answer, "answer", {});
    JsonReader reader("answer", Surplus::ignore);
    const json::object& object = reader.object_of(value);
    return read_answer(reader, object, alternative(object, "answer", answer_words));
}

}  // namespace drs::control
