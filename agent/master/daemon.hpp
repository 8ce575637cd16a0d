// SPDX-License-Identifier: Apache-2.0
// The Master Agent from its start to its stop: everything built in the order of its dependencies.
#pragma once

#include "runtime/settings.hpp"

namespace drs::master {

/// Reads every file the Master would read, makes nothing. Throws with the sentence of what is wrong first.
void check_configuration(const runtime::Settings& settings);

/// Runs until SIGTERM or SIGINT. Throws what kept it from starting, after MasterAgentStartFailure was raised.
void run(const runtime::Settings& settings);

}  // namespace drs::master
