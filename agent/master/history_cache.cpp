// SPDX-License-Identifier: Apache-2.0
#include "master/history_cache.hpp"

namespace drs::master {
namespace {

std::vector<control::HistoryRow> rows(storage::Database& database, model::JobKind kind) {
    std::vector<control::HistoryRow> list;
    for (auto& entry : database.history(kind, model::shown_history)) list.push_back({entry.index, std::move(entry.job)});
    return list;
}

}  // namespace

HistoryCache HistoryCache::read(storage::Database& database) {
    HistoryCache cache;
    cache.backups = rows(database, model::JobKind::backup);
    cache.restores = rows(database, model::JobKind::restore);
    cache.counters = database.counters();
    return cache;
}

std::uint32_t IndexCache::of(const std::string& kind, const std::string& name) {
    const auto key = std::pair(kind, name);
    if (const auto place = known_.find(key); place != known_.end()) return place->second;
    return known_[key] = database_.index_of(kind, name);
}

std::vector<std::uint32_t> IndexCache::of_all(const std::string& kind, const std::vector<std::string>& names) {
    std::vector<std::string> fresh;
    for (const auto& name : names)
        if (!known_.contains({kind, name})) fresh.push_back(name);
    if (!fresh.empty()) {
        const auto numbers = database_.indexes_of(kind, fresh);
        for (std::size_t i = 0; i < fresh.size(); ++i) known_[{kind, fresh[i]}] = numbers[i];
    }
    std::vector<std::uint32_t> all;
    for (const auto& name : names) all.push_back(known_.at({kind, name}));
    return all;
}

}  // namespace drs::master
