// SPDX-License-Identifier: Apache-2.0
#include "master/operations.hpp"

#include <fmt/format.h>

#include "master/job_end.hpp"
#include "runtime/deadline.hpp"
#include "runtime/error.hpp"

namespace drs::master {

using control::Kind;
using control::Refusal;
using runtime::Awaitable;

namespace {

/// So much time the hook after a job has to end when the Master is being stopped.
constexpr auto hook_grace_at_stop = std::chrono::seconds(60);

std::string_view noun(model::JobKind kind) { return kind == model::JobKind::backup ? "backup" : "restore"; }

}  // namespace

Operations::Operations(Means& means, ServiceParts& parts, Platform& platform, Publisher& publisher, Targets& targets)
    : means_(means), parts_(parts), platform_(platform), publisher_(publisher), targets_(targets), expiry_(means, parts.database),
      tasks_(means.executor, [&means](const std::string& name, const std::string& what) { means.trace.error("Operations.task", "{}: {}", name, what); }) {}

Operations::~Operations() = default;

std::optional<std::string> Operations::own_obstacle() const {
    if (operation_) return fmt::format("job {}, a {}, is running", operation_->job.id, noun(operation_->job.kind));
    if (starting_) return "another operation is about to begin";
    if (late_hooks_) return "the hook after a job that the Master Agent did not end is running";
    return std::nullopt;
}

std::optional<std::string> Operations::obstacle() const {
    auto own = own_obstacle();
    return own ? own : platform_.administration();
}

std::optional<std::string> Operations::occupy() {
    if (auto own = own_obstacle()) return own;
    try {
        return platform_.take();
    } catch (const runtime::Error& e) {
        tell_internal(e.what(), 0);
        throw Refusal(Kind::internal, e.what());
    }
}

void Operations::leave_place() {
    starting_ = false;
    if (!operation_) platform_.let_go();
}

void Operations::tell_internal(const std::string& sentence, model::JobId job) {
    means_.trace.of_job(job).error("Operations.tell_internal", "{}", sentence);
    alarms::Detail detail;
    detail.reason = sentence;
    detail.node = means_.settings.node;
    detail.job = job;
    means_.alarms.raise(alarms::AlarmId::internal_process_failure, std::move(detail));
}

void Operations::tell_busy(model::JobKind kind, const std::string& sentence) {
    alarms::Detail detail;
    detail.reason = sentence;
    detail.node = means_.settings.node;
    const auto running = operation_ ? operation_->job.id : 0;
    detail.job = running;
    means_.alarms.raise(alarms::AlarmId::backup_in_progress, std::move(detail));
    means_.trace.of_job(running).warn("Operations.tell_busy", "{}: {}", model::word(kind), sentence);
}

Operations::Place Operations::take_place(model::JobKind kind, const control::Caller& caller) {
    const auto why_not = occupy();
    if (!why_not) return Place(*this);
    const auto sentence = fmt::format("a {} cannot start while {}; wait for it or cancel it", noun(kind), *why_not);
    tell_busy(kind, sentence + " (asked by " + caller.name + ")");
    throw Refusal(Kind::busy, sentence);
}

control::StartedJob Operations::launch(std::unique_ptr<Operation> operation, Target target, const std::optional<storage::TaskStep>& step) {
    operation->job.id = parts_.database.begin_job(operation->job, step);
    operation_ = std::move(operation);
    operation_->on_change = [this] { publisher_.publish_progress(operation_.get()); };
    publisher_.publish(operation_.get());
    const control::StartedJob started{operation_->job.id, operation_->job.set};
    tasks_.spawn(fmt::format("job {}", started.job), run(*operation_, std::make_shared<const Target>(std::move(target))));
    return started;
}

void Operations::record_failure(model::Job job, const storage::TaskStep& step, const std::string& reason) {
    job.id = parts_.database.begin_job(job, step);
    means_.trace.of_job(job.id).error("Operations.record_failure", "{}", reason);
    job.result = model::Result::error;
    job.reason = reason;
    job.ended = means_.clock.now();
    parts_.database.end_job(job);
    tell_end(means_.alarms, means_.settings.node, job);
    publisher_.reread();
    publisher_.publish(operation_.get());
}

Awaitable<void> Operations::run(Operation& operation, std::shared_ptr<const Target> target) {
    co_await platform_.hold_for(operation.job);
    {
        const auto limit = means_.settings.job.limit;
        runtime::Deadline deadline(means_.executor, limit, [&operation, limit] {
            operation.cancel_now(fmt::format("the job ran longer than its limit of {} s", limit.count()), model::Result::error);
        });
        co_await operation.run();
    }
    try {
        remember(operation, *target);
    } catch (const std::exception& e) {
        tell_internal(fmt::format("the end of job {} could not be written down: {}", operation.job.id, e.what()), operation.job.id);
        if (operation.job.result == model::Result::error) tell_end(means_.alarms, means_.settings.node, operation.job);
    }
    operation_.reset();
    platform_.let_go();
    publisher_.publish(nullptr);
    on_end();
    co_await expiry_.run();
}

void Operations::remember(const Operation& operation, const Target& target) {
    parts_.database.end_job(operation.job);
    tell_end(means_.alarms, means_.settings.node, operation.job);
    targets_.pin_if_new(target, operation.host_key_fingerprint());
    operation.tell_device([&](const storage::DeviceError* failure) { failure ? targets_.saw_failure(target, *failure) : targets_.saw_ready(target, std::nullopt); });
    if (operation.job.kind == model::JobKind::restore) on_restored();
    publisher_.reread();
}

void Operations::cancel(model::JobKind kind, control::CancelMode mode, const control::Caller& caller) {
    if (!operation_) throw Refusal(Kind::not_found, fmt::format("no {} is running", noun(kind)));
    if (operation_->job.kind != kind)
        throw Refusal(Kind::not_found, fmt::format("no {} is running; job {} is a {}", noun(kind), operation_->job.id, noun(operation_->job.kind)));
    const auto reason = "canceled by " + caller.name;
    means_.trace.of_job(operation_->job.id).info("Operations.cancel", "{} {}", reason,
                      mode == control::CancelMode::now ? "at once" : "after the component in progress");
    if (mode == control::CancelMode::now) operation_->cancel_now(reason);
    else operation_->cancel_after_component(reason);
}

void Operations::recover() {
    auto jobs = parts_.database.unfinished_jobs();
    for (auto& job : jobs) {
        job.result = model::Result::error;
        job.reason = "the Master Agent stopped while it ran" + (job.reason.empty() ? "" : "; " + job.reason);
        job.ended = means_.clock.now();
        for (auto& component : job.components)
            if (!component.finished) component.result = model::Result::error;
        job.failed_features = job.features;
        means_.trace.of_job(job.id).error("Operations.recover", "{} ends ERROR: {}", model::word(job.kind), job.reason);
        parts_.database.end_job(job);
        tell_end(means_.alarms, means_.settings.node, job);
    }
    tell_newest_end();
    publisher_.reread();
    if (jobs.empty()) return;
    late_hooks_ = std::make_unique<Hooks>(means_.executor, means_.settings, means_.trace);
    tasks_.spawn("the hooks after jobs that were not ended", make_up_for_hooks(std::move(jobs)));
}

/// Whatever the hook before such a job has begun, the one after it must end.
Awaitable<void> Operations::make_up_for_hooks(std::vector<model::Job> jobs) {
    for (const auto& job : jobs) co_await late_hooks_->after(job);  // what is wrong with it, it tells itself: the job has its result
    late_hooks_.reset();
    on_end();
}

/// Between the end of a job in the history and its alarm the Master may have been killed; before the next job, so it can only be the newest.
void Operations::tell_newest_end() {
    std::optional<model::Job> newest;
    for (const auto kind : {model::JobKind::backup, model::JobKind::restore})
        for (auto& entry : parts_.database.history(kind, 1))
            if (!newest || entry.job.id > newest->id) newest = std::move(entry.job);
    if (newest && !end_is_told(means_.alarms, *newest)) tell_end(means_.alarms, means_.settings.node, *newest);
}

Awaitable<void> Operations::stop() {
    if (operation_) operation_->cancel_now("the Master Agent is being stopped");
    runtime::Deadline late(means_.executor, hook_grace_at_stop, [this] {
        if (operation_) operation_->stop_hook();
        if (late_hooks_) late_hooks_->stop();
    });
    for (;;) {
        const bool all_ended = co_await tasks_.join(std::chrono::seconds(30));
        if (all_ended) break;
        means_.trace.warn("Operations.stop", "an operation does not end; still waiting");
    }
}

}  // namespace drs::master
