// SPDX-License-Identifier: Apache-2.0
// What stays of a job beside its history: the totals, and how each component fared last.
#pragma once

#include "model/job.hpp"
#include "storage/db/sqlite.hpp"

namespace drs::storage::db {

/// SUCCESS and WARNING count as succeeded and good, for both have every component in the set; ERROR as failed, CANCELED as neither. Verify
/// and drill runs count nowhere.
void count_job(Connection& connection, const model::Job& job);

/// Each component of a backup that came to an end; the sizes change with a SUCCESS or WARNING only, for they estimate the next.
void note_components(Connection& connection, const model::Job& job);

}  // namespace drs::storage::db
