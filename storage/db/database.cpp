// SPDX-License-Identifier: Apache-2.0
#include "storage/db/database.hpp"

#include "storage/db/schema.hpp"
#include "storage/db/state.hpp"

namespace drs::storage {

using db::Statement;
using db::Transaction;

Database::Database(const std::filesystem::path& file) : state_(std::make_unique<State>(file)) { db::prepare_schema(state_->connection); }

Database::~Database() = default;

std::uint32_t Database::next_boot_epoch() {
    Transaction transaction(state_->connection);
    Statement(state_->connection, "UPDATE installation SET boot_epoch = boot_epoch + 1").run();
    Statement query(state_->connection, "SELECT boot_epoch FROM installation");
    query.step();
    const auto epoch = query.as<std::uint32_t>(0);
    transaction.commit();
    return epoch;
}

model::TimePoint Database::installed_since(const std::string& version, model::TimePoint now) {
    Transaction transaction(state_->connection);
    Statement(state_->connection, "UPDATE installation SET version = ?1, since = ?2 WHERE version IS NOT ?1").bind(version, now).run();
    Statement query(state_->connection, "SELECT since FROM installation");
    query.step();
    const auto since = query.time(0).value();
    transaction.commit();
    return since;
}

std::optional<std::string> Database::pinned_host_key(const std::string& server) {
    Statement query(state_->connection, "SELECT fingerprint FROM pinned_hosts WHERE server = ?");
    if (!query.bind(server).step()) return std::nullopt;
    return query.text(0);
}

void Database::pin_host_key(const std::string& server, const std::string& fingerprint) {
    Statement(state_->connection,
              "INSERT INTO pinned_hosts VALUES (?, ?) ON CONFLICT (server) DO UPDATE SET fingerprint = excluded.fingerprint")
        .bind(server, fingerprint)
        .run();
}

}  // namespace drs::storage
