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
    if (const auto known = known_index(state_->connection, kind, name)) return *known;
    return indexes_of(kind, {name}).front();
}

std::vector<std::uint32_t> Database::indexes_of(const std::string& kind, const std::vector<std::string>& names) {
    auto& connection = state_->connection;
    db::Transaction transaction(connection);
    std::vector<std::uint32_t> numbers;
    for (const auto& name : names) {
        // Rows are never deleted, so the number after the largest was never anyone's.
        db::Statement(connection,
                      "INSERT INTO indexes (kind, number, name) SELECT ?1, coalesce(max(number), 0) + 1, ?2 FROM indexes WHERE kind = ?1 "
                      "ON CONFLICT (kind, name) DO NOTHING")
            .bind(kind, name)
            .run();
        numbers.push_back(known_index(connection, kind, name).value());
    }
    transaction.commit();
    return numbers;
}

}  // namespace drs::storage
