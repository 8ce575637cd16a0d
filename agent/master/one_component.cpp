// SPDX-License-Identifier: Apache-2.0
// The part of an operation that is about a single component: its turn, its limit, and how its end is told.
#include <fmt/format.h>

#include <algorithm>

#include "master/alarm_of.hpp"
#include "master/operation.hpp"
#include "master/set_reader.hpp"
#include "model/names.hpp"
#include "runtime/error.hpp"

namespace drs::master {

using alarms::AlarmId;
using runtime::Awaitable;

namespace {

std::string_view noun(model::JobKind kind) { return kind == model::JobKind::backup ? "backup" : "restore"; }

}  // namespace

Awaitable<void> Operation::one_component(const std::string& node_name, const model::ComponentKey& key, Turn turn) {
    auto& component = progress(node_name, key);
    const auto* node = means.nodes.find(node_name);
    if (node == nullptr || !node->session) {
        node_is_away(component);
        co_return;
    }
    const auto session = node->session;
    component_begins(component);
    limit_component();
    std::unique_ptr<RemoteComponent> remote;
    std::exception_ptr failure;
    try {
        const auto finished = co_await turn(*session, remote);
        component.bytes_before = finished.bytes_before;
        component_ends(component, finished.result, model::join(finished.warnings, "; "), finished.log_file);
    } catch (...) {
        failure = std::current_exception();
    }
    component_deadline_.reset();
    if (!failure) {
        working_on(nullptr);
        co_return;
    }
    co_await let_go(remote.get());
    tell_failure(component, failure);
}

/// Told with the first component that it met: those still to come on the node have failed by it too.
void Operation::node_dropped_off(model::ComponentProgress& component, const std::string& reason) {
    if (dropped_nodes_.insert(component.node).second) component_fails(component, reason, "", alarm_of_disconnect(job.kind));
    else component_ends(component, model::Result::error, reason, "");
}

/// It is the node's alarm, not the component's, and that the node dropped off in this job has said it already.
void Operation::node_is_away(model::ComponentProgress& component) {
    const auto reason = fmt::format("node {} is not connected; start its Local Agent", component.node);
    component_ends(component, model::Result::error, reason, "");
    if (dropped_nodes_.contains(component.node)) return;
    raise_of_node(AlarmId::ma2la_failure, component.node, reason);
}

void Operation::limit_component() {
    late_.reset();
    const auto limit = means.settings.job.component_limit;
    if (limit.count() == 0) return;
    component_deadline_.emplace(means.executor, limit, [this, limit] {
        late_ = fmt::format("the component ran longer than its limit of {} s", limit.count());
        if (component_ != nullptr) component_->interrupt(*late_);
    });
}

void Operation::working_on(RemoteComponent* component) {
    component_ = component;
    if (component_ == nullptr) return;
    if (late_) component_->interrupt(*late_);
    if (canceled_ && device_gone_) component_->interrupt(canceled_->what());
}

Awaitable<void> Operation::let_go(RemoteComponent* component) {
    working_on(nullptr);
    if (component == nullptr) co_return;
    const std::string reason = late_ ? *late_ : std::string("the Master has ended this component");
    try {
        co_await component->cancel(reason);
    } catch (const runtime::Error& e) {
        means.trace.of_job(job.id).debug("Operation.let_go", "the node could not be told: {}", e.what());
    }
}

void Operation::tell_failure(model::ComponentProgress& component, const std::exception_ptr& failure) {
    const auto lost = [&](const std::exception& e) {
        if (late_) return component_fails(component, *late_, "", alarm_of_component(job.kind));
        node_dropped_off(component, fmt::format("node {} dropped off in the middle of the {}: {}", component.node, noun(job.kind), e.what()));
    };
    try {
        std::rethrow_exception(failure);
    } catch (const NotAuthentic& e) {
        component_fails(component, e.what(), "", alarm_of_component(job.kind));
    } catch (const ComponentFailed& e) {
        check_canceled();
        component_fails(component, e.what(), e.finished.log_file, alarm_of_component(job.kind));
    } catch (const NodeLost& e) {
        check_canceled();
        lost(e);
    } catch (const runtime::Error& e) {  // only the connection to the node throws these in a turn
        check_canceled();
        lost(e);
    } catch (const storage::DeviceError&) {
        check_canceled();
        throw;
    }
}

model::ComponentProgress& Operation::progress(const std::string& node, const model::ComponentKey& key) {
    const auto place = std::find_if(job.components.begin(), job.components.end(),
                                    [&](const auto& component) { return component.node == node && component.key == key; });
    if (place == job.components.end()) throw std::logic_error("component " + key.text() + " is not part of the job");
    return *place;
}

void Operation::component_begins(model::ComponentProgress& component) {
    component.result = model::Result::active;
    means.trace.of_job(job.id).info("Operation.component_begins", "{} of {} on {} {{STATE_{}}}", noun(job.kind), component.key.text(), component.node,
                     model::word(job.kind));
    on_change();
}

void Operation::component_ends(model::ComponentProgress& component, model::Result result, const std::string& reason, const std::string& log_file) {
    component.result = result;
    component.reason = reason;
    if (!log_file.empty()) component.log_file = log_file;
    component.finished = means.clock.now();
    const auto text = fmt::format("{} on {} ends {}{}{}, {} bytes, {} stored", component.key.text(), component.node, model::word(result),
                                  reason.empty() ? "" : ": ", reason, component.bytes_before, component.bytes_stored);
    const auto trace = means.trace.of_job(job.id);
    if (result == model::Result::error) trace.error("Operation.component_ends", "{}", text);
    else if (result == model::Result::warning) trace.warn("Operation.component_ends", "{}", text);
    else trace.info("Operation.component_ends", "{}", text);
    on_change();
}

void Operation::component_fails(model::ComponentProgress& component, const std::string& reason, const std::string& log_file, AlarmId id) {
    component_ends(component, model::Result::error, reason, log_file);
    raise(id, reason, &component);
}

void Operation::rest_ends(model::Result result, const std::string& reason) {
    for (auto& component : job.components)
        if (!component.finished) component_ends(component, result, reason, "");
}

}  // namespace drs::master
