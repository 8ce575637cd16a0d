// SPDX-License-Identifier: Apache-2.0
// Rows under a header line: one blank between cells for scripts, aligned columns for a person.
#pragma once

#include <string>
#include <vector>

namespace drs::cli {

enum class Layout { plain, aligned };

class TextTable {
public:
    explicit TextTable(std::vector<std::string> header) : rows_{std::move(header)} {}
    /// An empty cell shows as `---`; control characters do not get through.
    void add(std::vector<std::string> cells);
    std::string text(Layout layout) const;

private:
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace drs::cli
