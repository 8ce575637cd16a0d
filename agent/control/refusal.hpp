// SPDX-License-Identifier: Apache-2.0
// Why the control service refuses: one kind per answer that a face must tell apart, one sentence for the person.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace drs::control {

/// The value is the command line's exit code (docs/operations.md); SNMP and HTTP map it in one table each.
enum class Kind {
    usage = 2,              // not a request we know
    bad_value = 3,          // a name, path or number that is not allowed
    not_found = 4,          // no such device, set, feature, node, job
    busy = 5,               // another operation runs (alarm BackupInProgress)
    device = 6,             // the backup device does not answer, or refuses
    unreachable = 7,        // the Master, or a node, is not there
    not_permitted = 8,      // the caller may not
    mismatch = 9,           // product, version, flavour, deployment or host name differs
    not_authentic = 10,     // signature or digest is wrong
    in_use = 11,            // a schedule uses it
    limit = 12,             // ten devices, ten schedules
    internal = 13,          // our fault (alarm InternalProcessFailure)
};

/// Nothing has changed when this is thrown.
class Refusal : public std::runtime_error {
public:
    /// `field`: which part of the request it is about, in the words of docs/control-socket.md (`name`, `start`, ...); empty: no single one.
    Refusal(Kind kind, const std::string& sentence, std::string_view field = {}) : std::runtime_error(sentence), kind_(kind), field_(field) {}
    Kind kind() const { return kind_; }
    const std::string& field() const { return field_; }

private:
    Kind kind_;
    std::string field_;
};

/// `bad_value`, `not_found`, ...: the words in JSON. A word of a later release is `internal`.
std::string_view word(Kind kind);
Kind kind_of(std::string_view word);

/// Exit codes that are not refusals.
inline constexpr int exit_success = 0;
inline constexpr int exit_job_failed = 1;     // the operation that was waited for ended in ERROR
inline constexpr int exit_canceled = 14;      // ... in CANCELED
inline constexpr int exit_warning = 15;       // ... in WARNING: all is done, but something warned

}  // namespace drs::control
