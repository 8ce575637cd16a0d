// SPDX-License-Identifier: Apache-2.0
// Tells of nodes that stay away (MA2LAFailure), and that they are back.
#pragma once

#include <map>
#include <string>

#include "master/operation.hpp"

namespace drs::master {

/// A node that has registered something is missed when it has been away for `alarm.absence`; one that is only being restarted is not.
class NodeWatch {
public:
    explicit NodeWatch(Means& means) : means_(means) {}

    /// Looks once a second, until it is cancelled.
    runtime::Awaitable<void> run();
    void look();
    /// Ends the alarm, whoever raised it: the node is here again, or no longer expected.
    void settle(const std::string& node, const std::string& reason);

private:
    struct Absence {
        model::TimePoint since{};
        bool told = false;
    };
    void tell(const std::string& node, model::TimePoint now);

    Means& means_;
    std::map<std::string, Absence> absences_;
};

}  // namespace drs::master
