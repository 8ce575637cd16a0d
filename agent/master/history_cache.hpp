// SPDX-License-Identifier: Apache-2.0
// What the snapshot shows of the past, kept in memory and read anew when a job ends.
#pragma once

#include <map>

#include "control/snapshot.hpp"
#include "storage/db/database.hpp"

namespace drs::master {

struct HistoryCache {
    std::vector<control::HistoryRow> backups, restores;  // oldest first
    storage::Counters counters;

    static HistoryCache read(storage::Database& database);
};

/// Index numbers of names, from the database once and then from memory.
class IndexCache {
public:
    explicit IndexCache(storage::Database& database) : database_(database) {}
    std::uint32_t of(const std::string& kind, const std::string& name);
    /// Of several: new ones get theirs in one transaction, ascending.
    std::vector<std::uint32_t> of_all(const std::string& kind, const std::vector<std::string>& names);

private:
    storage::Database& database_;
    std::map<std::pair<std::string, std::string>, std::uint32_t> known_;
};

}  // namespace drs::master
