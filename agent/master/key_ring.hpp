// SPDX-License-Identifier: Apache-2.0
// All keys of the system: made by the Master's first start, read by every later one (var/lib/drs/keys).
#pragma once

#include <string>
#include <vector>

#include "model/secret.hpp"
#include "runtime/crypto/crypto.hpp"
#include "runtime/paths.hpp"
#include "storage/archive/age.hpp"
#include "storage/config/config.hpp"

namespace drs::master {

class KeyRing {
public:
    /// On a new system makes them first (new_keys.hpp): authority, certificates of the Master and of this node, age identity, signing key, SSH key.
    /// Throws runtime::Error with the file's name when one is missing or cannot be read.
    KeyRing(const runtime::Paths& paths, const std::string& node, const std::string& created);

    const storage::AgeIdentity& identity() const { return identity_; }
    /// Our own recipient and those of etc/drs/recipients; read at each call. Throws runtime::Error(bad_configuration) with file:line.
    std::vector<std::string> recipients() const;

    std::array<std::byte, 64> sign(std::string_view text) const;
    bool verify(std::string_view text, runtime::ByteView signature) const;

    /// Seals passwords in drfDevice.xml under a key derived from the age identity: who can read the sets can read them.
    storage::Sealer sealer() const;
    /// Opens no password and refuses what is no sealed one: for a check without keys.
    static storage::Sealer form_of_seals();

private:
    runtime::Paths paths_;
    storage::AgeIdentity identity_;
    model::Secret signing_key_;
    std::string signing_public_;
    std::array<std::byte, 32> sealing_key_{};
};

}  // namespace drs::master
