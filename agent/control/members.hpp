// SPDX-License-Identifier: Apache-2.0
// The members of everything that crosses the control socket, listed once: encoding and decoding both walk these lists.
#pragma once

#include <concepts>
#include <type_traits>

#include "control/codec.hpp"
#include "control/log_listing.hpp"

namespace drs::control {

/// `Plain`, const or not: the same list serves reading and writing.
template <class T, class Plain>
concept Like = std::same_as<std::remove_const_t<T>, Plain>;

template <class V> void members(V& v, Like<model::ComponentKey> auto& x) {
    v("feature", x.feature), v("component", x.component);
}

template <class V> void members(V& v, Like<model::Device> auto& x) {
    v("index", x.index), v("name", x.name), v("kind", x.kind), v("path", x.path), v("keep_sets", x.keep_sets);
    v("server", x.server), v("port", x.port), v("user", x.user), v("password", x.password);
    v("key_file", x.key_file), v("host_key_fingerprint", x.host_key_fingerprint);
}

template <class V> void members(V& v, Like<model::ComponentProgress> auto& x) {
    v("node", x.node), v("key", x.key), v("result", x.result);
    v("bytes_before", x.bytes_before), v("bytes_stored", x.bytes_stored), v("bytes_expected", x.bytes_expected);
    v("finished", x.finished), v("reason", x.reason), v("log_file", x.log_file);
}

template <class V> void members(V& v, Like<model::Job> auto& x) {
    v("id", x.id), v("kind", x.kind), v("trigger", x.trigger), v("schedule", x.schedule), v("set", x.set);
    v("device", x.device), v("device_kind", x.device_kind), v("location", x.location);
    v("started", x.started), v("ended", x.ended), v("result", x.result), v("reason", x.reason);
    v("product_version", x.product_version), v("features", x.features), v("failed_features", x.failed_features);
    v("components", x.components);
}

template <class V> void members(V& v, Like<model::Node> auto& x) {
    v("index", x.index), v("name", x.name), v("address", x.address), v("role", x.role);
    v("product_name", x.product.name), v("product_version", x.product.version);
    v("flavour", x.product.flavour), v("deployment", x.product.deployment), v("agent_version", x.agent_version);
    v("connected", x.connected), v("since", x.since), v("last_seen", x.last_seen);
    v("certificate_expires", x.certificate_expires), v("components", x.components);
}

template <class V> void members(V& v, Like<model::SetSummary> auto& x) {
    v("id", x.id), v("host", x.host), v("product_version", x.product_version), v("features", x.features);
    v("bytes", x.bytes), v("complete", x.complete);
}

template <class V> void members(V& v, Like<LogEntry> auto& x) {
    v("name", x.name), v("directory", x.directory), v("bytes", x.bytes), v("modified", x.modified);
}

template <class V> void members(V& v, Like<BundleSummary> auto& x) {
    v("file", x.file), v("members", x.members), v("bytes", x.bytes), v("missing", x.missing);
}

template <class V> void members(V& v, Like<LogLine> auto& x) {
    v("file", x.file), v("line", x.line), v("text", x.text);
}

template <class V> void members(V& v, Like<DeviceRow> auto& x) {
    v("index", x.index), v("name", x.name), v("kind", x.kind), v("server", x.server), v("port", x.port);
    v("path", x.path), v("user", x.user), v("host_key_fingerprint", x.host_key_fingerprint);
    v("keep_sets", x.keep_sets), v("state", x.state), v("state_text", x.state_text);
    v("free_bytes", x.free_bytes), v("used_by", x.used_by), v("location", x.location);
}

template <class V> void members(V& v, Like<model::Schedule> auto& x) {
    v("index", x.index), v("name", x.name), v("device", x.device), v("features", x.features), v("start", x.start);
    v("frequency", x.frequency), v("weekdays", x.weekdays), v("zone", x.zone), v("randomise", x.randomise);
    v("catch_up", x.catch_up), v("window", x.window), v("enabled", x.enabled);
}

template <class V> void members(V& v, Like<ScheduleRow> auto& x) {
    v("schedule", x.schedule), v("device_index", x.device_index), v("last_run", x.last_run);
    v("last_result", x.last_result), v("next_run", x.next_run), v("missed_runs", x.missed_runs);
}

template <class V> void members(V& v, Like<FeatureRow> auto& x) {
    v("index", x.index), v("name", x.name), v("mandatory", x.mandatory), v("components", x.components);
    v("description", x.description);
}

template <class V> void members(V& v, Like<ComponentRow> auto& x) {
    v("feature_index", x.feature_index), v("node_index", x.node_index), v("component_index", x.component_index);
    v("feature", x.feature), v("node", x.node), v("component", x.component), v("kind", x.kind);
    v("mandatory", x.mandatory), v("last_result", x.last_result), v("last_bytes", x.last_bytes);
    v("last_time", x.last_time);
}

template <class V> void members(V& v, Like<AlarmSubject> auto& x) {
    v("number", x.number), v("name", x.name), v("severity", x.severity), v("node", x.node), v("device", x.device);
    v("feature", x.feature), v("component", x.component), v("reported_by", x.reported_by), v("job", x.job);
    v("reason", x.reason);
}

template <class V> void members(V& v, Like<AlarmRow> auto& x) {
    v("key", x.key), v("sequence", x.sequence), v("subject", x.subject), v("first", x.first), v("last", x.last);
    v("repeats", x.repeats), v("acknowledged_by", x.acknowledged_by), v("acknowledged", x.acknowledged);
    v("note", x.note);
}

template <class V> void members(V& v, Like<AlarmLogRow> auto& x) {
    v("sequence", x.sequence), v("state", x.state), v("time", x.time), v("subject", x.subject);
    v("repeats", x.repeats), v("by", x.by), v("test", x.test);
}

template <class V> void members(V& v, Like<AlarmDescription> auto& x) {
    v("number", x.number), v("name", x.name), v("severity", x.severity), v("facility", x.facility);
    v("parameters", x.parameters), v("event_type", x.event_type), v("probable_cause", x.probable_cause);
    v("event_type_number", x.event_type_number), v("probable_cause_number", x.probable_cause_number);
    v("text", x.text), v("explanation", x.explanation), v("action", x.action), v("stateful", x.stateful);
    v("cleared_by", x.cleared_by), v("umbrella", x.umbrella), v("pending", x.pending);
}

template <class V> void members(V& v, Like<HistoryRow> auto& x) { v("index", x.index), v("job", x.job); }

template <class V> void members(V& v, Like<JobRequest> auto& x) {
    v("index", x.index), v("owner", x.owner), v("kind", x.kind), v("device_index", x.device_index);
    v("set", x.set), v("features", x.features), v("nodes", x.nodes);
}
template <class V> void members(V& v, Like<RequestRow> auto& x) {
    v("request", x.request), v("state", x.state), v("job", x.job), v("result", x.result), v("reason", x.reason);
}

template <class V> void members(V& v, Like<TraceLevelRow> auto& x) {
    v("area", x.area), v("level", x.level), v("at_start", x.at_start);
}

template <class V> void members(V& v, Like<Snapshot> auto& x) {
    v("taken", x.taken), v("product_name", x.product_name), v("product_version", x.product_version);
    v("agent_version", x.agent_version), v("cluster", x.cluster), v("node", x.node), v("role", x.role);
    v("state", x.state), v("boot_epoch", x.boot_epoch), v("up_since", x.up_since);
    v("platform_locked", x.platform_locked), v("last_backup_result", x.last_backup_result);
    v("last_good_backup", x.last_good_backup), v("next_run", x.next_run);
    v("next_run_schedule", x.next_run_schedule);
    v("backups_succeeded", x.backups_succeeded), v("backups_failed", x.backups_failed);
    v("restores_succeeded", x.restores_succeeded), v("restores_failed", x.restores_failed);
    v("bytes_stored", x.bytes_stored), v("last_alarm_sequence", x.last_alarm_sequence);
    v("alarms_dropped", x.alarms_dropped), v("alarms_dropped_informational", x.alarms_dropped_informational);
    v("alarms_coalesced", x.alarms_coalesced);
    v("job", x.job), v("last_backup", x.last_backup), v("last_restore", x.last_restore);
    v("nodes", x.nodes), v("features", x.features), v("components", x.components), v("devices", x.devices);
    v("device_candidates", x.device_candidates), v("next_device_index", x.next_device_index);
    v("configuration_lock", x.configuration_lock);
    v("schedules", x.schedules), v("next_schedule_index", x.next_schedule_index), v("requests", x.requests);
    v("backups", x.backups), v("restores", x.restores);
    v("alarms", x.alarms), v("trace_levels", x.trace_levels);
}

template <class V> void members(V& v, Like<DeviceChoice> auto& x) { v("name", x.name), v("ad_hoc", x.ad_hoc); }
template <class V> void members(V& v, Like<BackupRequest> auto& x) {
    v("device", x.device), v("features", x.features);
}
template <class V> void members(V& v, Like<RestoreRequest> auto& x) {
    v("device", x.device), v("set", x.set), v("features", x.features), v("node", x.node);
    v("check_integrity", x.check_integrity), v("allow_host_name", x.allow_host_name);
    v("allow_build_flavour", x.allow_build_flavour);
}
template <class V> void members(V&, Like<StatusQuery> auto&) {}
template <class V> void members(V& v, Like<SetsQuery> auto& x) { v("device", x.device); }
template <class V> void members(V& v, Like<CancelRequest> auto& x) { v("kind", x.kind), v("mode", x.mode); }
template <class V> void members(V& v, Like<AddDeviceRequest> auto& x) { v("device", x.device); }
template <class V> void members(V& v, Like<RemoveDeviceRequest> auto& x) { v("name", x.name); }
template <class V> void members(V& v, Like<AddScheduleRequest> auto& x) { v("schedule", x.schedule); }
template <class V> void members(V& v, Like<ScheduleChange> auto& x) {
    v("name", x.name), v("device", x.device), v("features", x.features), v("start", x.start);
    v("frequency", x.frequency), v("weekdays", x.weekdays), v("zone", x.zone), v("randomise", x.randomise);
    v("catch_up", x.catch_up), v("window", x.window);
}
template <class V> void members(V& v, Like<ChangeScheduleRequest> auto& x) { v("name", x.name), v("change", x.change); }
template <class V> void members(V& v, Like<RemoveSchedulesRequest> auto& x) { v("names", x.names); }
template <class V> void members(V& v, Like<EnableSchedulesRequest> auto& x) {
    v("names", x.names), v("enabled", x.enabled);
}
template <class V> void members(V& v, Like<RemoveNodeRequest> auto& x) { v("name", x.name); }
template <class V> void members(V& v, Like<SetTraceLevel> auto& x) {
    v("area", x.area), v("level", x.level), v("keep", x.keep);
}
template <class V> void members(V& v, Like<EstimateQuery> auto& x) { v("features", x.features); }
template <class V> void members(V& v, Like<AlarmQuery> auto& x) {
    v("severity", x.severity), v("node", x.node), v("unacknowledged", x.unacknowledged);
}
template <class V> void members(V& v, Like<AlarmLogQuery> auto& x) {
    v("last", x.last), v("alarm", x.alarm), v("since", x.since);
}
template <class V> void members(V& v, Like<AcknowledgeRequest> auto& x) {
    v("alarm", x.alarm), v("note", x.note), v("by", x.by);
}
template <class V> void members(V& v, Like<TestAlarmRequest> auto& x) { v("alarm", x.alarm); }
template <class V> void members(V& v, Like<AlarmHelpQuery> auto& x) { v("alarm", x.alarm); }
template <class V> void members(V& v, Like<TestedAlarm> auto& x) { v("sequence", x.sequence), v("name", x.name); }
template <class V> void members(V&, Like<Done> auto&) {}
template <class V> void members(V& v, Like<StartedJob> auto& x) { v("job", x.job), v("set", x.set); }
template <class V> void members(V& v, Like<Removed> auto& x) { v("names", x.names); }
template <class V> void members(V& v, Like<Switched> auto& x) { v("names", x.names); }
template <class V> void members(V& v, Like<Estimate> auto& x) {
    v("features", x.features), v("bytes", x.bytes), v("unknown", x.unknown);
}

}  // namespace drs::control
