// SPDX-License-Identifier: Apache-2.0
// Old history entries go, and the component logs of each with it.
#pragma once

#include "master/operation.hpp"
#include "storage/db/database.hpp"

namespace drs::master {

class Expiry {
public:
    Expiry(Means& means, storage::Database& database) : means_(means), database_(database) {}

    /// Forgets jobs beyond `history.keep` of each kind. A job whose logs lie on a node that is away stays until the node is back. The logs go
    /// first: cut short here, the entry is still there and the rest goes next time.
    runtime::Awaitable<void> run();

private:
    using LogsOfNode = std::map<std::string, std::vector<std::string>>;
    LogsOfNode logs_of(const model::Job& job);
    bool can_reach(const LogsOfNode& logs) const;
    runtime::Awaitable<void> forget(model::Job job);

    Means& means_;
    storage::Database& database_;
};

}  // namespace drs::master
