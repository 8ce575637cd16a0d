// SPDX-License-Identifier: Apache-2.0
// Takes the options out of a command line and leaves the words.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.hpp"

namespace drs::cli {

class OptionReader {
public:
    explicit OptionReader(Invocation& invocation) : invocation_(invocation) {}
    /// Fills the invocation; returns what is no option. Throws Refusal(usage).
    std::vector<std::string> read(std::span<const std::string> arguments);
    /// Throws Refusal(usage) when an option was given that `form` does not take.
    void check(const Form& form) const;

private:
    /// True when `name` is an option of drs itself; `value` gives what stands behind it.
    template <class Value>
    bool take_global(std::string_view name, Value value);
    template <class Value>
    void take(const OptionRow& row, Value value);

    Invocation& invocation_;
    std::vector<const OptionRow*> seen_;
};

}  // namespace drs::cli
