// SPDX-License-Identifier: Apache-2.0
// Takes alarm records from the spool to a sender, in order, and remembers how far it got.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "alarms/spool.hpp"
#include "trace/trace.hpp"

namespace drs::mib {

/// How notifications leave: over AgentX, or straight to the receivers.
class Sender {
public:
    virtual ~Sender() = default;
    /// False: nobody would get it now.
    virtual bool ready() const = 0;
    /// Throws runtime::Error(network) when the record cannot be handed over. True: it is delivered, as far as one can know. False:
    /// the answer comes later, to NotificationSink::answered.
    virtual bool send(const alarms::Record& record) = 0;
    /// Throws like `send`. It is worthless later: nobody is told what became of it.
    virtual void send_once(const alarms::Record& record) = 0;
    /// No answer to anything sent so far is wanted any more.
    virtual void forget() = 0;
    /// To wait between two batches, so that a burst does not overrun the receivers.
    virtual std::chrono::milliseconds pause() const = 0;
};

/// On the SNMP thread only. A record counts as delivered when the sender says so; one that fails is sent again, with all after it,
/// a second later: receivers may see a sequence twice, and never miss one.
class NotificationSink {
public:
    using Clock = std::chrono::steady_clock;

    /// More than about 280 unanswered notifications lock up both snmpd and its subagent.
    static constexpr std::size_t window = 32;
    static constexpr std::size_t batch = 16;
    static constexpr std::chrono::milliseconds retry_after{1000};

    NotificationSink(alarms::Spool& spool, Sender& sender, trace::Trace& trace);

    /// Sends one batch at most: the caller reads its sockets before the next. Throws what the spool throws.
    void work(Clock::time_point now);
    /// When `work` has something to do next without being woken; nothing: not until a record, an answer or a connection comes.
    std::optional<Clock::time_point> due() const;
    /// `failure` empty: delivered.
    void answered(std::uint64_t sequence, const std::string& failure);
    /// What was sent and not answered counts as not sent.
    void start_over();

    /// Sends what is no record of the spool, now or never.
    void beat(const alarms::Record& heartbeat);

    /// Records that have not been delivered.
    std::uint64_t waiting() const;

private:
    void send(const alarms::Record& record);
    void fail(const std::string& failure);
    void store_position();

    alarms::Spool& spool_;
    Sender& sender_;
    trace::Trace& trace_;
    std::uint64_t stored_;  // the spool's position of this sink
    std::uint64_t sent_;
    std::set<std::uint64_t> outstanding_;
    std::optional<std::string> failure_;
    bool more_ = false;
    Clock::time_point not_before_{};
};

}  // namespace drs::mib
