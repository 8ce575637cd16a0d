// SPDX-License-Identifier: Apache-2.0
// A restore: every selected file of the set is proved first, then each component goes to its node.
#pragma once

#include "master/operation.hpp"
#include "model/backup_set.hpp"

namespace drs::master {

struct RestorePlan {
    std::vector<model::SetFile> files;
    bool check_integrity = true;
    std::map<std::string, model::ProductIdentity> products;  // of each node, as it was compared with the set
};

class RestoreJob final : public Operation {
public:
    RestoreJob(Means& means, model::Job job, OpenDevice open_device, RestorePlan plan);

    /// With the integrity check no node hears of the restore before all its files have shown their digests. Without it files are still unpacked beside
    /// their targets and proved before they are swapped in; a program gets its data as it comes.
    runtime::Awaitable<void> work() override;

private:
    runtime::Awaitable<void> clean_up() override;
    runtime::Awaitable<void> prove_all();
    void check_product(const std::string& node) const;
    runtime::Awaitable<wire::Finished> deliver(const model::SetFile& file, NodeSession& session, std::unique_ptr<RemoteComponent>& remote);
    runtime::Awaitable<void> stream(const model::SetFile& file, model::ComponentProgress& progress, NodeSession& session, std::unique_ptr<RemoteComponent>& remote);
    wire::RestoreComponent order_for(const model::SetFile& file, const model::Secret& file_key) const;

    RestorePlan plan_;
};

}  // namespace drs::master
