// SPDX-License-Identifier: Apache-2.0
// Which attempts of unknown clients are worth an alarm, so that one who tries for ever does not drown all others.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "model/set_id.hpp"

namespace drs::master {

/// One address is told at most once a minute, and at most 64 addresses are; what is not told is counted and said the next time.
class Strangers {
public:
    static constexpr std::chrono::minutes quiet{1};
    static constexpr std::size_t most_addresses = 64;

    struct Untold {
        std::uint64_t here = 0, elsewhere = 0;  // attempts since the last telling; elsewhere: of addresses that there was no room for any more
    };
    /// What to add when this attempt is to be told; nothing when it is not.
    std::optional<Untold> came(const std::string& address, model::TimePoint now);

private:
    struct Seen {
        model::TimePoint told{};
        std::uint64_t untold = 0;
    };
    static bool is_quiet(const Seen& seen, model::TimePoint now);
    void forget(model::TimePoint now);

    std::map<std::string, Seen> seen_;
    std::uint64_t untold_elsewhere_ = 0;
};

/// For the end of a sentence; empty when nothing was left untold.
std::string words_of(const Strangers::Untold& untold);

}  // namespace drs::master
