// SPDX-License-Identifier: Apache-2.0
#include "model_snapshot.hpp"

namespace drs::mib {
namespace {

using namespace std::chrono_literals;
using model::Result;

constexpr model::TimePoint taken = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + 2h + 10min;

void add_nodes(control::Snapshot& snapshot) {
    snapshot.nodes = {
        {1, "pub", "127.0.0.1", model::NodeRole::master, {.version = "15.0.1.12900-234"}, "0.1.0", true, taken - 1h, taken, taken + 8760h, 4},
        {7, "sub1", "10.0.0.7", model::NodeRole::node, {.version = "15.0.1.12900-234"}, "0.1.0", false, taken - 5min, taken - 5min, {}, 1}};
}

void add_registration(control::Snapshot& snapshot) {
    snapshot.features = {{1, "UCM", true, 4, "Call processing: database, platform, phone files, music"},
                         {2, "CDR_CAR", false, 1, "Call records"}};
    const auto script = model::ComponentKind::script;
    const auto files = model::ComponentKind::files;
    snapshot.components = {
        {1, 1, 1, "UCM", "pub", "CCMDB", script, true, Result::success, 4'812'345, taken - 24h},
        {1, 1, 2, "UCM", "pub", "PLATFORM", files, true, Result::error, 0, taken - 24h},
        {1, 1, 10, "UCM", "pub", "TFTP", files, true, Result::none, 0, {}},
        {1, 7, 1, "UCM", "sub1", "CCMDB", script, true, Result::warning, 17, taken - 48h},
        {2, 1, 1, "CDR_CAR", "pub", "CAR", script, false, Result::success, 5'000'000'000, taken - 24h}};
}

void add_devices(control::Snapshot& snapshot) {
    control::DeviceRow nightly{1, "nightly", model::DeviceKind::network, "10.0.0.5", 22, "/backup", "drs",
                               "SHA256:wWr8AbEjLHwIbhwTe7Z4cTC1yVbbKZ9rLhHHZmoLTcM", 2, model::DeviceState::ready, "",
                               9'223'372'036'854'775'808u, "default,weekend", "10.0.0.5 : /backup"};
    control::DeviceRow here{256, "here", model::DeviceKind::local, "", 0, "/srv/sets", "", "", 3, model::DeviceState::full,
                            "There is no space left in /srv/sets.", {}, "", "/srv/sets"};
    snapshot.devices = {nightly, here};
}

model::Job job(model::JobId id, model::JobKind kind, Result result, std::chrono::hours ago) {
    model::Job job;
    job.id = id;
    job.kind = kind;
    job.trigger = model::Trigger::cli;
    job.set = model::SetId::parse("2026-11-22-02-00-00");
    job.device = "nightly";
    job.started = taken - ago;
    job.ended = job.started + 10min + 30s;
    job.result = result;
    job.product_version = "15.0.1.12900-234";
    job.features = {"UCM", "CDR_CAR"};
    model::ComponentProgress part;
    part.node = "pub";
    part.key = {"UCM", "CCMDB"};
    part.result = result;
    part.bytes_before = 20'000'000;
    part.bytes_stored = 4'812'345;
    part.finished = job.ended;
    job.components.push_back(part);
    return job;
}

model::Job running_job() {
    auto running = job(43, model::JobKind::backup, Result::active, 0h);
    running.set = model::SetId::parse("2026-11-23-02-00-00");
    running.started = taken - 100s;
    running.ended.reset();
    running.components[0].result = Result::success;
    running.components[0].bytes_expected = 20'000'000;
    auto second = running.components[0];
    second.key.component = "TFTP";
    second.result = Result::active;
    second.finished.reset();
    second.bytes_before = 10'000'000;
    running.components.push_back(second);
    return running;
}

void add_jobs(control::Snapshot& snapshot) {
    snapshot.job = running_job();
    snapshot.job_components = {{1, 1, 1, 0}, {1, 1, 10, 1}};
    auto failed = job(41, model::JobKind::backup, Result::error, 48h);
    failed.failed_features = {"CDR_CAR"};
    snapshot.backups = {{5, failed}, {6, job(42, model::JobKind::backup, Result::success, 24h)}};
    snapshot.restores = {{1, job(40, model::JobKind::restore, Result::success, 72h)}};
}

void add_sets(control::Snapshot& snapshot) {
    const auto id = [](const char* text) { return *model::SetId::parse(text); };
    const std::vector<control::SetRow> sets{{3, {id("2026-11-21-02-00-00"), "pub", "15.0.1.12900-234", {"UCM", "CDR_CAR"}, 4'812'345, false}},
                                            {7, {id("2026-11-22-02-00-00"), "pub", "15.0.1.12900-234", {"UCM", "CDR_CAR"}, 5'004'812'345, true}},
                                            {300, {id("2026-11-22-03-00-00"), "other", "?", {}, 0, {}}}};
    control::SetListRow nightly{1, control::SetListState::known, taken - 30min, "", 3, std::make_shared<const std::vector<control::SetRow>>(sets)};
    control::SetListRow here;
    here.device_index = 256;
    here.state = control::SetListState::failed;
    here.reason = "/srv/sets is not there.";
    snapshot.set_lists = {nightly, here};
}

void add_log(control::Snapshot& snapshot) {
    control::AlarmSubject subject{2, "CiscoDRFBackupFailure", "error", "sub1", "nightly", "UCM", "CCMDB", "pub", 41, "A component failed."};
    control::AlarmLog log(3);
    log.append({254, "raised", taken - 48h, subject, 0, "", false});
    log.append({255, "raised", taken - 48h, subject, 0, "", false});
    log.append({256, "acknowledged", taken - 47h, subject, 0, "operator", false});
    log.append({65536, "cleared", taken - 24h, subject, 9, "", false});
    snapshot.alarm_log = log.view();
}

}  // namespace

control::Snapshot model_snapshot() {
    control::Snapshot snapshot;
    snapshot.taken = taken;
    snapshot.product_name = "Callwell";
    snapshot.product_version = "15.0.1.12900-234";
    snapshot.agent_version = "0.1.0";
    snapshot.node = "pub";
    snapshot.state = model::SystemState::backup;
    snapshot.boot_epoch = 3;
    snapshot.up_since = taken - 1h;
    snapshot.platform_locked = true;
    snapshot.last_backup_result = Result::active;
    snapshot.last_good_backup = taken - 24h + 10min + 30s;
    snapshot.backups_succeeded = 6;
    snapshot.backups_failed = 1;
    snapshot.restores_succeeded = 1;
    snapshot.bytes_stored = 18'446'744'073'709'551'000u;
    add_nodes(snapshot);
    add_registration(snapshot);
    add_devices(snapshot);
    add_jobs(snapshot);
    add_sets(snapshot);
    add_log(snapshot);
    snapshot.trace_levels = {{"master", "INFO", "INFO"}, {"local", "DEBUG", "WARN"}};
    return snapshot;
}

}  // namespace drs::mib
