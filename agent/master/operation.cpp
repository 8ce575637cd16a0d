// SPDX-License-Identifier: Apache-2.0
#include "master/operation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "master/alarm_of.hpp"
#include "master/set_reader.hpp"
#include "model/names.hpp"

namespace drs::master {

using model::Result;
using runtime::Awaitable;

namespace {

bool good(Result result) { return result == Result::success || result == Result::warning; }

/// The first component that ended so, as a sentence; empty when none did.
std::string first_that(const model::Job& job, Result result, std::string_view did) {
    const auto first = std::find_if(job.components.begin(), job.components.end(), [&](const auto& component) { return component.result == result; });
    if (first == job.components.end()) return {};
    return fmt::format("{} on {} {}: {}", first->key.text(), first->node, did, first->reason);
}

}  // namespace

Operation::Operation(Means& m, model::Job j, OpenDevice open)
    : job(std::move(j)), means(m), open_device_(std::move(open)), device_(open_device_()), hooks_(m.executor, m.settings, m.trace) {}

void Operation::cancel_after_component(const std::string& reason) {
    if (!canceled_) canceled_.emplace(reason, Result::canceled);
}

void Operation::cancel_now(const std::string& reason, Result result) {
    canceled_.emplace(reason, result);
    hooks_.stop_before();
    device_gone_ = true;
    if (component_ != nullptr) component_->interrupt(reason);
    device_->abort();
}

void Operation::check_canceled() const {
    if (canceled_) throw *canceled_;
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

void Operation::raise_of_node(alarms::AlarmId id, const std::string& node, const std::string& reason) {
    alarms::Detail detail;
    detail.reason = reason;
    detail.node = node;
    detail.job = job.id;
    means.alarms.raise(id, std::move(detail));
}

Operation::Ending Operation::hook_failed(const HookFailed& failure) const {
    if (canceled_) return {canceled_->result, canceled_->what()};  // it failed because it was killed
    return {Result::error, failure.what()};
}

Operation::Ending Operation::device_failed(const storage::DeviceError& failure) {
    if (canceled_) return {canceled_->result, canceled_->what()};  // it failed because it was let go
    device_gone_ = true;
    device_failure_ = failure;
    raise(alarm_of_device(job.device_kind), failure.what());
    raise(alarm_of_access(job.kind), failure.what());
    return {Result::error, failure.what()};
}

Awaitable<Operation::Ending> Operation::attempt() {
    device_->work_for(job.id);
    try {
        co_await hooks_.before(job);
        check_canceled();
        co_await work();
        co_return Ending{};
    } catch (const Canceled& e) {
        co_return Ending{e.result, e.what()};
    } catch (const HookFailed& e) {
        co_return hook_failed(e);
    } catch (const NotAuthentic& e) {
        co_return Ending{Result::error, e.what()};
    } catch (const storage::DeviceError& e) {
        co_return device_failed(e);
    } catch (const std::exception& e) {
        raise(job.kind == model::JobKind::backup ? alarms::AlarmId::internal_process_failure : alarms::AlarmId::restore_internal_error, e.what());
        co_return Ending{Result::error, e.what()};
    }
}

Awaitable<void> Operation::run() {
    auto ending = co_await attempt();
    rest_ends(ending.forced.value_or(Result::error), ending.reason);
    if (ending.forced) co_await clean_up();
    ending = decide(ending);
    co_await hook_after(ending);
    settle(ending);
}

Operation::Ending Operation::decide(const Ending& ending) {
    const auto& components = job.components;
    for (const auto& feature : job.features)
        if (std::any_of(components.begin(), components.end(), [&](const auto& c) { return c.key.feature == feature && !good(c.result); }))
            job.failed_features.push_back(feature);
    if (ending.forced) return ending;
    if (const auto failure = first_that(job, Result::error, "failed"); !failure.empty()) return {Result::error, failure};
    if (const auto warning = first_that(job, Result::warning, "warns"); !warning.empty()) return {Result::warning, warning};
    return {Result::success, ""};
}

Awaitable<void> Operation::hook_after(Ending& ending) {
    auto told = job;
    told.result = *ending.forced;
    told.reason = ending.reason;
    const auto wrong = co_await hooks_.after(told);
    if (!wrong || !good(told.result)) co_return;
    ending = {Result::warning, ending.reason.empty() ? *wrong : ending.reason + "; " + *wrong};
}

void Operation::settle(const Ending& ending) {
    const auto allowed = std::move(job.reason);  // what a restore has been begun in spite of: it belongs into the history
    job.result = *ending.forced;
    job.reason = ending.reason;
    if (!allowed.empty()) job.reason += (job.reason.empty() ? "" : "; ") + allowed;
    job.ended = means.clock.now();
    means.trace.of_job(job.id).info("Operation.settle", "{} ends {}{}{} {{STATE_IDLE}}", model::word(job.kind), model::word(job.result),
                     job.reason.empty() ? "" : ": ", job.reason);
    on_change();
}

}  // namespace drs::master
