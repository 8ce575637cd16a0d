// SPDX-License-Identifier: Apache-2.0
#include "master/hooks.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

#include "model/names.hpp"
#include "runtime/atomic_file.hpp"
#include "runtime/clock.hpp"
#include "runtime/error.hpp"
#include "runtime/running_program.hpp"
#include "runtime/worker.hpp"

namespace drs::master {

using runtime::Awaitable;

namespace {

constexpr std::size_t most_output = 256u << 10;
constexpr std::size_t most_traced_lines = 50, longest_traced_line = 500;
constexpr auto grace = std::chrono::seconds(10);

std::vector<std::string> environment_of(const std::string& hook, const model::Job& job, bool ended) {
    std::vector<std::string> environment{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                                         "LANG=C.UTF-8",
                                         "DRS_HOOK=" + hook,
                                         fmt::format("DRS_JOB={}", job.id),
                                         fmt::format("DRS_KIND={}", model::word(job.kind)),
                                         "DRS_SET=" + (job.set ? job.set->text() : std::string()),
                                         "DRS_DEVICE=" + job.device,
                                         "DRS_FEATURES=" + model::join(job.features),
                                         fmt::format("DRS_TRIGGER={}", model::word(job.trigger))};
    if (ended) {
        environment.push_back(fmt::format("DRS_RESULT={}", model::word(job.result)));
        environment.push_back("DRS_REASON=" + job.reason);
    }
    return environment;
}

std::filesystem::path log_file(const runtime::Settings& settings, const model::Job& job) {
    const auto id = job.set ? job.set->text() : fmt::format("job-{}", job.id);
    return settings.paths.component_log() / fmt::format("{}_{}_hooks.log", id, job.kind == model::JobKind::backup ? 'b' : 'r');
}

}  // namespace

/// One program from its start to its end; work() is the worker's part.
struct Hooks::Run {
    std::string name, path;
    std::vector<std::string> environment;
    std::chrono::seconds limit;
    runtime::RunningProgram program;
    std::string output, complaints;
    int code = -1;
    std::optional<std::string> wrong;

    void work() {
        try {
            runtime::ChildProgram child({path}, environment, {limit, limit, grace}, [this](std::span<const std::byte> bytes) { keep(bytes); },
                                        runtime::ChildProgram::Input::nothing);
            const Kept kept{*this, child};
            program.run(child, [&] { child.finish(); });
        } catch (const std::exception& e) {
            wrong = e.what();
        }
    }
    std::string report() const {
        return fmt::format("Hook: {}\nProgram: {}\nTime Completed: {}\nResult Code: {}\nResult String: {}\n\n----> BEGIN Standard Output\n{}\n"
                           "----> END Standard Output\n\n----> BEGIN Standard Error\n{}\n----> END Standard Error\n\n",
                           name, path, model::SetId::at(runtime::SystemClock().now()).text(), code, wrong ? "ERROR: " + *wrong : "SUCCESS", output, complaints);
    }

private:
    struct Kept {
        Run& run;
        runtime::ChildProgram& child;
        ~Kept() {
            run.code = child.exit_code();
            run.complaints = child.complaints();
        }
    };
    void keep(std::span<const std::byte> bytes) {
        const auto room = most_output - std::min(most_output, output.size());
        output.append(reinterpret_cast<const char*>(bytes.data()), std::min(room, bytes.size()));
    }
};

Hooks::Hooks(runtime::Executor executor, const runtime::Settings& settings, trace::Trace& trace)
    : executor_(std::move(executor)), settings_(settings), trace_(trace) {}
Hooks::~Hooks() = default;

Awaitable<void> Hooks::before(const model::Job& job) {
    begun_ = true;
    if (stopped_before_) co_return;
    const bool backup = job.kind == model::JobKind::backup;
    const std::string name = backup ? "pre-backup" : "pre-restore";
    const auto wrong = co_await run(name, backup ? settings_.hook.pre_backup : settings_.hook.pre_restore, job, false);
    before_is_over_ = true;
    if (wrong) throw HookFailed(*wrong);
}

Awaitable<std::optional<std::string>> Hooks::after(const model::Job& job) {
    if (!begun_) read_log(job);
    before_is_over_ = true;
    const bool backup = job.kind == model::JobKind::backup;
    const std::string name = backup ? "post-backup" : "post-restore";
    const auto wrong = co_await run(name, backup ? settings_.hook.post_backup : settings_.hook.post_restore, job, true);
    co_return wrong;
}

Awaitable<std::optional<std::string>> Hooks::run(const std::string& name, const std::string& program, const model::Job& job, bool ended) {
    std::optional<std::string> wrong;
    if (program.empty()) co_return wrong;
    trace_.of_job(job.id).info("Hooks.run", "hook {} begins: {}", name, program);
    const auto ran = std::make_shared<Run>();
    ran->name = name;
    ran->path = program;
    ran->environment = environment_of(name, job, ended);
    ran->limit = settings_.hook.limit;
    running_ = ran;
    try {
        runtime::Worker worker(executor_, "drs-hook");
        auto work = [run = ran.get()] { run->work(); };
        co_await worker.run(work);
    } catch (const std::system_error& e) {
        ran->wrong = fmt::format("no thread can be started for {}: {}", program, e.what());
    }
    running_.reset();
    tell(*ran, job);
    if (ran->wrong) wrong = fmt::format("hook {} failed: {}", name, *ran->wrong);
    co_return wrong;
}

void Hooks::tell(const Run& ran, const model::Job& job) {
    std::size_t lines = 0;
    for (std::string_view rest = ran.output; !rest.empty() && lines < most_traced_lines; ++lines) {
        const auto end = std::min(rest.find('\n'), rest.size());
        trace_.of_job(job.id).info("Hooks.tell", "hook {} says: {}", ran.name, rest.substr(0, std::min(end, longest_traced_line)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (ran.wrong) trace_.of_job(job.id).error("Hooks.tell", "hook {} failed: {}", ran.name, *ran.wrong);
    else trace_.of_job(job.id).info("Hooks.tell", "hook {} ended well", ran.name);
    log_ += ran.report();
    try {
        runtime::make_directory(settings_.paths.component_log());
        runtime::replace_file(log_file(settings_, job), log_, 0640);
    } catch (const runtime::Error& e) {
        trace_.of_job(job.id).warn("Hooks.tell", "the log of hook {} could not be written: {}", ran.name, e.what());
    }
}

void Hooks::read_log(const model::Job& job) {
    try {
        log_ = runtime::read_file(log_file(settings_, job)).value_or("");
    } catch (const runtime::Error& e) {
        trace_.of_job(job.id).warn("Hooks.read_log", "what the hook before it said is lost: {}", e.what());
    }
}

void check_hooks(const runtime::Settings::Hook& hooks) {
    const std::pair<const char*, const std::string&> all[] = {{"hook.pre-backup", hooks.pre_backup}, {"hook.post-backup", hooks.post_backup},
                                                              {"hook.pre-restore", hooks.pre_restore}, {"hook.post-restore", hooks.post_restore}};
    for (const auto& [key, program] : all) {
        if (program.empty() || (::access(program.c_str(), X_OK) == 0 && !std::filesystem::is_directory(program))) continue;
        throw runtime::Error(runtime::Fault::bad_configuration, fmt::format("{}: {} is no program that can be run", key, program));
    }
}

void forget_hook_log(const runtime::Settings& settings, const model::Job& job) {
    const auto file = log_file(settings, job);
    std::error_code absent;
    const auto written = std::filesystem::last_write_time(file, absent);
    if (absent || !job.ended) return;
    const auto own_end = std::chrono::file_clock::from_sys(*job.ended) + settings.hook.limit + 2 * grace;
    if (written <= own_end) runtime::remove_file(file);
}

void Hooks::stop_before() {
    stopped_before_ = true;
    if (!before_is_over_) stop();
}

void Hooks::stop() {
    if (running_) running_->program.stop();
}

}  // namespace drs::master
