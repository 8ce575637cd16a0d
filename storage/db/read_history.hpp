// SPDX-License-Identifier: Apache-2.0
// The history of an installation whose Master does not run, from its file alone.
#pragma once

#include "storage/db/database.hpp"

namespace drs::storage {

/// As Database::history; also of a Master that was killed. Changes neither the file nor its directory. Throws DatabaseError, also for a file of a release
/// with other tables.
std::vector<HistoryEntry> read_history(const std::filesystem::path& file, model::JobKind kind, unsigned limit);

}  // namespace drs::storage
