// SPDX-License-Identifier: Apache-2.0
// Times as the listings show them.
#pragma once

#include <string>

#include "model/set_id.hpp"

namespace drs::cli {

/// `Fri Dec 12 13:45:19 PST 2025`: the machine's time zone (TZ), names of the C locale whatever the operator's is.
std::string local_time(model::TimePoint time);

}  // namespace drs::cli
