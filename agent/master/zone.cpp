// SPDX-License-Identifier: Apache-2.0
#include "master/zone.hpp"

#include <absl/time/time.h>
#include <fmt/format.h>

#include <optional>

#include "control/refusal.hpp"

namespace drs::master {
namespace {

constexpr std::size_t longest_name = 64;

/// Nothing that leads out of tzdata's directory, and none of the library's own spellings.
bool has_form_of_name(std::string_view name) {
    constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_/";
    return !name.empty() && name.size() <= longest_name && name.front() != '/' && name.find_first_not_of(allowed) == std::string_view::npos;
}

std::optional<absl::TimeZone> find_zone(const std::string& name) {
    if (!has_form_of_name(name)) return std::nullopt;
    absl::TimeZone zone;
    if (!absl::LoadTimeZone(name == local_file_zone ? "/etc/localtime" : name, &zone)) return std::nullopt;
    return zone;
}

absl::TimeZone known_zone(const std::string& name) {
    if (auto zone = find_zone(name)) return *std::move(zone);
    throw control::Refusal(control::Kind::bad_value,
                           fmt::format("this machine knows no time zone `{}`; give an IANA name such as Europe/Vienna, or install tzdata", name));
}

absl::CivilMinute civil(model::LocalMinutes wall) {
    const auto day = std::chrono::floor<std::chrono::days>(wall);
    const std::chrono::year_month_day date{day};
    return absl::CivilMinute(static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
                             static_cast<int>(static_cast<unsigned>(date.day())), 0, (wall - day).count());
}

}  // namespace

struct Zone::Rules {
    absl::TimeZone zone;
};

Zone::Zone(const std::string& name) : rules_(std::make_unique<const Rules>(Rules{known_zone(name)})) {}
Zone::~Zone() = default;
Zone::Zone(Zone&&) noexcept = default;
Zone& Zone::operator=(Zone&&) noexcept = default;

model::TimePoint Zone::first_at(model::LocalMinutes wall) const {
    const auto found = rules_->zone.At(absl::CivilSecond(civil(wall)));
    const bool skipped = found.kind == absl::TimeZone::TimeInfo::SKIPPED;
    return model::TimePoint{std::chrono::milliseconds{absl::ToUnixMillis(skipped ? found.trans : found.pre)}};
}

std::chrono::local_days Zone::day_of(model::TimePoint instant) const {
    const absl::CivilDay day(rules_->zone.At(absl::FromUnixMillis(instant.time_since_epoch().count())).cs);
    return std::chrono::local_days{std::chrono::days{day - absl::CivilDay(1970, 1, 1)}};
}

bool is_known_zone(const std::string& name) { return find_zone(name).has_value(); }

}  // namespace drs::master
