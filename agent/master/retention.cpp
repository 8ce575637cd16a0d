// SPDX-License-Identifier: Apache-2.0
#include "master/retention.hpp"

#include <algorithm>
#include <set>

namespace drs::master {

using runtime::Awaitable;

namespace {

constexpr std::size_t id_length = 19;  // YYYY-MM-DD-hh-mm-ss

Awaitable<void> remove_set(storage::BackupDevice& device, model::SetCatalogue set) {
    const auto catalogue = model::catalogue_file_name(set.id, set.host);
    co_await device.remove(catalogue);
    for (const auto& file : set.files) co_await device.remove(file.file_name);
    const auto signature = model::signature_file_name(set.id, set.host);
    co_await device.remove(signature);
}

}  // namespace

Awaitable<std::vector<std::string>> retire_sets(storage::BackupDevice& device, const KeyRing& keys, std::string cluster, std::string host, unsigned keep) {
    SetReader reader(device, keys);
    const auto names = co_await reader.names();
    std::vector<std::string> gone;
    unsigned kept = 0;  // complete ones: a set that lacks something must not push out one that does not
    for (const auto& name : names) {
        if (name.host != host) continue;
        bool ours = false;
        std::vector<model::SetCatalogue> set;  // at most one: SetCatalogue has no empty value
        try {
            set.push_back(co_await reader.catalogue(name));
            ours = set.front().cluster == cluster;
        } catch (const NotAuthentic&) {
            ours = false;  // another system's, or damaged: not ours to remove
        }
        if (!ours) continue;
        if (kept < keep) {
            kept += set.front().failed_features.empty();
            continue;
        }
        co_await remove_set(device, set.front());
        gone.push_back(name.id.text());
    }
    co_return gone;
}

Awaitable<unsigned> sweep_device(storage::BackupDevice& device, std::vector<std::string> nodes, std::function<bool(const std::string&)> ours) {
    const storage::BackupDevice::Ours scratch_is_ours = [&nodes](const std::string& name) {
        if (name.ends_with("-probe.part")) return true;  // lives for a moment only, whoever's it is
        return std::any_of(nodes.begin(), nodes.end(), [&](const std::string& node) { return name.find("_" + node + "_") != name.npos; });
    };
    const unsigned scratch = co_await device.sweep(scratch_is_ours);
    unsigned gone = scratch;
    const auto files = co_await device.list();
    std::set<std::string> complete;
    for (const auto& file : files)
        if (const auto name = model::parse_catalogue_file_name(file.name)) complete.insert(name->id.text());
    for (const auto& file : files) {
        if (file.name.size() < id_length + 2 || file.name[id_length] != '_') continue;
        const auto id = file.name.substr(0, id_length);
        const bool of_a_set = file.name.ends_with(".zst.age") || file.name.ends_with("_drfComponent.xml.sig");
        if (!of_a_set || complete.contains(id) || !ours(id)) continue;
        co_await device.remove(file.name);
        ++gone;
    }
    co_return gone;
}

}  // namespace drs::master
