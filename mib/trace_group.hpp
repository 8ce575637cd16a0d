// SPDX-License-Identifier: Apache-2.0
// drsTraceTable as managers write it.
#pragma once

#include "mib/set_requests.hpp"

namespace drs::mib {

/// A level until the next start of the agents; the row is the area's number from 1.
SetRequest trace_level_request();

}  // namespace drs::mib
