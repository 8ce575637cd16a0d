// SPDX-License-Identifier: Apache-2.0
// The Local Agent from its start to its stop.
#pragma once

#include "runtime/settings.hpp"

namespace drs::local {

/// Reads product and every component file. Throws with the sentence of the first that is wrong.
void check_configuration(const runtime::Settings& settings);

/// Runs until SIGTERM or SIGINT. Throws what kept it from starting, after LocalAgentStartFailure was raised.
void run(const runtime::Settings& settings);

}  // namespace drs::local
