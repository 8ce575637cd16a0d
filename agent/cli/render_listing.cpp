// SPDX-License-Identifier: Apache-2.0
#include "cli/render_listing.hpp"

#include "cli/local_time.hpp"
#include "cli/printable.hpp"
#include "model/names.hpp"

namespace drs::cli {

// The two blanks are what scripts in the field look for.
std::string render_history(const std::vector<control::HistoryRow>& history, Layout layout) {
    if (history.empty()) return "drfCliMsg:  No history data is available\n";
    TextTable table({"Tar Filename", "Backup Device", "Completed On", "Result", "Type", "Version", "Features", "Failed Features"});
    for (const auto& [index, job] : history)
        table.add({job.set ? job.set->tar_name() : "", std::string(model::word(job.device_kind)), job.ended ? local_time(*job.ended) : "",
                   std::string(model::word(job.result)), std::string(model::word(job.trigger)), job.product_version,
                   model::join(job.features), model::join(job.failed_features)});
    return table.text(layout);
}

std::string render_devices(const std::vector<control::DeviceRow>& devices, Layout layout) {
    if (devices.empty()) return "drfCliMsg: No backup devices are defined\n";
    TextTable table({"Device Name", "Device Type", "Device Path"});
    for (const auto& device : devices) table.add({device.name, std::string(model::word(device.kind)), device.location});
    return table.text(layout);
}

std::string render_sets(const std::vector<model::SetSummary>& sets, Layout layout) {
    if (sets.empty()) return "drfCliMsg: No backup files are available\n";
    TextTable table({"Tar Filename", "Server", "Version", "Size", "Features"});
    for (const auto& set : sets)
        table.add({set.id.tar_name(), set.host, set.product_version, size_text(set.bytes), model::join(set.features)});
    return table.text(layout);
}

std::string render_registration(const std::string& node, const std::vector<control::ComponentRow>& components, Layout layout) {
    if (components.empty()) return "drfCliMsg: No components are registered on " + printable(node) + "\n";
    TextTable table({"Feature", "Component", "Kind", "Required", "Last Status", "Last Backup"});
    for (const auto& each : components)
        table.add({each.feature, each.component, std::string(model::word(each.kind)), each.mandatory ? "mandatory" : "optional",
                   std::string(model::word(each.last_result)), each.last_time ? local_time(*each.last_time) : ""});
    return table.text(layout);
}

}  // namespace drs::cli
