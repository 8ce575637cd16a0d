// SPDX-License-Identifier: Apache-2.0
#include "mib/schedule_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/names.hpp"

namespace drs::mib {
namespace {

using control::Kind;
using control::Refusal;
using namespace schedule_column;

constexpr std::array needed{name, device, features, start, frequency};
constexpr std::array<std::pair<std::string_view, SubId>, 5> fields{
    {{"name", name}, {"device", device}, {"features", features}, {"start", start}, {"frequency", frequency}}};

const control::ScheduleRow* row_of(const Source& source, SubId index) {
    const auto& rows = source.snapshot.schedules;
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.schedule.index == index; });
    return found == rows.end() ? nullptr : &*found;
}

const std::string& device_named(const Source& source, std::uint64_t index) {
    for (const auto& row : source.snapshot.devices)
        if (row.index == index) return row.name;
    throw Refusal(Kind::not_found, fmt::format("there is no device {}; drsDeviceTable has those there are", index), "device");
}

class ScheduleRows final : public RowTable {
public:
    Oid at() const override { return {objects_branch, 6, 1}; }
    SubId status_column() const override { return row_status; }
    std::span<const SubId> required(const Values&) const override { return needed; }
    bool exists(const Source& source, SubId index) const override { return row_of(source, index) != nullptr; }
    bool changes_in_place() const override { return true; }
    PendingRows& pending(Pending& all) const override { return all.schedules; }
    control::Edit put(const Source& source, SubId index, const Values& values, bool activate) const override;
    control::Edit remove(SubId index) const override { return control::RemoveSchedule{index}; }
    SubId column_of(std::string_view field) const override {
        for (const auto& [word, column] : fields)
            if (word == field) return column;
        return 0;
    }
};

control::Edit ScheduleRows::put(const Source& source, SubId index, const Values& values, bool) const {
    model::Schedule schedule;
    const auto* row = row_of(source, index);
    if (row) schedule = row->schedule;
    schedule.index = index;
    for (const auto& [column, value] : values) {
        switch (column) {
            case name: schedule.name = value.octets; break;
            case device: schedule.device = device_named(source, value.number); break;
            case features: schedule.features = model::split_features(value.octets); break;
            case start: schedule.start = start_of(value); break;
            case frequency: schedule.frequency = static_cast<model::Frequency>(value.number); break;
            case weekdays: schedule.weekdays = weekdays_of(value); break;
            case admin_state: schedule.enabled = value.number == 1; break;
            default: break;
        }
    }
    return control::PutSchedule{std::move(schedule), row == nullptr};
}

unsigned octet(const std::string& octets, std::size_t at) { return static_cast<unsigned char>(octets[at]); }

}  // namespace

Value start_octets(const std::string& start) {
    const auto time = model::parse_start(start);
    if (!time) return {Syntax::octets, 0, {}};
    const auto day = std::chrono::floor<std::chrono::days>(*time);
    const std::chrono::year_month_day date(day);
    const auto minutes = static_cast<unsigned>((*time - day).count());
    const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
    std::string octets;
    for (const unsigned each : {year >> 8, year & 0xff, static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), minutes / 60, minutes % 60, 0u, 0u})
        octets.push_back(static_cast<char>(each));
    return {Syntax::octets, 0, octets};
}

std::string start_of(const Value& value) {
    const auto& octets = value.octets;
    if (octets.size() < 8) return {};
    return fmt::format("{:04}/{:02}/{:02}-{:02}:{:02}", octet(octets, 0) << 8 | octet(octets, 1), octet(octets, 2), octet(octets, 3), octet(octets, 4), octet(octets, 5));
}

Value weekday_octets(const std::bitset<7>& days) {
    unsigned bits = 0;
    for (std::size_t day = 0; day < 7; ++day)
        if (days[day]) bits |= 0x80u >> day;
    return {Syntax::octets, 0, std::string(1, static_cast<char>(bits))};
}

std::bitset<7> weekdays_of(const Value& value) {
    std::bitset<7> days;
    for (std::size_t day = 0; day < 7; ++day) days[day] = !value.octets.empty() && (octet(value.octets, 0) & (0x80u >> day)) != 0;
    return days;
}

const RowTable& schedule_rows() {
    static const ScheduleRows rows;
    return rows;
}

}  // namespace drs::mib
