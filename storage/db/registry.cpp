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

std::vector<model::Component> Database::registration(const std::string& node) {
    Statement query(state_->connection,
                    "SELECT feature, component, kind, mandatory, description FROM registrations WHERE node = ? ORDER BY feature, component");
    query.bind(node);
    std::vector<model::Component> components;
    while (query.step())
        components.push_back({.key = {query.text(0), query.text(1)},
                              .kind = query.as<model::ComponentKind>(2),
                              .mandatory = query.integer(3) != 0,
                              .description = query.text(4)});
    return components;
}

void Database::replace_registration(const std::string& node, const std::vector<model::Component>& components) {
    db::Transaction transaction(state_->connection);
    Statement(state_->connection, "DELETE FROM registrations WHERE node = ?").bind(node).run();
    Statement insert(state_->connection, "INSERT INTO registrations VALUES (?, ?, ?, ?, ?, ?)");
    for (const auto& c : components) insert.bind(node, c.key.feature, c.key.component, c.kind, c.mandatory, c.description).run();
    transaction.commit();
}

}  // namespace drs::storage
