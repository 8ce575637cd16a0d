// SPDX-License-Identifier: Apache-2.0
// A backup, from the first component to the catalogue: nodes stream, the Master digests and writes.
#pragma once

#include "master/operation.hpp"
#include "master/selection.hpp"

namespace drs::master {

struct BackupPlan {
    std::vector<SelectedComponent> components;
    std::map<std::string, std::uint64_t> expected;  // node/FEATURE/COMPONENT -> bytes of the last good backup
    std::string product_name;
    std::optional<unsigned> keep_sets;              // nothing: an ad-hoc device, nothing is retired
    std::function<bool(const std::string& set)> is_ours;
};

class BackupJob final : public Operation {
public:
    BackupJob(Means& means, model::Job job, OpenDevice open_device, BackupPlan plan);

    /// Every file is committed under a scratch name; when the last component has ended all get their names, then the signature, then the catalogue, which
    /// makes the set exist. A component that fails is left out and named; a device that fails ends the run without a set.
    runtime::Awaitable<void> work() override;

private:
    runtime::Awaitable<void> clean_up() override;
    runtime::Awaitable<void> all_components();
    runtime::Awaitable<wire::Finished> store(const SelectedComponent& selected, NodeSession& session, std::unique_ptr<RemoteComponent>& remote);
    runtime::Awaitable<std::string> receive(RemoteComponent& remote, storage::FileWriter& writer, model::ComponentProgress& progress);
    std::vector<model::SetNode> nodes_of_files() const;
    runtime::Awaitable<void> publish();
    runtime::Awaitable<void> write_file(std::string name, std::string contents);
    runtime::Awaitable<void> retire();
    runtime::Awaitable<unsigned> sweep(std::function<bool(const std::string&)> ours);
    runtime::Awaitable<unsigned> sweep_own();
    wire::BackupComponent order_for(const SelectedComponent& selected) const;
    std::string scratch_name(const std::string& final_name) const { return ".drs-" + job.set->text() + "-" + final_name + ".part"; }

    BackupPlan plan_;
    std::vector<model::SetFile> files_;
};

}  // namespace drs::master
