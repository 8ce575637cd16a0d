// SPDX-License-Identifier: Apache-2.0
// Which names are allowed: one rule each, asked by everything that takes a name from outside.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace drs::model {

/// Each returns nothing when the name is good, else one sentence that says what is wrong with it.
/// Device and schedule: 1 to 64 of letters, digits, blank, `-`, `_`, no blank at either end (the guide).
std::optional<std::string> wrong_device_name(std::string_view name);
std::optional<std::string> wrong_schedule_name(std::string_view name);
/// Feature and component: 1 to 64 of capital letters, digits and `_`, beginning with a letter or digit.
std::optional<std::string> wrong_feature_name(std::string_view name);
std::optional<std::string> wrong_component_name(std::string_view name);
/// Host: 1 to 63 of letters, digits, `-` and `.`, beginning and ending with a letter or digit. `_` is
/// not allowed: it separates the parts of a file name of a set.
std::optional<std::string> wrong_host_name(std::string_view name);

/// "UCM,CDR_CAR" -> {"UCM", "CDR_CAR"}: blanks around commas dropped, empty parts kept for the caller to refuse.
std::vector<std::string> split_features(std::string_view list);
std::string join(const std::vector<std::string>& names, std::string_view separator = ",");

}  // namespace drs::model
