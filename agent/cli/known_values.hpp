// SPDX-License-Identifier: Apache-2.0
// What the parameters of the command table stand for, and which values of them this appliance knows.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/session.hpp"

namespace drs::cli {

/// Asks the Master once in its life, and only when a value of its is wanted. Without a Master there are no values: what is
/// typed is completed less, and nobody is bothered.
class KnownValues {
public:
    explicit KnownValues(Session& session) : session_(session) {}

    /// Whole words that `parameter` can be and that begin with `begun`, sorted.
    std::vector<std::string> of(std::string_view parameter, const std::string& begun);

    const control::Snapshot& snapshot();
    std::vector<std::string> alarm_names();
    /// Places in the tree of traces and logs; a directory ends with `/`.
    std::vector<std::string> logs(const std::string& begun);

private:
    Session& session_;
    std::shared_ptr<const control::Snapshot> snapshot_;
};

struct Parameter {
    std::string_view name;   // as in the table, without brackets
    std::string_view means;
    std::vector<std::string> (*values)(KnownValues& known, const std::string& begun);  // null: none are known
};

std::span<const Parameter> parameters();
/// Null when there is none of that name.
const Parameter* find_parameter(std::string_view name);

}  // namespace drs::cli
