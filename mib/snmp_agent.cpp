// SPDX-License-Identifier: Apache-2.0
#include "mib/snmp_agent.hpp"

#include <pthread.h>
#include <signal.h>

#include <cstdlib>
#include <future>
#include <thread>

#include "mib/agent_thread.hpp"

namespace drs::mib {
namespace {

/// Signals are for the io thread; a blocked SIGPIPE comes out of the library's writes as EPIPE.
class SignalsBlocked {
public:
    SignalsBlocked() {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;

private:
    sigset_t before_{};
};

/// The library asks the environment before its settings: no MIB file is parsed, and only our directories are used.
void settle_environment() {
    ::setenv("MIBS", "", 1);
    ::unsetenv("SNMPCONFPATH");
    ::unsetenv("SNMP_PERSISTENT_DIR");
    ::unsetenv("SNMP_PERSISTENT_FILE");
}

}  // namespace

struct SnmpAgent::State {
    const runtime::Settings& settings;
    const control::SnapshotFeed& feed;
    control::Desk* desk;
    alarms::Spool& spool;
    trace::Trace& trace;
    std::shared_ptr<EventFd> wake_up = std::make_shared<EventFd>();  // the spool's callback outlives us
    std::atomic<bool> stopping = false;
    std::atomic<bool> reread = false;
    std::thread thread;

    void run(std::promise<void>& started) {
        std::unique_ptr<AgentThread> agent;
        try {
            agent = std::make_unique<AgentThread>(AgentThread::Surroundings{settings, feed, desk, spool, trace, *wake_up, stopping, reread});
        } catch (...) {
            started.set_exception(std::current_exception());
            return;
        }
        started.set_value();
        agent->run();
    }
};

SnmpAgent::SnmpAgent(const runtime::Settings& settings, const control::SnapshotFeed& feed, control::Desk* desk, alarms::Spool& spool, trace::Trace& trace)
    : state_(new State{settings, feed, desk, spool, trace}) {}

SnmpAgent::~SnmpAgent() { stop(); }

void SnmpAgent::start() {
    if (state_->settings.snmp.mode == runtime::SnmpMode::off || state_->thread.joinable()) return;
    settle_environment();
    state_->spool.on_append([wake_up = state_->wake_up] { wake_up->notify(); });
    std::promise<void> started;
    {
        const SignalsBlocked for_the_thread;
        state_->thread = std::thread([this, &started] {
            pthread_setname_np(pthread_self(), "snmp");
            state_->run(started);
        });
    }
    try {
        started.get_future().get();
    } catch (...) {
        state_->thread.join();
        throw;
    }
}

void SnmpAgent::reread_receivers() {
    state_->reread = true;
    state_->wake_up->notify();
}

void SnmpAgent::stop() {
    if (!state_->thread.joinable()) return;
    state_->stopping = true;
    state_->wake_up->notify();
    state_->thread.join();
}

}  // namespace drs::mib
