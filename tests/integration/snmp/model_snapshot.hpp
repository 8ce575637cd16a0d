// SPDX-License-Identifier: Apache-2.0
// A made-up state with a few rows of everything, for the tests of SNMP.
#pragma once

#include "control/snapshot.hpp"

namespace drs::mib {

/// Taken at 2026-11-23 02:10:00 UTC, in the middle of a backup.
control::Snapshot model_snapshot();

}  // namespace drs::mib
