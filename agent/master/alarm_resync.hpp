// SPDX-License-Identifier: Apache-2.0
// Tells the SNMP receivers each active alarm once more, when a console asks for it.
#pragma once

#include "master/operation.hpp"

namespace drs::master {

class AlarmResync {
public:
    explicit AlarmResync(Means& means) : means_(means) {}

    /// Throws Refusal(busy) while the one before is under way: until each receiver has all of it, at most a minute, since one may be away for long.
    void check() const;
    /// When all is in the spool; the receivers take it from there, each at its own pace.
    void begin(const control::Caller& caller);

private:
    Means& means_;
    std::uint64_t last_ = 0;  // sequence of the newest one
    model::TimePoint began_{};
};

}  // namespace drs::master
