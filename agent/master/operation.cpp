// SPDX-License-Identifier: Apache-2.0
#include "master/operation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "master/alarm_of.hpp"
#include "master/set_reader.hpp"
#include "model/names.hpp"
#include "runtime/error.hpp"

namespace drs::master {

Operation::Operation(Means& m, model::Job j, OpenDevice open)
    : job(std::move(j)), means(m), open_device_(std::move(open)), device_(open_device_()) {}

void Operation::cancel_after_component(const std::string& reason) {
    if (!canceled_) canceled_.emplace(reason, model::Result::canceled);
}

void Operation::cancel_now(const std::string& reason, model::Result result) {
    canceled_.emplace(reason, result);
    if (component_ != nullptr) component_->interrupt(reason);
    device_gone_ = true;
    device_->abort();
}

void Operation::check_canceled() const {
    if (canceled_) throw *canceled_;
}

runtime::Awaitable<void> Operation::let_go(RemoteComponent* component) {
    working_on(nullptr);
    if (component == nullptr) co_return;
    try {
        co_await component->cancel("the Master has ended this component");
    } catch (const runtime::Error& e) {
        means.trace.debug("Operation.let_go", "job {}: the node could not be told: {}", job.id, e.what());
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
    means.trace.info("Operation.component_begins", "job {}: {} of {} on {} {{STATE_{}}}", job.id, job.kind == model::JobKind::backup ? "backup" : "restore",
                     component.key.text(), component.node, model::word(job.kind));
    on_change();
}

void Operation::component_ends(model::ComponentProgress& component, model::Result result, const std::string& reason, const std::string& log_file) {
    component.result = result;
    component.reason = reason;
    if (!log_file.empty()) component.log_file = log_file;
    component.finished = means.clock.now();
    const auto text = fmt::format("job {}: {} on {} ends {}{}{}, {} bytes, {} stored", job.id, component.key.text(), component.node, model::word(result),
                                  reason.empty() ? "" : ": ", reason, component.bytes_before, component.bytes_stored);
    if (result == model::Result::error) means.trace.error("Operation.component_ends", "{}", text);
    else means.trace.info("Operation.component_ends", "{}", text);
    on_change();
}

void Operation::component_fails(model::ComponentProgress& component, const std::string& reason, const std::string& log_file, alarms::AlarmId id) {
    component_ends(component, model::Result::error, reason, log_file);
    raise(id, reason, &component);
}

void Operation::rest_ends(model::Result result, const std::string& reason) {
    for (auto& component : job.components)
        if (!component.finished) component_ends(component, result, reason, "");
}

void Operation::raise(alarms::AlarmId id, const std::string& reason, const model::ComponentProgress* component) {
    alarms::Detail detail;
    detail.reason = reason;
    detail.node = component ? component->node : means.settings.node;
    detail.device = job.device;
    detail.job = job.id;
    if (component) {
        detail.feature = component->key.feature;
        detail.component = component->key.component;
    }
    means.alarms.raise(id, std::move(detail));
}

Operation::Ending Operation::device_failed(const storage::DeviceError& failure) {
    if (canceled_) return {canceled_->result, canceled_->what()};  // it failed because it was let go
    device_gone_ = true;
    device_failure_ = failure;
    raise(alarm_of_device(job.device_kind), failure.what());
    raise(alarm_of_access(job.kind), failure.what());
    return {model::Result::error, failure.what()};
}

runtime::Awaitable<Operation::Ending> Operation::attempt() {
    try {
        co_await work();
        co_return Ending{};
    } catch (const Canceled& e) {
        co_return Ending{e.result, e.what()};
    } catch (const NotAuthentic& e) {
        co_return Ending{model::Result::error, e.what()};
    } catch (const storage::DeviceError& e) {
        co_return device_failed(e);
    } catch (const std::exception& e) {
        raise(job.kind == model::JobKind::backup ? alarms::AlarmId::internal_process_failure : alarms::AlarmId::restore_internal_error, e.what());
        co_return Ending{model::Result::error, e.what()};
    }
}

runtime::Awaitable<void> Operation::run() {
    const auto ending = co_await attempt();
    rest_ends(ending.forced.value_or(model::Result::error), ending.reason);
    if (ending.forced) co_await clean_up();
    settle(ending);
}

void Operation::settle(const Ending& ending) {
    const auto failed = [](const auto& component) { return component.result == model::Result::error; };
    for (const auto& feature : job.features)
        if (std::any_of(job.components.begin(), job.components.end(), [&](const auto& c) {
                return c.key.feature == feature && c.result != model::Result::success && c.result != model::Result::warning;
            }))
            job.failed_features.push_back(feature);
    const bool any_failed = std::any_of(job.components.begin(), job.components.end(), failed);
    job.result = ending.forced.value_or(any_failed ? model::Result::error : model::Result::success);
    job.reason = ending.reason;
    if (job.reason.empty() && job.result == model::Result::error) {
        const auto first = std::find_if(job.components.begin(), job.components.end(), failed);
        if (first != job.components.end()) job.reason = fmt::format("{} on {} failed: {}", first->key.text(), first->node, first->reason);
    }
    job.ended = means.clock.now();
    means.trace.info("Operation.settle", "job {}: {} ends {}{}{} {{STATE_IDLE}}", job.id, model::word(job.kind), model::word(job.result),
                     job.reason.empty() ? "" : ": ", job.reason);
    if (job.result == model::Result::error) {
        raise(alarm_of_failed_job(job.kind), job.reason);
    } else if (job.result == model::Result::success || job.result == model::Result::warning) {
        const auto name = job.set ? job.set->tar_name() : std::string();
        raise(alarm_of_completed_job(job.kind), fmt::format("{} of {} completed on {}", name, model::join(job.features), job.device));
    }
    on_change();
}

}  // namespace drs::master
