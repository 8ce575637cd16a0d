// SPDX-License-Identifier: Apache-2.0
// Makes all keys of a new system, in a way that a crash at any instant leaves nothing to be done by hand.
#pragma once

#include <string>

#include "runtime/paths.hpp"

namespace drs::master {

/// A system is new as long as none of its certificates is there: they are made together, after all other keys. Pairs that were put there
/// beforehand stay. While it works, the file `first-start` lies beside the keys; a start that finds it knows that the one before was cut
/// short, that nothing depends on its keys yet, and makes what is missing. On any other system it does nothing, so that no key of an old one
/// is ever replaced. Throws runtime::Error(file), also when half of a pair was put there beforehand; then nothing has been made.
void make_keys_of_new_system(const runtime::Paths& paths, const std::string& node, const std::string& created);

/// The text of a key file. Throws runtime::Error(file) naming it when it is not there.
std::string must_read_key(const std::filesystem::path& file);

}  // namespace drs::master
