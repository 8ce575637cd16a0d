// SPDX-License-Identifier: Apache-2.0
#include "master/transactions.hpp"

#include <fmt/format.h>

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

void Transactions::check(const control::Edits& edits) {
    (void)schedules_.planned(edits);
    check_operations(edits);
    console_.check(edits);
}

control::Undo Transactions::apply(const control::Edits& edits, const control::Caller& caller) {
    check_operations(edits);
    console_.check(edits);
    return schedules_.apply(edits, caller);
}

void Transactions::commence(const control::Edits& edits, const control::Caller& caller) {
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
