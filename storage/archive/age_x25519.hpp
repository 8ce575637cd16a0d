// SPDX-License-Identifier: Apache-2.0
// The X25519 recipient of age: a fresh key agreed with the recipient's wraps the file key.
#pragma once

#include <optional>

#include "storage/archive/age_format.hpp"

namespace drs::storage::age {

Stanza lock(const model::Secret& file_key, const AgeRecipient& recipient);
/// Nothing when the stanza is of another type or for another identity. Throws ArchiveError(damaged) when it is an X25519 stanza
/// that no encryptor writes.
std::optional<model::Secret> unlock(const Stanza& stanza, const AgeIdentity& identity);

}  // namespace drs::storage::age
