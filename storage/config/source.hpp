// SPDX-License-Identifier: Apache-2.0
// The text of one XML file and its name: turns a byte offset into `file:line: sentence`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace drs::storage::xml {

/// Refers to the caller's text, which must outlive it.
class Source {
public:
    Source(std::string_view text, std::string file_name) : text_(text), file_name_(std::move(file_name)) {}

    std::string_view text() const { return text_; }
    const std::string& file_name() const { return file_name_; }
    /// From 1; an offset beyond the end is the last line.
    std::size_t line(std::ptrdiff_t offset) const;
    [[noreturn]] void fail(std::ptrdiff_t offset, std::string_view sentence) const;

private:
    std::string_view text_;
    std::string file_name_;
};

}  // namespace drs::storage::xml
