// SPDX-License-Identifier: Apache-2.0
#include "master/restore_job.hpp"

#include <fmt/format.h>

#include "master/set_reader.hpp"
#include "runtime/crypto/crypto.hpp"
#include "storage/archive/error.hpp"

namespace drs::master {

using runtime::Awaitable;

RestoreJob::RestoreJob(Means& m, model::Job j, OpenDevice open_device, RestorePlan plan)
    : Operation(m, std::move(j), std::move(open_device)), plan_(std::move(plan)) {
    for (const auto& file : plan_.files) {
        model::ComponentProgress progress;
        progress.node = file.node;
        progress.key = file.key;
        progress.bytes_expected = file.bytes_stored;
        job.components.push_back(std::move(progress));
    }
}

Awaitable<void> RestoreJob::work() {
    if (plan_.check_integrity) co_await prove_all();
    for (const auto& file : plan_.files) {
        check_canceled();
        Turn turn = [this, &file](NodeSession& session, std::unique_ptr<RemoteComponent>& remote) { return deliver(file, session, remote); };
        co_await one_component(file.node, file.key, std::move(turn));
    }
}

/// The nodes remove what lies beside their targets themselves.
Awaitable<void> RestoreJob::clean_up() { co_return; }

Awaitable<void> RestoreJob::prove_all() {
    SetReader reader(device(), means.keys);
    for (const auto& file : plan_.files) {
        check_canceled();
        try {
            co_await reader.check(file, [](std::size_t) {});
        } catch (const storage::DeviceError&) {
            check_canceled();
            throw;
        }
    }
    means.trace.of_job(job.id).info("RestoreJob.prove_all", "{} files of set {} are authentic", plan_.files.size(), job.set->text());
}

wire::RestoreComponent RestoreJob::order_for(const model::SetFile& file, const model::Secret& file_key) const {
    wire::RestoreComponent order;
    order.job = job.id;
    order.set = job.set->text();
    order.key = file.key;
    order.payload = file.kind == model::ComponentKind::files ? model::Payload::tar : model::Payload::raw;
    const auto key = runtime::bytes_of(file_key.reveal());
    order.file_key.assign(key.begin(), key.end());
    order.silence_seconds = static_cast<std::uint32_t>(means.settings.job.component_silence.count());
    return order;
}

Awaitable<void> RestoreJob::stream(const model::SetFile& file, model::ComponentProgress& component, NodeSession& session,
                                   std::unique_ptr<RemoteComponent>& remote) {
    const auto reader = co_await device().open(file.file_name);
    runtime::Sha256 digest;
    std::vector<std::byte> head;  // until the age header is whole
    for (;;) {
        auto piece = co_await reader->read();
        if (piece.empty()) break;
        digest.update(piece);
        component.bytes_stored += piece.size();
        if (!remote) {
            head.insert(head.end(), piece.begin(), piece.end());
            const auto file_key = storage::age_file_key(head, means.keys.identity());
            if (!file_key) continue;
            auto order = order_for(file, *file_key);
            remote = co_await session.start(std::move(order));
            working_on(remote.get());
            piece = std::move(head);
        }
        co_await remote->send(piece);
        on_change();
    }
    if (!remote || component.bytes_stored != file.bytes_stored || digest.finish_hex() != file.sha256)
        throw NotAuthentic(damaged_sentence(file, "length or SHA-256 are not the catalogue's"));
    co_await remote->end();
}

/// A node that has connected again since the beginning may have become another one.
void RestoreJob::check_product(const std::string& node) const {
    if (means.nodes.find(node)->node.product == plan_.products.at(node)) return;
    wire::Finished finished;
    finished.reason = fmt::format("node {} runs another product than when the restore began; start the restore anew", node);
    throw ComponentFailed(finished);
}

Awaitable<wire::Finished> RestoreJob::deliver(const model::SetFile& file, NodeSession& session, std::unique_ptr<RemoteComponent>& remote) {
    check_product(file.node);
    try {
        co_await stream(file, progress(file.node, file.key), session, remote);
    } catch (const storage::ArchiveError& e) {
        throw NotAuthentic(fmt::format("{}: {}", file.file_name, e.what()));
    }
    if (file.kind == model::ComponentKind::files) {
        co_await remote->ready();
        past_interruption();
        co_await remote->commit();
    }
    co_return co_await remote->finished();
}

}  // namespace drs::master
