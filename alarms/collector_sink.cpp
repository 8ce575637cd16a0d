// SPDX-License-Identifier: Apache-2.0
#include "alarms/collector_sink.hpp"

#include <fmt/format.h>

#include <chrono>
#include <deque>
#include <utility>

#include "alarms/sink_thread.hpp"
#include "alarms/structured_message.hpp"
#include "alarms/syslog_line.hpp"
#include "runtime/error.hpp"

namespace drs::alarms {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto sink_name = "collector";
constexpr std::size_t most_flying = 256;
constexpr std::uint64_t most_unread = 8u << 20;  // octets: more than a machine keeps for a program that does not read (tcp(7): tcp_rmem, 6 MiB)
constexpr std::chrono::milliseconds recent_for = 30s;
constexpr std::chrono::milliseconds look_after = 1s;  // so often an end is looked for while something would have to be repeated
constexpr std::chrono::milliseconds connect_limit = 10s;

class CollectorCarrier : public Carrier {
public:
    CollectorCarrier(Spool& spool, CollectorSink::Options options)
        : spool_(spool), options_(std::move(options)), facility_(facility_named(options_.facility)) {}

    void begin() override { arrived_ = sent_ = spool_.position(sink_name); }

    Step step(const Over& over) override {
        try {
            if (!connection_) connection_.emplace(options_.host, options_.port, options_.tls, connect_limit, over);
            connection_->check();
            const auto outcome = send_next();
            return settle() ? Step::delivered : outcome;
        } catch (const runtime::Error& error) {
            reason_ = error.what();
            start_anew();
            return Step::no_receiver;
        }
    }

    std::string reason() const override { return reason_; }

    std::optional<std::chrono::milliseconds> due_in() const override {
        return recent_.empty() ? std::nullopt : std::optional(look_after);
    }

private:
    struct Flying {
        std::uint64_t sequence;
        std::uint64_t end;  // octets sent on this connection up to and with it
    };
    struct Arrived {
        Flying message;
        Clock::time_point at;
    };

    Step send_next() {
        if (!push()) return Step::held_up;
        for (const auto& record : spool_.after(sent_, most_flying - flying_.size())) {
            if (is_news(record) && (record.test || entry(record.id).severity <= options_.least)) rest_ = framed_message(record, facility_);
            under_way_ = record.sequence;
            if (!push()) return Step::held_up;
        }
        reason_ = "it does not acknowledge what is sent to it";
        return flying_.empty() ? Step::idle : Step::held_up;
    }

    /// Whether the message under way is out.
    bool push() {
        while (!rest_.empty()) {
            const auto taken = connection_->send(rest_);
            reason_ = "it does not read what is sent to it";
            if (taken == 0) return false;
            rest_.erase(0, taken);
        }
        if (under_way_ == 0) return true;
        sent_ = std::exchange(under_way_, 0);
        flying_.push_back({sent_, connection_->sent()});
        return true;
    }

    /// Whether something has arrived.
    bool settle() {
        const auto now = Clock::now();
        const auto acknowledged = connection_->acknowledged();
        const auto before = flying_.size();
        for (; !flying_.empty() && flying_.front().end <= acknowledged; flying_.pop_front()) recent_.push_back({flying_.front(), now});
        const bool any = flying_.size() < before;
        if (any && recent_.back().message.sequence > arrived_) spool_.set_position(sink_name, arrived_ = recent_.back().message.sequence);
        while (!recent_.empty() && is_read(recent_.front(), now, acknowledged)) recent_.pop_front();
        return any;
    }

    static bool is_read(const Arrived& one, Clock::time_point now, std::uint64_t acknowledged) {
        return now - one.at > recent_for || one.message.end + most_unread < acknowledged;
    }

    void start_anew() {
        connection_.reset();
        rest_.clear();
        under_way_ = 0;
        flying_.clear();
        sent_ = recent_.empty() ? std::min(sent_, arrived_) : recent_.front().message.sequence - 1;
        recent_.clear();
    }

    Spool& spool_;
    const CollectorSink::Options options_;
    const int facility_;
    std::optional<runtime::OutgoingConnection> connection_{};
    std::string reason_{};
    std::string rest_{};             // of the message under way: what the connection has not taken
    std::uint64_t under_way_ = 0;    // its sequence; 0: none
    std::uint64_t sent_ = 0;         // wholly, on this connection
    std::deque<Flying> flying_{};    // sent and not acknowledged
    std::deque<Arrived> recent_{};   // acknowledged, but perhaps not read
    std::uint64_t arrived_ = 0;      // the position
};

std::string receiver_of(const CollectorSink::Options& options) { return fmt::format("the collector at {} port {}", options.host, options.port); }

}  // namespace

struct CollectorSink::State {
    State(Spool& spool, Options options, trace::Trace& trace) : carrier(spool, options) {
        if (options.host.empty()) return;  // the configuration says no collector
        thread.emplace(spool, SinkThread::Course{.name = sink_name, .receiver = receiver_of(options)}, carrier, trace);
    }
    CollectorCarrier carrier;
    std::optional<SinkThread> thread{};
};

CollectorSink::CollectorSink(Spool& spool, Options options, trace::Trace& trace) {
    check(options);
    state_ = std::make_unique<State>(spool, std::move(options), trace);
}

CollectorSink::~CollectorSink() = default;

void CollectorSink::check(const Options& options) {
    if (options.host.empty() || !options.tls) return;
    if (options.tls->authority.empty())
        throw runtime::Error(runtime::Fault::bad_configuration,
                             "collector.ca-file is empty: it must name the authority of the collector's certificate, or collector.tls be no");
    if (options.tls->certificate.empty() != options.tls->key.empty())
        throw runtime::Error(runtime::Fault::bad_configuration, "collector.certificate and collector.key belong together: set both or neither");
    runtime::check_client_tls(*options.tls);
}

}  // namespace drs::alarms
