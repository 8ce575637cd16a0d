// SPDX-License-Identifier: Apache-2.0
#include "alarms/sink_thread.hpp"

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace drs::alarms {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;
using Step = Carrier::Step;

constexpr Milliseconds first_wait = 1ms;
constexpr Milliseconds longest_wait_for_reader = 50ms;  // it lives and will soon have read
constexpr Milliseconds worth_a_line = 1s;
constexpr Milliseconds quiet_before_save = 250ms;
constexpr Milliseconds farewell = 1s;

/// Shared with the spool, which may call after the sink is gone.
struct Bell {
    std::mutex mutex{};
    std::condition_variable rung{};
    bool appended = false;
    std::optional<Clock::time_point> stopped{};

    void ring_for_record() {
        const std::lock_guard guard(mutex);
        appended = true;
        rung.notify_all();
    }
    void ring_for_stop() {
        const std::lock_guard guard(mutex);
        stopped = Clock::now();
        rung.notify_all();
    }
    /// Until something is appended, or it is to stop, or for `limit`. Returns whether it was the first.
    bool wait_for_record(std::optional<Milliseconds> limit) {
        std::unique_lock guard(mutex);
        const auto done = [&] { return appended || stopped; };
        if (limit) rung.wait_for(guard, *limit, done);
        else rung.wait(guard, done);
        return std::exchange(appended, false);
    }
    void wait_for_stop(Milliseconds limit) {
        std::unique_lock guard(mutex);
        rung.wait_for(guard, limit, [&] { return stopped.has_value(); });
    }
    /// The whole of `limit`, also while it is to stop.
    void pause(Milliseconds limit) {
        std::unique_lock guard(mutex);
        rung.wait_for(guard, limit, [] { return false; });
    }
    bool stopping() {
        const std::lock_guard guard(mutex);
        return stopped.has_value();
    }
    bool over() {
        const std::lock_guard guard(mutex);
        return stopped && Clock::now() - *stopped >= farewell;
    }
};

}  // namespace

struct SinkThread::State {
    Spool& spool;
    const Course course;
    Carrier& carrier;
    trace::Trace& trace;
    const std::shared_ptr<Bell> bell = std::make_shared<Bell>();
    std::thread thread{};

    // The thread's own.
    bool complained = false;
    Milliseconds wait = first_wait;
    Clock::time_point well_at = Clock::now();  // nothing was held up then

    void run();
    void work();
    void delivered();
    void rest_idle();
    void rest_held_up(Milliseconds longest);
};

void SinkThread::State::run() {
    ::pthread_setname_np(::pthread_self(), course.name.c_str());
    try {
        carrier.begin();
        work();
    } catch (const std::exception& error) {
        trace.error("SinkThread.run", "alarms do not go to {} any more until the agent is restarted: {}", course.receiver, error.what());
    }
}

void SinkThread::State::work() {
    const Carrier::Over over = [this] { return bell->over(); };
    for (;;) {
        const auto outcome = carrier.step(over);
        if (bell->stopping()) {
            if (outcome == Step::idle || outcome == Step::no_receiver || bell->over()) return;
            if (outcome == Step::held_up) bell->pause(first_wait);
        } else if (outcome == Step::idle) {
            rest_idle();
        } else if (outcome == Step::delivered) {
            delivered();
        } else {
            rest_held_up(outcome == Step::no_receiver ? course.longest_wait : std::min(longest_wait_for_reader, course.longest_wait));
        }
    }
}

void SinkThread::State::delivered() {
    wait = first_wait;
    well_at = Clock::now();
    if (std::exchange(complained, false)) trace.info("SinkThread.run", "{} takes alarms again", course.receiver);
}

void SinkThread::State::rest_idle() {
    well_at = Clock::now();
    const auto due = carrier.due_in();
    if (bell->wait_for_record(due ? std::min(*due, quiet_before_save) : quiet_before_save)) return;
    spool.set_position(course.name, spool.position(course.name));  // writes it down, should the last move not have been
    if (!bell->stopping()) bell->wait_for_record(carrier.due_in());
    well_at = Clock::now();
}

void SinkThread::State::rest_held_up(Milliseconds longest) {
    if (Clock::now() - well_at >= worth_a_line && !std::exchange(complained, true))
        trace.warn("SinkThread.run", "{} does not take alarms ({}); they wait in the spool and are sent later", course.receiver, carrier.reason());
    wait = std::min(wait, longest);
    bell->wait_for_stop(wait);
    wait *= 2;
}

SinkThread::SinkThread(Spool& spool, Course course, Carrier& carrier, trace::Trace& trace)
    : state_(new State{spool, std::move(course), carrier, trace}) {
    spool.on_append([bell = state_->bell] { bell->ring_for_record(); });
    // Signals are for the agent's own thread.
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    state_->thread = std::thread([state = state_.get()] { state->run(); });
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

SinkThread::~SinkThread() {
    state_->bell->ring_for_stop();
    if (state_->thread.joinable()) state_->thread.join();
}

}  // namespace drs::alarms
