// SPDX-License-Identifier: Apache-2.0
#include "local/component_log.hpp"

#include <fmt/format.h>

#include "runtime/atomic_file.hpp"
#include "runtime/error.hpp"

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

void log_component(const std::filesystem::path& directory, const std::string& prefix, const ComponentRunReport& report, wire::Finished& finished) {
    try {
        write_component_log(directory, report);
        finished.log_file = prefix + "/" + component_log_name(report);
    } catch (const runtime::Error& e) {
        finished.warnings.push_back(std::string("the component's log could not be written: ") + e.what());
    }
}

bool remove_component_log(const std::filesystem::path& directory, std::string_view prefix, std::string_view log_file) {
    if (!log_file.starts_with(prefix) || !log_file.ends_with(".log")) return false;
    const auto name = log_file.substr(prefix.size());
    if (name.size() < 2 || name.front() != '/' || name.find('/', 1) != std::string_view::npos || name.find('\0') != std::string_view::npos) return false;
    std::error_code failure;
    std::filesystem::remove(directory / name.substr(1), failure);  // one that is gone already is no failure
    return !failure;
}

}  // namespace drs::local
