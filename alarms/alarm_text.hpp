// SPDX-License-Identifier: Apache-2.0
// Alarms as a person reads them in a mail, and as a program reads them from a webhook.
#pragma once

#include <span>
#include <string>

#include "alarms/record.hpp"

namespace drs::alarms {

/// `2026-11-23T06:38:02.123Z` (RFC 3339, UTC)
std::string utc(model::TimePoint time);

/// The subject of a mail about `records`, of which there is at least one: `DRS LabCluster: BackupFailure raised on node1 and 3 more`. One line of ASCII.
std::string mail_subject(std::span<const Record> records);
/// A paragraph a record, oldest first: what, when, where, why, and what to do about it.
std::string mail_text(std::span<const Record> records);

/// One JSON object (RFC 8259) on one line; members as docs/operations.md lists them. Text that is no UTF-8 comes with U+FFFD for each such octet.
std::string json_of(const Record& record);

}  // namespace drs::alarms
