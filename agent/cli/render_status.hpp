// SPDX-License-Identifier: Apache-2.0
// A job as `status` shows it.
#pragma once

#include <string>

#include "cli/text_table.hpp"
#include "model/job.hpp"

namespace drs::cli {

/// The header lines, the table of components, and a line for each component that says why it failed.
std::string render_status(const model::Job& job, Layout layout);
/// `[#####---------------]  25% CDR_CAR/CAR on pub, 1.5MiB`, without a line's end.
std::string render_progress_bar(const model::Job& job);
/// `  25% UCM/CCMDB on pub SUCCESS`, without a line's end.
std::string render_step(const model::Job& job, const model::ComponentProgress& component);

}  // namespace drs::cli
