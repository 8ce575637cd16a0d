// SPDX-License-Identifier: Apache-2.0
#include "alarms/syslog_sink.hpp"

#include <chrono>
#include <deque>
#include <optional>
#include <utility>

#include "alarms/app_id.hpp"
#include "alarms/sink_thread.hpp"
#include "alarms/syslog_line.hpp"
#include "alarms/syslog_socket.hpp"

namespace drs::alarms {
namespace {

constexpr auto sink_name = "syslog";
constexpr std::size_t most_unread = 64;  // so many at most come twice when syslog is restarted
constexpr std::chrono::milliseconds patience{20};  // with a receiver that lives and is about to read

/// A Local Agent tells its own syslog. What the Master says in a node's place, an end or an acknowledgement, nobody else tells.
bool is_told_elsewhere(const Record& record) { return record.relayed && record.app_id == local_agent_id; }

class SyslogCarrier : public Carrier {
public:
    SyslogCarrier(Spool& spool, const SyslogSink::Options& options)
        : spool_(spool), program_(options.program), facility_(facility_named(options.facility)), socket_(options.socket) {}

    void begin() override {
        line_.emplace(program_, facility_);
        read_ = sent_ = spool_.position(sink_name);
    }

    Step step(const Over&) override {
        const auto outcome = send_next();
        if (outcome == Step::no_receiver) return start_over();
        if (sent_ == read_) return outcome;
        return settle();
    }

    std::string reason() const override { return socket_.reason(); }

private:
    Step send_next() {
        for (const auto& record : spool_.after(sent_, most_unread - unread_.size())) {
            if (!is_told_elsewhere(record) && is_news(record)) {
                const auto result = send((*line_)(record));
                if (result == SyslogSocket::Sent::queue_full) return Step::held_up;
                if (result == SyslogSocket::Sent::no_receiver) return Step::no_receiver;
                unread_.push_back(record.sequence);
            }
            sent_ = record.sequence;
        }
        return Step::idle;
    }

    SyslogSocket::Sent send(const std::string& datagram) {
        const auto result = socket_.send(datagram);
        if (result != SyslogSocket::Sent::queue_full || !socket_.wait_for_room(patience)) return result;
        return socket_.send(datagram);
    }

    /// Moves the position behind what has been read; sends the rest again when its receiver is gone.
    Step settle() {
        if (!unread_.empty()) {
            const auto left = socket_.unread();
            if (!left) return start_over();
            while (unread_.size() > *left) unread_.pop_front();
        }
        const auto read = unread_.empty() ? sent_ : unread_.front() - 1;
        if (read == read_) return Step::held_up;
        read_ = read;
        spool_.set_position(sink_name, read_);
        return Step::delivered;
    }

    Step start_over() {
        sent_ = read_;
        unread_.clear();
        return Step::no_receiver;
    }

    Spool& spool_;
    const std::string program_;
    const int facility_;
    SyslogSocket socket_;
    std::optional<SyslogLine> line_;  // made on the sink's thread, as libevtlog wants it
    std::uint64_t read_ = 0;          // by syslog: the position
    std::uint64_t sent_ = 0;          // on this connection
    std::deque<std::uint64_t> unread_{};  // the datagrams of those after `read_`
};

}  // namespace

struct SyslogSink::State {
    State(Spool& spool, const Options& options, trace::Trace& trace) : carrier(spool, options) {
        if (options.socket.empty()) return;  // the configuration says no syslog
        thread.emplace(spool, SinkThread::Course{.name = sink_name, .receiver = "syslog at " + options.socket}, carrier, trace);
    }
    SyslogCarrier carrier;
    std::optional<SinkThread> thread{};
};

SyslogSink::SyslogSink(Spool& spool, Options options, trace::Trace& trace) : state_(std::make_unique<State>(spool, options, trace)) {}

SyslogSink::~SyslogSink() = default;

}  // namespace drs::alarms
