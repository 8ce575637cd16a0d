// SPDX-License-Identifier: Apache-2.0
#include "master/strangers.hpp"

#include <fmt/format.h>

#include <utility>

namespace drs::master {

/// A clock that was set back keeps nobody quiet.
bool Strangers::is_quiet(const Seen& seen, model::TimePoint now) { return now >= seen.told && now - seen.told < quiet; }

/// Makes room for another address; what was counted of those that go is not lost.
void Strangers::forget(model::TimePoint now) {
    for (auto place = seen_.begin(); place != seen_.end();) {
        if (is_quiet(place->second, now)) {
            ++place;
            continue;
        }
        untold_elsewhere_ += place->second.untold;
        place = seen_.erase(place);
    }
}

std::optional<Strangers::Untold> Strangers::came(const std::string& address, model::TimePoint now) {
    auto place = seen_.find(address);
    if (place != seen_.end() && is_quiet(place->second, now)) {
        ++place->second.untold;
        return std::nullopt;
    }
    if (place == seen_.end()) {
        if (seen_.size() >= most_addresses) forget(now);
        if (seen_.size() >= most_addresses) {
            ++untold_elsewhere_;
            return std::nullopt;
        }
        place = seen_.emplace(address, Seen{}).first;
    }
    place->second.told = now;
    return Untold{std::exchange(place->second.untold, 0), std::exchange(untold_elsewhere_, 0)};
}

std::string words_of(const Strangers::Untold& untold) {
    std::string words;
    const auto attempts = [](std::uint64_t count) { return fmt::format("{} attempt{}", count, count == 1 ? "" : "s"); };
    if (untold.here > 0) words += fmt::format("; {} more from there since it was last told", attempts(untold.here));
    if (untold.elsewhere > 0)
        words += fmt::format("; {} from other addresses {} not told", attempts(untold.elsewhere), untold.elsewhere == 1 ? "was" : "were");
    return words;
}

}  // namespace drs::master
