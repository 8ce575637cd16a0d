// SPDX-License-Identifier: Apache-2.0
#include "master/backup_job.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "master/retention.hpp"
#include "model/names.hpp"
#include "runtime/crypto/crypto.hpp"

namespace drs::master {

using runtime::Awaitable;

BackupJob::BackupJob(Means& m, model::Job j, OpenDevice open_device, BackupPlan plan)
    : Operation(m, std::move(j), std::move(open_device)), plan_(std::move(plan)) {
    for (const auto& selected : plan_.components) {
        model::ComponentProgress progress;
        progress.node = selected.node;
        progress.key = selected.component.key;
        const auto expected = plan_.expected.find(selected.node + "/" + progress.key.text());
        if (expected != plan_.expected.end()) progress.bytes_expected = expected->second;
        job.components.push_back(std::move(progress));
    }
}

Awaitable<void> BackupJob::work() {
    co_await all_components();
    co_await publish();
    co_await retire();
}

/// Scratch of this cluster's nodes, and files of sets that `ours` names and that have no catalogue.
Awaitable<unsigned> BackupJob::sweep(std::function<bool(const std::string&)> ours) {
    std::vector<std::string> names;
    for (const auto& [name, node] : means.nodes.all()) names.push_back(name);
    co_return co_await sweep_device(device(), names, ours);
}

Awaitable<unsigned> BackupJob::sweep_own() {
    const std::function<bool(const std::string&)> own = [id = job.set->text()](const std::string& set) { return set == id; };
    co_return co_await sweep(own);
}

Awaitable<void> BackupJob::all_components() {
    const auto swept = co_await sweep(plan_.is_ours);
    if (swept > 0) means.trace.of_job(job.id).info("BackupJob.run", "removed {} files that a broken run had left on {}", swept, job.device);
    for (const auto& selected : plan_.components) {
        check_canceled();
        Turn turn = [this, &selected](NodeSession& session, std::unique_ptr<RemoteComponent>& remote) { return store(selected, session, remote); };
        co_await one_component(selected.node, selected.component.key, std::move(turn));
    }
    check_canceled();
}

wire::BackupComponent BackupJob::order_for(const SelectedComponent& selected) const {
    wire::BackupComponent order;
    order.job = job.id;
    order.set = job.set->text();
    order.key = selected.component.key;
    order.recipients = means.keys.recipients();
    order.level = means.settings.job.compression_level;
    order.threads = means.settings.job.compression_threads;
    order.silence_seconds = static_cast<std::uint32_t>(means.settings.job.component_silence.count());
    order.want_estimate = !plan_.expected.contains(selected.node + "/" + selected.component.key.text());
    return order;
}

Awaitable<std::string> BackupJob::receive(RemoteComponent& remote, storage::FileWriter& writer, model::ComponentProgress& component) {
    runtime::Sha256 digest;
    for (;;) {
        const auto piece = co_await remote.next();
        if (!piece) break;
        digest.update(*piece);
        co_await writer.write(*piece);
        component.bytes_stored += piece->size();
        component.bytes_before = remote.bytes_before();
        if (component.bytes_expected == 0) component.bytes_expected = remote.bytes_expected();
        on_change();
    }
    co_return digest.finish_hex();
}

Awaitable<wire::Finished> BackupJob::store(const SelectedComponent& selected, NodeSession& session, std::unique_ptr<RemoteComponent>& remote) {
    auto& component = progress(selected.node, selected.component.key);
    const auto& key = component.key;
    const auto final_name = model::component_file_name(*job.set, selected.node, key.feature, key.component, selected.component.payload());
    const auto scratch = scratch_name(final_name);
    auto order = order_for(selected);
    const auto writer = co_await device().create(scratch);
    remote = co_await session.start(std::move(order));
    working_on(remote.get());
    const auto digest = co_await receive(*remote, *writer, component);
    auto finished = co_await remote->finished();
    working_on(nullptr);
    if (digest != finished.sha256 || component.bytes_stored != finished.bytes_stored) {
        finished.reason = "the data that arrived is not what the node sent (its SHA-256 differs)";
        throw ComponentFailed(finished);
    }
    co_await writer->commit();
    model::SetFile file{selected.node, key, selected.component.kind, final_name, finished.bytes_before, finished.bytes_stored, digest};
    files_.push_back(std::move(file));
    co_return finished;
}

Awaitable<void> BackupJob::write_file(std::string name, std::string contents) {
    const auto writer = co_await device().create(name);
    co_await writer->write(runtime::bytes_of(contents));
    co_await writer->commit();
}

std::vector<model::SetNode> BackupJob::nodes_of_files() const {
    std::vector<model::SetNode> nodes;
    for (const auto& [name, known] : means.nodes.all())
        if (std::any_of(files_.begin(), files_.end(), [&node = name](const auto& file) { return file.node == node; }))
            nodes.push_back({name, known.node.address, known.node.product});
    return nodes;
}

Awaitable<void> BackupJob::publish() {
    if (files_.empty()) {
        const auto swept = co_await sweep_own();
        means.trace.of_job(job.id).warn("BackupJob.publish", "no component succeeded, no set is made; {} scratch files removed", swept);
        co_return;
    }
    model::SetCatalogue set{.id = *job.set, .cluster = means.settings.cluster, .host = means.settings.node, .product_name = plan_.product_name,
                            .product_version = job.product_version, .agent_version = DRS_VERSION, .started = job.started,
                            .completed = means.clock.now(), .features = job.features, .nodes = nodes_of_files(), .files = files_};
    for (const auto& feature : job.features)
        if (std::any_of(job.components.begin(), job.components.end(), [&](const auto& c) { return c.key.feature == feature && c.result == model::Result::error; }))
            set.failed_features.push_back(feature);
    const auto text = storage::write_catalogue(set);
    const auto signature = means.keys.sign(text);
    for (const auto& file : files_) {
        const auto scratch = scratch_name(file.file_name);
        co_await device().rename(scratch, file.file_name);
    }
    const auto signature_name = model::signature_file_name(set.id, set.host);
    co_await write_file(signature_name, std::string(runtime::text_of(signature)));
    const auto catalogue_name = model::catalogue_file_name(set.id, set.host);
    co_await write_file(catalogue_name, text);
    means.trace.of_job(job.id).info("BackupJob.publish", "set {} exists on {}: {} files", set.id.text(), job.device, files_.size());
}

Awaitable<void> BackupJob::retire() {
    const bool whole = files_.size() == plan_.components.size();
    if (!plan_.keep_sets || !whole) co_return;  // an incomplete set must not push out a complete one
    const auto gone = co_await retire_sets(device(), means.keys, means.settings.cluster, means.settings.node, *plan_.keep_sets);
    for (const auto& id : gone) means.trace.of_job(job.id).info("BackupJob.retire", "removed set {} from {}: {} are kept", id, job.device, *plan_.keep_sets);
}

Awaitable<void> BackupJob::clean_up() {
    try {
        if (device_is_gone()) {
            if (!canceled()) co_return;  // the device failed by itself; the next backup sweeps it
            reopen_device();
        }
        co_await sweep_own();
    } catch (const std::exception& e) {
        const auto sentence = fmt::format("what it had written stays on {} until the next backup: {}", job.device, e.what());
        means.trace.of_job(job.id).warn("BackupJob.clean_up", "{}", sentence);
        if (canceled()) raise(alarms::AlarmId::backup_cancel_internal_error, "the backup was cancelled, but " + sentence);
    }
}

}  // namespace drs::master
