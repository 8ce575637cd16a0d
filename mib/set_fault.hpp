// SPDX-License-Identifier: Apache-2.0
// Why a SET fails, as SNMP tells it.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

#include "control/refusal.hpp"

namespace drs::mib {

/// The error-status values of RFC 3416 section 3.
enum class SetFault {
    gen_err = 5,
    wrong_type = 7,
    wrong_length = 8,
    wrong_encoding = 9,
    wrong_value = 10,
    no_creation = 11,
    inconsistent_value = 12,
    resource_unavailable = 13,
    commit_failed = 14,
    not_writable = 17,
    inconsistent_name = 18,
};

/// `varbind`: its place in the request.
class SetError : public std::runtime_error {
public:
    SetError(SetFault fault, std::size_t varbind, const std::string& why) : std::runtime_error(why), fault_(fault), varbind_(varbind) {}
    SetFault fault() const { return fault_; }
    std::size_t varbind() const { return varbind_; }

private:
    SetFault fault_;
    std::size_t varbind_;
};

/// The one table from the control service's refusals to SNMP.
SetFault fault_of(control::Kind kind);

}  // namespace drs::mib
