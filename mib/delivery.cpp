// SPDX-License-Identifier: Apache-2.0
#include "mib/delivery.hpp"

#include <algorithm>
#include <utility>

#include "runtime/error.hpp"

namespace drs::mib {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t read_ahead = 16;
// A lost datagram or two says nothing of the receiver.
constexpr unsigned sendings_before_silence = 5;
constexpr auto time_before_silence = 5s;

}  // namespace

Delivery::Delivery(Receiver receiver, std::string sink, alarms::Spool& spool, ReceiverLink& link, trace::Trace& trace)
    : receiver_(std::move(receiver)), sink_(std::move(sink)), spool_(spool), link_(link), trace_(trace), answer_time_(receiver_.wait) {
    if (!spool_.has_position(sink_)) spool_.set_position(sink_, spool_.last_sequence());
    stored_ = taken_ = begun_ = spool_.position(sink_);
}

void Delivery::work(Clock::time_point now) {
    send_again(now);
    send_new(now);
    store_position();
}

void Delivery::send_again(Clock::time_point now) {
    for (auto& item : outstanding_) {
        if (item.again > now || waits_for_first(item)) continue;
        if (has_silence_for(item, now)) {
            failed(ReceiverStatus::silent, "It does not answer.");
            link_.doubt();
        }
        send(item, now);
    }
    let_go_of_traps();
}

void Delivery::let_go_of_traps() {
    const auto next = [this] { return std::ranges::find(outstanding_, true, &Item::gone); };
    for (auto item = next(); item != outstanding_.end(); item = next()) done(item);
}

bool Delivery::has_silence_for(const Item& item, Clock::time_point now) const {
    return receiver_.kind == ReceiverKind::inform && status_ != ReceiverStatus::refusing && item.sendings >= sendings_before_silence &&
           now - item.begun >= time_before_silence;
}

/// While a receiver does not answer, one inform is enough to find out that it does again.
bool Delivery::waits_for_first(const Item& item) const {
    return &item != &outstanding_.front() && outstanding_.front().sendings >= sendings_before_silence;
}

void Delivery::send_new(Clock::time_point now) {
    while (outstanding_.size() < receiver_.window && now >= paced_) {
        auto item = next();
        if (!item) return;
        // Not from `paced_`: what was not sent while there was nothing is not made up for.
        paced_ = now + std::chrono::microseconds(1s) / receiver_.rate;
        outstanding_.push_back(std::move(*item));
        send(outstanding_.back(), now);
        let_go_of_traps();
    }
}

std::optional<Delivery::Item> Delivery::next() {
    if (heartbeat_) return Item{++last_key_, *std::exchange(heartbeat_, std::nullopt), false};
    if (ahead_.empty()) {
        const auto last = spool_.last_sequence();
        for (auto& record : spool_.after(taken_, read_ahead)) ahead_.push_back(std::move(record));
        taken_ = ahead_.empty() ? last : ahead_.back().sequence;
    }
    if (ahead_.empty()) {
        begun_ = taken_;  // what was dropped meanwhile counts as passed
        return std::nullopt;
    }
    Item item{++last_key_, std::move(ahead_.front()), true};
    ahead_.pop_front();
    begun_ = item.record.sequence;
    return item;
}

void Delivery::send(Item& item, Clock::time_point now) {
    if (item.sendings == 0) item.begun = now;
    item.again = now + answer_time_.wait(item.sendings + 1);
    try {
        const bool out = link_.send(item.record, item.key);
        ++item.sendings;
        if (out && std::exchange(item.was_out, true)) ++retried_;
        item.gone = out && receiver_.kind == ReceiverKind::trap;
    } catch (const runtime::Error& error) {
        ++item.sendings;
        failed(ReceiverStatus::silent, error.what());
    }
}

std::optional<Delivery::Clock::time_point> Delivery::due() const {
    std::optional<Clock::time_point> first;
    for (const auto& item : outstanding_)
        if (!waits_for_first(item) && (!first || item.again < *first)) first = item.again;
    if (outstanding_.size() < receiver_.window && anything_new() && (!first || paced_ < *first)) first = paced_;
    return first;
}

void Delivery::beat(const alarms::Record& heartbeat) {
    if (receiver_.clog) return;
    const auto unanswered = std::ranges::find(outstanding_, false, &Item::of_spool);
    if (unanswered != outstanding_.end()) unanswered->record = heartbeat;
    else if (idle()) heartbeat_ = heartbeat;
}

bool Delivery::anything_new() const { return heartbeat_ || !ahead_.empty() || spool_.last_sequence() > taken_; }

void Delivery::answered(std::uint64_t key, Clock::duration took, Clock::time_point now) {
    answer_time_.seen(std::chrono::ceil<std::chrono::microseconds>(took));
    const auto item = std::ranges::find(outstanding_, key, &Item::key);
    if (item == outstanding_.end()) return;  // an earlier sending of it was answered, too
    done(item);
    for (auto& each : outstanding_)
        if (each.sendings >= sendings_before_silence) each.again = now;
}

void Delivery::done(std::deque<Item>::iterator item) {
    if (item->of_spool) ++delivered_;
    outstanding_.erase(item);
    well();
    store_position();
}

void Delivery::refused(const std::string& sentence) { failed(ReceiverStatus::refusing, sentence); }

void Delivery::reachable(Clock::time_point now) {
    for (auto& item : outstanding_) {
        item.sendings = std::min(item.sendings, sendings_before_silence);
        item.begun = item.again = now;
    }
}

void Delivery::failed(ReceiverStatus status, const std::string& sentence) {
    status_ = status;
    last_error_ = sentence;
    if (std::exchange(complained_, true)) return;
    trace_.warn("Delivery.send", "The SNMP receiver {} at {} does not take notifications, alarms after {} wait for it: {}", receiver_.name, receiver_.address,
                delivered_up_to(), sentence);
}

void Delivery::well() {
    status_ = ReceiverStatus::delivering;
    if (std::exchange(complained_, false)) trace_.info("Delivery.send", "The SNMP receiver {} takes notifications again.", receiver_.name);
}

std::uint64_t Delivery::delivered_up_to() const {
    for (const auto& item : outstanding_)
        if (item.of_spool) return item.record.sequence - 1;
    return begun_;
}

void Delivery::store_position() {
    const auto delivered = delivered_up_to();
    if (delivered <= stored_) return;
    spool_.set_position(sink_, delivered);
    stored_ = delivered;
}

ReceiverState Delivery::state() const {
    const auto last = spool_.last_sequence();
    const auto delivered = delivered_up_to();
    return {0, receiver_.name, receiver_.address, receiver_.credentials.user, receiver_.version, receiver_.kind, status_, delivered_, last > delivered ? last - delivered : 0, retried_, last_error_};
}

}  // namespace drs::mib
