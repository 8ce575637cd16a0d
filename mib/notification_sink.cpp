// SPDX-License-Identifier: Apache-2.0
#include "mib/notification_sink.hpp"

#include <algorithm>

#include "runtime/error.hpp"

namespace drs::mib {
namespace {

constexpr const char* sink_name = "snmp";

}  // namespace

NotificationSink::NotificationSink(alarms::Spool& spool, Sender& sender, trace::Trace& trace)
    : spool_(spool), sender_(sender), trace_(trace), stored_(spool.position(sink_name)), sent_(stored_) {}

void NotificationSink::work(Clock::time_point now) {
    store_position();
    if (failure_) {
        trace_.warn("NotificationSink.work", "Notifications from {} on are sent again in {} ms: {}", stored_ + 1, retry_after.count(),
                    *failure_);
        failure_.reset();
        not_before_ = now + retry_after;
    }
    if (now < not_before_ || !sender_.ready() || outstanding_.size() >= window) return;
    const auto room = std::min(batch, window - outstanding_.size());
    const auto records = spool_.after(sent_, room);
    for (const auto& record : records) {
        send(record);
        if (failure_) return;
    }
    more_ = records.size() == room;
    if (more_) not_before_ = now + sender_.pause();
    store_position();
}

void NotificationSink::send(const alarms::Record& record) {
    try {
        if (!sender_.send(record)) outstanding_.insert(record.sequence);
        sent_ = record.sequence;
    } catch (const runtime::Error& error) {
        fail(error.what());
    }
}

std::optional<NotificationSink::Clock::time_point> NotificationSink::due() const {
    if (!sender_.ready()) return std::nullopt;
    if (failure_) return Clock::time_point::min();
    if (more_ && outstanding_.size() < window) return not_before_;
    return std::nullopt;
}

void NotificationSink::answered(std::uint64_t sequence, const std::string& failure) {
    if (!outstanding_.contains(sequence)) return;
    if (!failure.empty()) return fail(failure);
    outstanding_.erase(sequence);
}

void NotificationSink::fail(const std::string& failure) {
    failure_ = failure;
    start_over();
}

void NotificationSink::start_over() {
    sender_.forget();
    // All before the first unanswered one are delivered, whether or not the position was stored since.
    if (!outstanding_.empty()) sent_ = *outstanding_.begin() - 1;
    outstanding_.clear();
    more_ = true;
}

void NotificationSink::beat(const alarms::Record& heartbeat) {
    if (!sender_.ready() || outstanding_.size() >= window) return;
    try {
        sender_.send_once(heartbeat);
    } catch (const runtime::Error& error) {
        trace_.debug("NotificationSink.beat", "A heartbeat is not sent: {}", error.what());
    }
}

std::uint64_t NotificationSink::waiting() const {
    const auto last = spool_.last_sequence();
    const auto delivered = outstanding_.empty() ? sent_ : *outstanding_.begin() - 1;
    return last > delivered ? last - delivered : 0;
}

void NotificationSink::store_position() {
    const auto delivered = outstanding_.empty() ? sent_ : *outstanding_.begin() - 1;
    if (delivered <= stored_) return;
    spool_.set_position(sink_name, delivered);
    stored_ = delivered;
}

}  // namespace drs::mib
