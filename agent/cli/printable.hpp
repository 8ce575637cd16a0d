// SPDX-License-Identifier: Apache-2.0
// Text from elsewhere as a terminal may safely show it.
#pragma once

#include <string>
#include <string_view>

namespace drs::cli {

/// Control characters (C0, DEL, and C1 in UTF-8) and bytes that are no UTF-8 come out as `\xNN`: a file name or a script's
/// words must not move the cursor, and one sentence stays one line.
std::string printable(std::string_view text);
/// The same for a line of a file, in which a tab is a tab.
std::string printable_line(std::string_view line);

/// `512B`, `1.5MiB`: no blank inside, so that it is one word of a row.
std::string size_text(unsigned long long bytes);

}  // namespace drs::cli
