// SPDX-License-Identifier: Apache-2.0
#include "alarms/checkpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "alarms/octets.hpp"
#include "alarms/segment.hpp"
#include "runtime/atomic_file.hpp"

namespace drs::alarms {
namespace {

constexpr std::string_view magic = "DRSACTV1";
constexpr std::size_t longest_file = 32u << 20;
constexpr std::size_t longest_node = 255;

void put_time(OctetWriter& out, model::TimePoint time) { out.number(static_cast<std::int64_t>(time.time_since_epoch().count())); }

model::TimePoint take_time(OctetReader& in) { return model::TimePoint(std::chrono::milliseconds(in.number<std::int64_t>())); }

void put(OctetWriter& out, const ActiveAlarm& alarm) {
    out.number(alarm.number);
    put_time(out, alarm.first);
    put_time(out, alarm.last);
    out.number(alarm.repeats);
    out.block(encode(alarm.raise));
    out.block(alarm.acknowledged ? encode(*alarm.acknowledged) : std::vector<std::byte>());
}

ActiveAlarm take_alarm(OctetReader& in) {
    ActiveAlarm alarm;
    in.number(alarm.number);
    alarm.first = take_time(in);
    alarm.last = take_time(in);
    in.number(alarm.repeats);
    alarm.raise = decode_record(in.block());
    if (const auto acknowledged = in.block(); !acknowledged.empty()) alarm.acknowledged = decode_record(acknowledged);
    return alarm;
}

void put(OctetWriter& out, const std::string& name, const Relayed::Node& node) {
    out.text(name, longest_node);
    out.number(node.sequence);
    out.number(static_cast<std::uint8_t>(node.digests.size()));
    for (const auto digest : node.digests) out.number(digest);
}

void take_node(OctetReader& in, Relayed& relayed) {
    std::string name;
    in.text(name, longest_node);
    auto& node = relayed.nodes[name];
    in.number(node.sequence);
    for (auto count = in.number<std::uint8_t>(); count > 0; --count) node.digests.push_back(in.number<std::uint64_t>());
    if (node.digests.size() > Relayed::most_unanswered) in.damaged("a node has too many records");
}

void take_job(OctetReader& in, Memory& memory) {
    const auto id = in.number<std::uint16_t>();
    if (!is_alarm(id)) in.damaged("it names no alarm of the catalogue");
    in.number(memory.last_job[static_cast<AlarmId>(id)]);
}

/// What stands before the checksum.
std::span<const std::byte> verified(std::span<const std::byte> bytes) {
    const auto damaged = [&](const char* how) { OctetReader(bytes, "the list of active alarms").damaged(how); };
    if (bytes.size() < magic.size() + 4) damaged("it ends too early");
    const auto content = bytes.first(bytes.size() - 4);
    OctetReader end(bytes.last(4), "the list of active alarms");
    if (end.number<std::uint32_t>() != crc32c(content)) damaged("its checksum is wrong");
    const auto head = std::as_bytes(std::span(magic));
    if (!std::equal(head.begin(), head.end(), content.begin())) damaged("it is none of this release");
    return content.subspan(magic.size());
}

}  // namespace

std::vector<std::byte> encode(const Memory& memory) {
    OctetWriter out;
    for (const char c : magic) out.number(static_cast<std::uint8_t>(c));
    out.number(memory.sequence);
    out.number(static_cast<std::uint32_t>(memory.active.size()));
    for (const auto& [key, alarm] : memory.active) put(out, alarm);
    out.number(static_cast<std::uint32_t>(memory.last_job.size()));
    for (const auto& [id, job] : memory.last_job) out.number(static_cast<std::uint16_t>(id)), out.number(job);
    out.number(static_cast<std::uint32_t>(memory.relayed.nodes.size()));
    for (const auto& [name, node] : memory.relayed.nodes) put(out, name, node);
    out.number(crc32c(out.octets()));
    return out.take();
}

Memory decode_memory(std::span<const std::byte> bytes) {
    OctetReader in(verified(bytes), "the list of active alarms");
    Memory memory;
    in.number(memory.sequence);
    for (auto count = in.number<std::uint32_t>(); count > 0; --count) {
        auto alarm = take_alarm(in);
        if (memory.active.size() >= Memory::most_active) in.damaged("it is too long");
        auto key = key_of(alarm.raise);
        memory.active.emplace(std::move(key), std::move(alarm));
    }
    for (auto count = in.number<std::uint32_t>(); count > 0; --count) take_job(in, memory);
    for (auto count = in.number<std::uint32_t>(); count > 0; --count) take_node(in, memory.relayed);
    in.end();
    return memory;
}

std::optional<Memory> Checkpoint::read() {
    try {
        runtime::discard_unfinished(file_);
        const auto contents = runtime::read_file(file_, longest_file);
        if (!contents) return std::nullopt;
        return decode_memory(std::as_bytes(std::span(*contents)));
    } catch (const runtime::Error& error) {
        damage_ = fmt::format("{} cannot be used ({}); the active alarms are those of the records in the spool", file_.string(), error.what());
        return std::nullopt;
    }
}

void Checkpoint::write(const Memory& memory) const {
    const auto bytes = encode(memory);
    runtime::replace_file(file_, std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()), 0600);
}

}  // namespace drs::alarms
