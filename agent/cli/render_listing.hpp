// SPDX-License-Identifier: Apache-2.0
// The listings, each under its header line; an empty one is a sentence.
#pragma once

#include <string>
#include <vector>

#include "cli/text_table.hpp"
#include "control/snapshot.hpp"
#include "model/backup_set.hpp"

namespace drs::cli {

/// Oldest first, as given.
std::string render_history(const std::vector<control::HistoryRow>& history, Layout layout);
std::string render_devices(const std::vector<control::DeviceRow>& devices, Layout layout);
std::string render_sets(const std::vector<model::SetSummary>& sets, Layout layout);
/// `components` are those of `node`.
std::string render_registration(const std::string& node, const std::vector<control::ComponentRow>& components, Layout layout);

}  // namespace drs::cli
