// SPDX-License-Identifier: Apache-2.0
// Brings the alarms of the spool to one receiver: in order, each until it is answered, and remembers how far it got.
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "alarms/spool.hpp"
#include "mib/answer_time.hpp"
#include "mib/receiver.hpp"
#include "trace/trace.hpp"

namespace drs::mib {

/// The way to one receiver. What becomes of a sending is told to Delivery::answered, refused or reachable.
class ReceiverLink {
public:
    virtual ~ReceiverLink() = default;
    /// False: nothing goes out yet, because the receiver has been asked first who it is. `key` comes back with the answer. Throws
    /// runtime::Error(network) when the system does not take it.
    virtual bool send(const alarms::Record& record, std::uint64_t key) = 0;
    /// Nothing has been answered for a while: before the next is sent, the receiver is asked again who it is.
    virtual void doubt() = 0;
};

/// On the SNMP thread only. An inform is delivered when it is answered without an error; a trap when the system took it. What is not, is sent
/// again after a time that grows to 30 s, without end; nothing overtakes it unless the receiver's window is above 1, and then only while the receiver answers.
/// A receiver that is new to the spool begins with the alarms after now.
class Delivery {
public:
    using Clock = std::chrono::steady_clock;

    /// `sink`: its name in the spool.
    Delivery(Receiver receiver, std::string sink, alarms::Spool& spool, ReceiverLink& link, trace::Trace& trace);

    /// Sends what is due. Throws what the spool throws.
    void work(Clock::time_point now);
    /// When `work` has something to do without being woken.
    std::optional<Clock::time_point> due() const;

    /// `took`: since the sending that this answers.
    void answered(std::uint64_t key, Clock::duration took, Clock::time_point now);
    /// It was received and not taken, or the receiver does not accept who we are. It is sent again when its time comes.
    void refused(const std::string& sentence);
    /// What waited for the link may go now.
    void reachable(Clock::time_point now);

    /// No alarm of the spool. Goes to a receiver that waits for no alarm: the others hear from us anyway. One that has not been answered yet gets the newest.
    void beat(const alarms::Record& heartbeat);

    ReceiverState state() const;
    /// Everything that there was has been delivered.
    bool idle() const { return outstanding_.empty() && !anything_new(); }

private:
    struct Item {
        std::uint64_t key;
        alarms::Record record;
        bool of_spool;
        unsigned sendings = 0;
        bool was_out = false;
        bool gone = false;  // a trap that the system took
        Clock::time_point begun{}, again{};
    };
    void send_again(Clock::time_point now);
    void send_new(Clock::time_point now);
    std::optional<Item> next();
    void send(Item& item, Clock::time_point now);
    bool waits_for_first(const Item& item) const;
    bool has_silence_for(const Item& item, Clock::time_point now) const;
    void done(std::deque<Item>::iterator item);
    void let_go_of_traps();
    void failed(ReceiverStatus status, const std::string& sentence);
    void well();
    bool anything_new() const;
    std::uint64_t delivered_up_to() const;
    void store_position();

    const Receiver receiver_;
    const std::string sink_;
    alarms::Spool& spool_;
    ReceiverLink& link_;
    trace::Trace& trace_;
    AnswerTime answer_time_;
    std::uint64_t stored_, taken_;  // taken_: the last sequence that has left the spool for `ahead_` or beyond
    std::uint64_t begun_;           // the last sequence that was sent
    std::deque<alarms::Record> ahead_;
    std::optional<alarms::Record> heartbeat_;
    std::deque<Item> outstanding_;
    std::uint64_t last_key_ = 0;
    Clock::time_point paced_{};
    std::uint64_t delivered_ = 0, retried_ = 0;
    ReceiverStatus status_ = ReceiverStatus::unknown;
    std::string last_error_;
    bool complained_ = false;
};

}  // namespace drs::mib
