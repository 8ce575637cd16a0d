// SPDX-License-Identifier: Apache-2.0
#include "cli/follow.hpp"

#include <map>

#include "cli/render_status.hpp"
#include "control/document.hpp"

namespace drs::cli {
namespace {

constexpr std::string_view erase_line = "\r\x1b[K";

model::Job job_now(model::JobId id, Session& session) {
    const auto snapshot = session.snapshot();
    if (const auto* job = find_job(*snapshot, id)) return *job;
    throw control::Refusal(control::Kind::not_found, "the Master Agent no longer knows job " + std::to_string(id) +
                                                         "; see utils disaster_recovery history");
}

/// Looks until the job has ended; `look` sees each state of it, the last one included.
template <class Look>
model::Job watch(model::JobId id, Session& session, Look look) {
    for (;;) {
        model::Job job = job_now(id, session);
        look(job);
        if (job.ended) return job;
        session.pause();
    }
}

model::Job watch_with_bar(model::JobId id, Session& session) {
    auto job = watch(id, session, [&](const model::Job& now) {
        session.console.write(std::string(erase_line) + render_progress_bar(now));
    });
    session.console.write(erase_line);
    return job;
}

model::Job watch_with_lines(model::JobId id, Session& session) {
    std::map<std::pair<std::string, model::ComponentKey>, model::Result> shown;
    return watch(id, session, [&](const model::Job& now) {
        for (const auto& component : now.components) {
            const auto [last, is_new] = shown.try_emplace({component.node, component.key}, model::Result::pending);
            if (last->second == component.result) continue;
            last->second = component.result;
            session.console.write(render_step(now, component) + "\n");
        }
    });
}

}  // namespace

int exit_code(model::Result result) {
    switch (result) {
        case model::Result::success: return control::exit_success;
        case model::Result::warning: return control::exit_warning;
        case model::Result::canceled: return control::exit_canceled;
        default: return control::exit_job_failed;
    }
}

const model::Job* find_job(const control::Snapshot& snapshot, model::JobId id) {
    for (const auto* job : {&snapshot.job, &snapshot.last_backup, &snapshot.last_restore})
        if (*job && (*job)->id == id) return &**job;
    for (const auto* history : {&snapshot.backups, &snapshot.restores})
        for (const auto& row : *history)
            if (row.job.id == id) return &row.job;
    return nullptr;
}

model::Job wait_for_end(model::JobId id, Session& session) {
    return watch(id, session, [](const model::Job&) {});
}

int follow(model::JobId id, Session& session) {
    const bool person = session.console.shows_to_a_person();
    if (session.json) {
        const std::optional<model::Job> job = wait_for_end(id, session);
        session.show_document(control::document(job));
        return exit_code(job->result);
    }
    const auto job = person ? watch_with_bar(id, session) : watch_with_lines(id, session);
    session.console.write(render_status(job, person ? Layout::aligned : Layout::plain));
    return exit_code(job.result);
}

}  // namespace drs::cli
