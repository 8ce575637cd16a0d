// SPDX-License-Identifier: Apache-2.0
#include "alarms/syslog_sink.hpp"

#include <optional>
#include <utility>

#include "alarms/sink_thread.hpp"
#include "alarms/syslog_line.hpp"
#include "alarms/syslog_socket.hpp"

namespace drs::alarms {
namespace {

constexpr auto sink_name = "syslog";
constexpr std::size_t most_unread = 64;  // so many at most come twice when syslog is restarted

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
        if (outcome != Step::no_receiver && sent_ != read_) return settle();
        if (outcome == Step::no_receiver) sent_ = read_, unread_ = 0;
        return outcome;
    }

    std::string reason() const override { return socket_.reason(); }

private:
    Step send_next() {
        for (const auto& record : spool_.after(sent_, most_unread - unread_)) {
            if (!record.relayed) {
                const auto result = socket_.send((*line_)(record));
                if (result == SyslogSocket::Sent::queue_full) return Step::held_up;
                if (result == SyslogSocket::Sent::no_receiver) return Step::no_receiver;
                ++unread_;
            }
            sent_ = record.sequence;
        }
        return Step::idle;
    }

    /// Moves the position when all that was sent has been read; sends it again when its receiver is gone.
    Step settle() {
        const auto receipt = unread_ == 0 ? SyslogSocket::Receipt::read : socket_.receipt();
        if (receipt == SyslogSocket::Receipt::unread) return Step::held_up;
        unread_ = 0;
        if (receipt == SyslogSocket::Receipt::receiver_gone) {
            sent_ = read_;
            return Step::no_receiver;
        }
        read_ = sent_;
        spool_.set_position(sink_name, read_);
        return Step::delivered;
    }

    Spool& spool_;
    const std::string program_;
    const int facility_;
    SyslogSocket socket_;
    std::optional<SyslogLine> line_;  // made on the sink's thread, as libevtlog wants it
    std::uint64_t read_ = 0;          // by syslog: the position
    std::uint64_t sent_ = 0;          // on this connection
    std::size_t unread_ = 0;          // datagrams of those after `read_`
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
