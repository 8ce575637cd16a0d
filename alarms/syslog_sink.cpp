// SPDX-License-Identifier: Apache-2.0
#include "alarms/syslog_sink.hpp"

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "alarms/syslog_line.hpp"
#include "alarms/syslog_socket.hpp"

namespace drs::alarms {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto sink_name = "syslog";
constexpr std::size_t most_unread = 64;  // so many at most come twice when syslog is restarted
constexpr std::chrono::milliseconds first_wait = 1ms;
constexpr std::chrono::milliseconds longest_wait = 5s;
constexpr std::chrono::milliseconds longest_wait_for_reader = 50ms;  // it lives and will soon have read
constexpr std::chrono::milliseconds worth_a_line = 1s;
constexpr std::chrono::milliseconds quiet_before_save = 250ms;
constexpr std::chrono::milliseconds farewell = 1s;

/// Shared with the spool, which may call after the sink is gone.
struct Bell {
    std::mutex mutex{};
    std::condition_variable rung{};
    bool appended = false;
    bool stop = false;

    void ring(bool Bell::*what) {
        const std::lock_guard guard(mutex);
        this->*what = true;
        rung.notify_all();
    }
    /// Until something is appended, or it is to stop, or for `limit`. Returns whether something was appended.
    bool wait_for_record(std::chrono::milliseconds limit) {
        std::unique_lock guard(mutex);
        rung.wait_for(guard, limit, [&] { return appended || stop; });
        return std::exchange(appended, false);
    }
    void wait_for_stop(std::chrono::milliseconds limit) {
        std::unique_lock guard(mutex);
        rung.wait_for(guard, limit, [&] { return stop; });
    }
    /// The whole of `limit`, also while it is to stop.
    void pause(std::chrono::milliseconds limit) {
        std::unique_lock guard(mutex);
        rung.wait_for(guard, limit, [] { return false; });
    }
    bool stopping() {
        const std::lock_guard guard(mutex);
        return stop;
    }
};

}  // namespace

struct SyslogSink::State {
    State(Spool& spool_given, Options options_given, trace::Trace& trace_given)
        : spool(spool_given), options(std::move(options_given)), trace(trace_given), facility(facility_named(options.facility)),
          socket(options.socket) {}

    enum class Outcome { idle, delivered, held_up, no_receiver };

    Spool& spool;
    const Options options;
    trace::Trace& trace;
    const int facility;
    SyslogSocket socket;
    const std::shared_ptr<Bell> bell = std::make_shared<Bell>();
    std::thread thread{};

    // The thread's own.
    std::uint64_t read = 0;      // by syslog: the position
    std::uint64_t sent = 0;      // on this connection
    std::size_t unread = 0;      // datagrams of those after `read`
    bool complained = false;
    std::chrono::milliseconds wait = first_wait;
    Clock::time_point well_at = Clock::now();  // nothing was held up then

    void run();
    void work(const SyslogLine& line);
    Outcome deliver(const SyslogLine& line);
    Outcome send_next(const SyslogLine& line);
    Outcome settle();
    void rest_idle();
    void rest_held_up(std::chrono::milliseconds longest);
};

void SyslogSink::State::run() {
    ::pthread_setname_np(::pthread_self(), sink_name);
    try {
        work(SyslogLine(options.program, facility));
    } catch (const std::exception& error) {
        trace.error("SyslogSink.run", "alarms do not go to syslog any more until the agent is restarted: {}", error.what());
    }
}

void SyslogSink::State::work(const SyslogLine& line) {
    read = sent = spool.position(sink_name);
    std::optional<Clock::time_point> end;
    for (;;) {
        const auto outcome = deliver(line);
        if (bell->stopping()) {
            if (!end) end = Clock::now() + farewell;
            if (outcome == Outcome::idle || outcome == Outcome::no_receiver || Clock::now() >= *end) return;
            if (outcome == Outcome::held_up) bell->pause(first_wait);
        } else if (outcome == Outcome::idle) {
            rest_idle();
        } else if (outcome != Outcome::delivered) {
            rest_held_up(outcome == Outcome::no_receiver ? longest_wait : longest_wait_for_reader);
        }
    }
}

SyslogSink::State::Outcome SyslogSink::State::deliver(const SyslogLine& line) {
    const auto outcome = send_next(line);
    if (outcome != Outcome::no_receiver && sent != read) return settle();
    if (outcome == Outcome::no_receiver) sent = read, unread = 0;
    return outcome;
}

SyslogSink::State::Outcome SyslogSink::State::send_next(const SyslogLine& line) {
    for (const auto& record : spool.after(sent, most_unread - unread)) {
        if (!record.relayed) {
            const auto result = socket.send(line(record));
            if (result == SyslogSocket::Sent::queue_full) return Outcome::held_up;
            if (result == SyslogSocket::Sent::no_receiver) return Outcome::no_receiver;
            ++unread;
        }
        sent = record.sequence;
    }
    return Outcome::idle;
}

/// Moves the position when all that was sent has been read; sends it again when its receiver is gone.
SyslogSink::State::Outcome SyslogSink::State::settle() {
    const auto receipt = unread == 0 ? SyslogSocket::Receipt::read : socket.receipt();
    if (receipt == SyslogSocket::Receipt::unread) return Outcome::held_up;
    unread = 0;
    if (receipt == SyslogSocket::Receipt::receiver_gone) {
        sent = read;
        return Outcome::no_receiver;
    }
    read = sent;
    spool.set_position(sink_name, read);
    wait = first_wait;
    well_at = Clock::now();
    if (std::exchange(complained, false)) trace.info("SyslogSink.run", "syslog at {} takes alarms again", options.socket);
    return Outcome::delivered;
}

void SyslogSink::State::rest_idle() {
    well_at = Clock::now();
    if (bell->wait_for_record(quiet_before_save)) return;
    spool.set_position(sink_name, read);  // writes it down, should the last move not have been
    while (!bell->stopping() && !bell->wait_for_record(longest_wait)) {
    }
    well_at = Clock::now();
}

void SyslogSink::State::rest_held_up(std::chrono::milliseconds longest) {
    if (Clock::now() - well_at >= worth_a_line && !std::exchange(complained, true))
        trace.warn("SyslogSink.run", "syslog at {} does not take alarms ({}); they wait in the spool and are sent later", options.socket,
                   socket.reason());
    wait = std::min(wait, longest);
    bell->wait_for_stop(wait);
    wait *= 2;
}

SyslogSink::SyslogSink(Spool& spool, Options options, trace::Trace& trace)
    : state_(std::make_unique<State>(spool, std::move(options), trace)) {
    if (state_->options.socket.empty()) return;  // the configuration says no syslog
    spool.on_append([bell = state_->bell] { bell->ring(&Bell::appended); });
    // Signals are for the agent's own thread.
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    state_->thread = std::thread([state = state_.get()] { state->run(); });
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

SyslogSink::~SyslogSink() {
    state_->bell->ring(&Bell::stop);
    if (state_->thread.joinable()) state_->thread.join();
}

}  // namespace drs::alarms
