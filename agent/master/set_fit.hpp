// SPDX-License-Identifier: Apache-2.0
// Whether a set fits where it is to be restored: product, version, build flavour, deployment type and host name, end to end.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "control/service.hpp"
#include "master/node_registry.hpp"
#include "model/backup_set.hpp"

namespace drs::master {

/// The catalogue of set `id` that the request means: that of the Master `own`, or, when it allows another host name, the only one of another host.
/// Throws Refusal: not_found; mismatch with the host that made it; bad_value when several hosts did.
model::CatalogueName choose_catalogue(const std::vector<model::CatalogueName>& on_device, const model::SetId& id, const std::string& own,
                                      const control::RestoreRequest& request);

/// Of a set that the Master of another host has made: what it holds of that Master's own node becomes `own`'s; other nodes keep their names.
/// Throws Refusal when it holds a node `own` as well, or when `request` names the node that is no more.
void take_over(model::SetCatalogue& set, const std::string& own, const control::RestoreRequest& request);

/// What a comparison has found besides nothing at all.
struct Fit {
    std::vector<std::string> allowed;  // differences that the request lets pass
    std::vector<std::string> remarks;  // for the trace: what could not be compared, and addresses that differ
    std::map<std::string, model::ProductIdentity> products;  // of each node that gets something, as compared
};

/// Compares each node of `files` with what the set says of it. A set without that has only the version of its Master, which has to be `master`'s.
/// Throws Refusal: mismatch with node, field, both values and the way out; unreachable for a node that has not said what it runs.
Fit fit(const model::SetCatalogue& set, const std::vector<model::SetFile>& files, const NodeRegistry& nodes, const model::ProductIdentity& master,
        bool allow_build_flavour);

}  // namespace drs::master
