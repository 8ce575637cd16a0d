// SPDX-License-Identifier: Apache-2.0
#include "cli/render_status.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/local_time.hpp"
#include "cli/printable.hpp"

namespace drs::cli {
namespace {

constexpr std::size_t bar_length = 20;

std::string_view operation(model::JobKind kind) {
    switch (kind) {
        case model::JobKind::backup: return "Backup";
        case model::JobKind::restore: return "Restore";
        case model::JobKind::verify: return "Verification";
        case model::JobKind::drill: return "Drill";
    }
    return "Operation";
}

/// What follows the result's word on the first line.
std::string outcome(const model::Job& job) {
    if (!job.reason.empty()) return printable(job.reason);
    const auto name = operation(job.kind);
    switch (job.result) {
        case model::Result::success: return fmt::format("{} completed", name);
        case model::Result::warning: return fmt::format("{} completed with warnings", name);
        case model::Result::error: return fmt::format("{} failed", name);
        case model::Result::canceled: return fmt::format("{} was cancelled", name);
        default: return fmt::format("{} in progress", name);
    }
}

std::string log_path(const model::ComponentProgress& component) {
    return component.log_file.empty() ? "" : "activelog/" + component.log_file;
}

std::string place(const model::ComponentProgress& component) {
    return printable(component.key.text() + " on " + component.node);
}

}  // namespace

std::string render_status(const model::Job& job, Layout layout) {
    std::string text = fmt::format("Status: {} :{}\nTar Filename: {}\nStorage Location: {}\nOperation: {}\nPercentage Complete: {}%\n",
                                   model::word(job.result), outcome(job), job.set ? job.set->tar_name() : "---",
                                   printable(job.location), model::word(job.kind), job.percent());
    if (job.components.empty()) return text;
    TextTable table({"Feature", "Server", "Component", "Status", "Timestamp", "Log file"});
    for (const auto& each : job.components)
        table.add({each.key.feature, each.node, each.key.component, std::string(model::word(each.result)),
                   each.finished ? local_time(*each.finished) : "", log_path(each)});
    text += "\n" + table.text(layout);
    for (const auto& each : job.components)
        if (!each.reason.empty()) text += fmt::format("{} {}: {}\n", model::word(each.result), place(each), printable(each.reason));
    return text;
}

std::string render_progress_bar(const model::Job& job) {
    const auto filled = bar_length * job.percent() / 100;
    const auto running = std::find_if(job.components.begin(), job.components.end(),
                                      [](const auto& each) { return each.result == model::Result::active; });
    return fmt::format("[{}{}] {:3}%{}, {}", std::string(filled, '#'), std::string(bar_length - filled, '-'), job.percent(),
                       running == job.components.end() ? "" : " " + place(*running), size_text(job.bytes_stored()));
}

std::string render_step(const model::Job& job, const model::ComponentProgress& component) {
    return fmt::format("{:3}% {} {}", job.percent(), place(component), model::word(component.result));
}

}  // namespace drs::cli
