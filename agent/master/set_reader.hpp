// SPDX-License-Identifier: Apache-2.0
// Reads sets from a device: which there are, and a catalogue whose signature has been checked.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "master/key_ring.hpp"
#include "model/backup_set.hpp"
#include "storage/device/backup_device.hpp"

namespace drs::master {

/// A file of a set is not what was written. Its sentence names the file.
class NotAuthentic : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class SetReader {
public:
    SetReader(storage::BackupDevice& device, const KeyRing& keys) : device_(device), keys_(keys) {}

    /// Catalogues there are, newest set first.
    runtime::Awaitable<std::vector<model::CatalogueName>> names();
    /// Throws NotAuthentic (signature, form) or DeviceError.
    runtime::Awaitable<model::SetCatalogue> catalogue(model::CatalogueName name);
    /// One line a set; a set whose catalogue is damaged or another cluster's key has signed is listed with what is known of it, its version `?`.
    runtime::Awaitable<std::vector<model::SetSummary>> summaries();
    /// Reads the whole file; throws NotAuthentic unless length and digest are the catalogue's. `moved` hears of every piece.
    runtime::Awaitable<void> check(model::SetFile file, std::function<void(std::size_t)> moved);

private:
    runtime::Awaitable<std::string> read_small(std::string name, std::size_t limit);
    storage::BackupDevice& device_;
    const KeyRing& keys_;
};

/// The sentence for a file whose digest is wrong.
std::string damaged_sentence(const model::SetFile& file, const std::string& what);

}  // namespace drs::master
