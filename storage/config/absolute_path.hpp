// SPDX-License-Identifier: Apache-2.0
// The one rule for a path in a configuration file: absolute, and written in its shortest form.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace drs::storage::xml {

/// Nothing when `path` begins with `/`, has no empty, `.` or `..` part, no `/` at its end and is not `/` itself; else one sentence.
std::optional<std::string> wrong_path(std::string_view path);

/// `/srv/tftp` lies in `/srv`, and in itself.
bool lies_in(std::string_view path, std::string_view directory);

}  // namespace drs::storage::xml
