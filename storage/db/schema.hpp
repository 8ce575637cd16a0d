// SPDX-License-Identifier: Apache-2.0
// The tables of the database, and how a file of an earlier release gets them.
#pragma once

#include "storage/db/sqlite.hpp"

namespace drs::storage::db {

/// Stands in the file's header (PRAGMA application_id): "DRSd".
inline constexpr std::int64_t application_id = 0x44525364;

/// Makes the tables of an empty file and brings those of an earlier release up to this one; all or nothing. Throws
/// DatabaseError for a file that is damaged, is another program's, or was written by a later release; it is then untouched.
void prepare_schema(Connection& connection);

}  // namespace drs::storage::db
