// SPDX-License-Identifier: Apache-2.0
#include "storage/db/database.hpp"
#include "storage/db/state.hpp"

namespace drs::storage {
namespace {

std::optional<std::uint32_t> known_index(db::Connection& connection, const std::string& kind, const std::string& name) {
    db::Statement query(connection, "SELECT number FROM indexes WHERE kind = ? AND name = ?");
    if (!query.bind(kind, name).step()) return std::nullopt;
    return query.as<std::uint32_t>(0);
}

}  // namespace

std::uint32_t Database::index_of(const std::string& kind, const std::string& name) {
    auto& connection = state_->connection;
    if (const auto known = known_index(connection, kind, name)) return *known;
    db::Transaction transaction(connection);
    // Rows are never deleted, so the number after the largest was never anyone's.
    db::Statement(connection,
                  "INSERT INTO indexes (kind, number, name) SELECT ?1, coalesce(max(number), 0) + 1, ?2 FROM indexes WHERE kind = ?1 "
                  "ON CONFLICT (kind, name) DO NOTHING")
        .bind(kind, name)
        .run();
    const auto number = known_index(connection, kind, name).value();
    transaction.commit();
    return number;
}

}  // namespace drs::storage
