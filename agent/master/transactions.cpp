// SPDX-License-Identifier: Apache-2.0
#include "master/transactions.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drs::master {

using control::EditRefusal;
using control::Kind;
using control::Refusal;

void Transactions::check_cancel(const control::CancelJob& cancel) const {
    const auto* running = operations_.running();
    if (running == nullptr) throw Refusal(Kind::not_found, "no job is running", "job");
    if (running->job.id != cancel.job) throw Refusal(Kind::not_found, fmt::format("job {} does not run; job {} does", cancel.job, running->job.id), "job");
}

void Transactions::check_operations(const control::Edits& edits) const {
    bool one = false;
    for (std::size_t i = 0; i < edits.size(); ++i) {
        try {
            if (const auto* cancel = std::get_if<control::CancelJob>(&edits[i])) check_cancel(*cancel);
            const auto* submit = std::get_if<control::SubmitJob>(&edits[i]);
            if (!submit) continue;
            requests_.check(submit->request);
            if (std::exchange(one, true)) throw Refusal(Kind::busy, "two jobs cannot run at once; ask for the second one later");
        } catch (const Refusal& refusal) {
            throw EditRefusal(i, refusal);
        }
    }
}

void Transactions::check_lock(const control::Edits& edits) const {
    for (std::size_t i = 0; i < edits.size(); ++i) {
        const auto* test = std::get_if<control::TestLock>(&edits[i]);
        if (test == nullptr || test->value == lock_.value()) continue;
        throw EditRefusal(i, Refusal(Kind::mismatch, fmt::format("the configuration has been changed: its lock is {}, not {}; read it again", lock_.value(), test->value), "lock"));
    }
}

std::string Transactions::busy_device() const {
    const auto* running = operations_.running();
    return running == nullptr ? "" : running->job.device;
}

/// The lock first: whoever means another state need not be told what else is wrong.
storage::ScheduleFile Transactions::judged(const control::Edits& edits) {
    check_lock(edits);
    auto schedules = schedules_.planned(edits);
    devices_.check(edits, {schedules, busy_device()});
    check_operations(edits);
    console_.check(edits);
    trace_levels_.check(edits);
    return schedules;
}

void Transactions::check(const control::Edits& edits) { (void)judged(edits); }

control::Undo Transactions::apply(const control::Edits& edits, const control::Caller& caller) {
    const auto schedules = judged(edits);
    const auto before = lock_.value();
    // In this order no schedule is ever without its device, also when the Master dies in between.
    auto undo_schedules = schedules_.apply(edits, caller);
    control::Undo undo_devices, undo_levels;
    try {
        undo_devices = devices_.apply(edits, {schedules, busy_device()}, caller);
        undo_levels = trace_levels_.apply(edits, caller);
    } catch (...) {
        if (undo_devices) undo_devices();
        undo_schedules();
        lock_.put(before);
        throw;
    }
    const bool locked = std::any_of(edits.begin(), edits.end(), [](const control::Edit& edit) { return std::holds_alternative<control::TestLock>(edit); });
    if (locked || lock_.value() != before) lock_.put(ConfigurationLock::after(before));
    return [this, before, undo_schedules = std::move(undo_schedules), undo_devices = std::move(undo_devices),
            undo_levels = std::move(undo_levels)] {
        undo_levels();
        undo_devices();
        undo_schedules();
        lock_.put(before);
    };
}

void Transactions::commence(const control::Edits& edits, const control::Caller& caller) {
    devices_.commence(edits, caller);
    for (const auto& edit : edits) {
        if (const auto* submit = std::get_if<control::SubmitJob>(&edit)) requests_.take(submit->request, caller);
        if (const auto* forget = std::get_if<control::ForgetRequest>(&edit)) requests_.forget(forget->index);
        const auto* cancel = std::get_if<control::CancelJob>(&edit);
        const auto* running = operations_.running();
        if (cancel && running != nullptr && running->job.id == cancel->job) operations_.cancel(running->job.kind, cancel->mode, caller);
    }
    console_.commence(edits, caller);
}

}  // namespace drs::master
