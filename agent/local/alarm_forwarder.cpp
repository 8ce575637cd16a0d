// SPDX-License-Identifier: Apache-2.0
#include "local/alarm_forwarder.hpp"

#include <boost/asio/post.hpp>

namespace drs::local {
namespace {

const std::string sink = "master";
constexpr std::uint64_t most_unanswered = 32;

}  // namespace

AlarmForwarder::AlarmForwarder(const runtime::Executor& executor, alarms::Spool& spool)
    : spool_(spool), changed_(std::make_shared<runtime::Event>(executor)), executor_(executor) {
    spool_.on_append([executor, changed = changed_] { boost::asio::post(executor, [changed] { changed->notify_all(); }); });
}

runtime::Awaitable<void> AlarmForwarder::run(wire::Connection& connection) {
    auto sent = spool_.position(sink);
    for (;;) {
        const auto room = most_unanswered - std::min(most_unanswered, sent - std::min(sent, spool_.position(sink)));
        const auto records = spool_.after(sent, room);
        for (const auto& record : records) {
            wire::AlarmReport report{record.sequence, alarms::encode(record)};
            sent = record.sequence;
            co_await connection.send(std::move(report));
        }
        // None although more were given a sequence: those are lost, and what comes next is told to us.
        if (!records.empty() && spool_.last_sequence() > sent) continue;
        co_await changed_->wait();
    }
}

void AlarmForwarder::on_taken(std::uint64_t sequence) {
    if (sequence > spool_.position(sink)) spool_.set_position(sink, sequence);
    changed_->notify_all();
}

}  // namespace drs::local
