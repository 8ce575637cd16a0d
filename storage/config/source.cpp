// SPDX-License-Identifier: Apache-2.0
#include "storage/config/source.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "storage/config/config.hpp"

namespace drs::storage::xml {

std::size_t Source::line(std::ptrdiff_t offset) const {
    auto before = text_.substr(0, static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0)));
    // The end of a file that ends with a newline is still its last line of text.
    if (before.size() == text_.size() && before.ends_with('\n')) before.remove_suffix(1);
    return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
}

void Source::fail(std::ptrdiff_t offset, std::string_view sentence) const {
    throw ConfigError(fmt::format("{}:{}: {}", file_name_, line(offset), sentence));
}

}  // namespace drs::storage::xml
