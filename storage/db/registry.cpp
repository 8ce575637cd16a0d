// SPDX-License-Identifier: Apache-2.0
#include "storage/db/database.hpp"
#include "storage/db/state.hpp"

namespace drs::storage {

using db::Statement;

Counters Database::counters() {
    Statement query(state_->connection,
                    "SELECT backups_succeeded, backups_failed, restores_succeeded, restores_failed, bytes_stored, last_backup_result, "
                    "last_good_backup FROM counters");
    query.step();
    return {.backups_succeeded = query.as<std::uint32_t>(0),
            .backups_failed = query.as<std::uint32_t>(1),
            .restores_succeeded = query.as<std::uint32_t>(2),
            .restores_failed = query.as<std::uint32_t>(3),
            .bytes_stored = query.as<std::uint64_t>(4),
            .last_backup_result = query.as<model::Result>(5),
            .last_good_backup = query.time(6)};
}

ComponentLast Database::component_last(const std::string& node, const model::ComponentKey& key) {
    Statement query(state_->connection,
                    "SELECT result, bytes_before, bytes_stored, time FROM component_last WHERE node = ? AND feature = ? AND component = ?");
    if (!query.bind(node, key.feature, key.component).step()) return {};
    return {query.as<model::Result>(0), query.as<std::uint64_t>(1), query.as<std::uint64_t>(2), query.time(3)};
}

}  // namespace drs::storage
