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
    /// The lines of a shell have one root, which no option of a line changes.
    enum class Root { free, fixed };

    OptionReader(Invocation& invocation, Root root) : invocation_(invocation), root_(root) {}
    /// Fills the invocation; returns what is no option. Throws Refusal(usage).
    std::vector<std::string> read(std::span<const std::string> arguments);
    /// `detail`, `recent 5`: the words behind the arguments of `form`. Throws Refusal(usage).
    void take_words(const Form& form, std::span<const std::string> words);
    /// Throws Refusal(usage) when an option was given that `form` does not take.
    void check(const Form& form) const;
    /// Throws Refusal(usage) when an option of some command was given.
    void check_none() const;

private:
    /// True when `name` is an option of drs itself; `value` gives what stands behind it.
    template <class Value>
    bool take_global(std::string_view name, Value value);
    template <class Value>
    void take(const OptionRow& row, Value value);

    Invocation& invocation_;
    Root root_;
    std::vector<const OptionRow*> seen_;
};

}  // namespace drs::cli
