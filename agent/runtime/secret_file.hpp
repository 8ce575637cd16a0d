// SPDX-License-Identifier: Apache-2.0
// A password or key that an operator keeps in a file of its own.
#pragma once

#include <filesystem>

#include "model/secret.hpp"

namespace drs::runtime {

/// The file's contents without the line breaks at their end, at most 4096 octets. Throws Error(file) when the file is not there, or when
/// others than its owner may read it.
model::Secret read_secret(const std::filesystem::path& file);

}  // namespace drs::runtime
