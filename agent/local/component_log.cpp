// SPDX-License-Identifier: Apache-2.0
#include "local/component_log.hpp"

#include <fmt/format.h>

#include "runtime/atomic_file.hpp"

namespace drs::local {

std::string component_log_name(const ComponentRunReport& report) {
    return fmt::format("{}_{}_{}_{}_{}.log", report.set, report.kind == model::JobKind::backup ? 'b' : 'r', report.node,
                       report.key.feature, report.key.component);
}

void write_component_log(const std::filesystem::path& directory, const ComponentRunReport& report) {
    auto text = fmt::format("Server: {}\nFeature: {}\nComponent: {}\nTime Completed: {}\nResult Code: {}\nResult String: {}{}{}\n",
                            report.node, report.key.feature, report.key.component, model::SetId::at(report.completed).text(), report.code,
                            model::word(report.result), report.reason.empty() ? "" : ": ", report.reason);
    for (const auto& warning : report.warnings) text += fmt::format("Warning: {}\n", warning);
    text += fmt::format("\n----> BEGIN Standard Output\n{}\n----> END Standard Output\n\n----> BEGIN Standard Error\n{}\n----> END Standard Error\n",
                        report.standard_output, report.standard_error);
    runtime::make_directory(directory);
    runtime::replace_file(directory / component_log_name(report), text, 0640);
}

}  // namespace drs::local
