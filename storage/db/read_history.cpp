// SPDX-License-Identifier: Apache-2.0
#include "storage/db/read_history.hpp"

#include "storage/db/job_rows.hpp"

namespace drs::storage {

std::vector<HistoryEntry> read_history(const std::filesystem::path& file, model::JobKind kind, unsigned limit) {
    db::Connection connection(file, db::Access::read);
    return db::history(connection, kind, limit);
}

}  // namespace drs::storage
