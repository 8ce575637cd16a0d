// SPDX-License-Identifier: Apache-2.0
// What was last seen of the sets on each defined device: asking one takes as long as its server does, so faces that cannot wait show this.
#pragma once

#include <functional>
#include <map>

#include "master/publisher.hpp"
#include "master/targets.hpp"
#include "runtime/task_group.hpp"

namespace drs::master {

class SetLists {
public:
    /// `changed` is called when there is something new to show.
    SetLists(Means& means, ServiceParts& parts, Publisher& publisher, Targets& targets, std::function<void()> changed);

    /// Asks the device; the newest set first. Of a defined device the outcome is kept. Throws Refusal.
    runtime::Awaitable<std::vector<model::SetSummary>> read(control::DeviceChoice choice);
    /// Asks a defined device without anybody waiting for it. When that is going on already it is asked once more afterwards.
    void refresh(std::uint32_t device_index);
    /// As above, by its name; a name that is none of a defined device means nothing.
    void refresh(const std::string& device);
    /// One for each of these, in their order.
    std::vector<control::SetListRow> rows(const std::vector<control::DeviceRow>& devices) const;
    runtime::Awaitable<void> stop();

private:
    struct Kept {
        control::SetListRow row;
        bool reading = false;
        bool again = false;
    };
    runtime::Awaitable<void> run(std::uint32_t device_index);
    const model::Device* device_at(std::uint32_t index) const;
    void keep(std::uint32_t device_index, std::vector<model::SetSummary> newest_first);
    void keep_failure(std::uint32_t device_index, const std::string& reason);
    void forget_gone_devices();

    Means& means_;
    ServiceParts& parts_;
    Publisher& publisher_;
    Targets& targets_;
    std::function<void()> changed_;
    std::map<std::uint32_t, Kept> kept_;  // by the device's index
    runtime::TaskGroup tasks_;
};

}  // namespace drs::master
