// SPDX-License-Identifier: Apache-2.0
// Text from elsewhere as a terminal may safely show it.
#pragma once

#include <string>
#include <string_view>

namespace drs::cli {

/// Control characters (C0, DEL, and C1 in UTF-8) come out as `\xNN`: a file name or a script's words must not
/// move the cursor, and one sentence stays one line.
std::string printable(std::string_view text);

/// `512B`, `1.5MiB`: no blank inside, so that it is one word of a row.
std::string size_text(unsigned long long bytes);

}  // namespace drs::cli
