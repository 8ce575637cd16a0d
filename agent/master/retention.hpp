// SPDX-License-Identifier: Apache-2.0
// What leaves a device: sets beyond the number to keep, and what broken runs of ours left behind.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "master/set_reader.hpp"

namespace drs::master {

/// Keeps this cluster's `keep` newest complete sets and removes, whole, what is older: only sets whose catalogue our key has signed and that name our
/// cluster count. A set with failed features does not count as kept, and goes when `keep` complete ones are newer. The catalogue goes first. Returns the
/// ids removed.
runtime::Awaitable<std::vector<std::string>> retire_sets(storage::BackupDevice& device, const KeyRing& keys, std::string cluster, std::string host,
                                                         unsigned keep);

/// Removes scratch of these nodes, and files of sets that `ours(id)` names but that have no catalogue: the run ended between the first file and the catalogue,
/// or the last removal was cut short. Returns how many files went.
runtime::Awaitable<unsigned> sweep_device(storage::BackupDevice& device, std::vector<std::string> nodes, std::function<bool(const std::string&)> ours);

}  // namespace drs::master
