// SPDX-License-Identifier: Apache-2.0
#include "cli/text_table.hpp"

#include <algorithm>

#include "cli/printable.hpp"

namespace drs::cli {
namespace {

/// Characters, not bytes: continuation bytes of UTF-8 take no column.
std::size_t width(const std::string& cell) {
    return static_cast<std::size_t>(std::count_if(cell.begin(), cell.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

}  // namespace

void TextTable::add(std::vector<std::string> cells) {
    for (auto& cell : cells) cell = cell.empty() ? "---" : printable(cell);
    rows_.push_back(std::move(cells));
}

std::string TextTable::text(Layout layout) const {
    std::vector<std::size_t> widths(rows_.front().size());
    for (const auto& row : rows_)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
    std::string text;
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            text += row[i];
            if (i + 1 < row.size()) text.append(layout == Layout::plain ? 1 : widths[i] - width(row[i]) + 2, ' ');
        }
        text += "\n";
    }
    return text;
}

}  // namespace drs::cli
