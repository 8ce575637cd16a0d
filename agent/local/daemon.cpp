// SPDX-License-Identifier: Apache-2.0
#include "local/daemon.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>

#include "alarms/app_id.hpp"
#include "alarms/log_directory_watch.hpp"
#include "alarms/syslog_sink.hpp"
#include "local/agent.hpp"
#include "runtime/atomic_file.hpp"
#include "runtime/error.hpp"
#include "runtime/instance_lock.hpp"
#include "runtime/privileges.hpp"
#include "runtime/readiness.hpp"
#include "runtime/signals.hpp"
#include "runtime/trace_options.hpp"

namespace drs::local {
namespace {

using runtime::Awaitable;

Awaitable<void> until_stopped(runtime::Signals& signals, Agent& agent, alarms::LogDirectoryWatch& log_watch, trace::Trace& trace) {
    runtime::notify_ready();
    for (;;) {
        const auto signal = co_await signals.next();
        if (signal == runtime::Signal::stop) break;
        try {
            co_await agent.reload();
        } catch (const std::exception& e) {
            trace.error("Daemon.reload", "the registration stays as it was: {}", e.what());
        }
    }
    trace.info("Daemon.run", "the Local Agent stops {{STATE_STOPPING}}");
    runtime::notify_stopping();
    log_watch.stop();
    agent.stop();
}

void serve(boost::asio::io_context& io, const runtime::Settings& settings, alarms::Alarms& alarms, alarms::Spool& spool, trace::Trace& trace) {
    runtime::Signals signals(io.get_executor());
    Agent agent(io.get_executor(), settings, alarms, spool, trace);
    trace.info("Daemon.run", "the Local Agent {} of node {} begins", DRS_VERSION, settings.node);
    std::exception_ptr failure;
    alarms::LogDirectoryWatch log_watch(io.get_executor(), trace, alarms, settings.node);
    unsigned running = 3;
    const auto ended = [&](const std::exception_ptr& e) {
        if (e && !failure) failure = e;
        if (failure || --running == 0) io.stop();
    };
    boost::asio::co_spawn(io, agent.run(), ended);
    boost::asio::co_spawn(io, until_stopped(signals, agent, log_watch, trace), ended);
    boost::asio::co_spawn(io, log_watch.run(), ended);
    io.run();
    if (failure) std::rethrow_exception(failure);
}

}  // namespace

void check_configuration(const runtime::Settings& settings) {
    const auto configuration = read_node_configuration(settings);
    if (!configuration.registration.problems.empty())
        throw runtime::Error(runtime::Fault::bad_configuration, configuration.registration.problems.front());
}

void run(const runtime::Settings& settings) {
    const auto& paths = settings.paths;
    runtime::drop_privileges(settings.user);
    runtime::make_directory(paths.run());
    runtime::make_log_directories(paths);
    const runtime::InstanceLock lock(paths.run() / "local.lock", "drs-local");
    boost::asio::io_context io;  // before the spool, whose wake-ups are posted to it
    trace::Trace trace(runtime::trace_options(settings, "drfLA"));
    trace.set_levels(runtime::trace_levels(settings));
    const trace::WriteOnCrash last_words(trace);
    alarms::Spool spool(paths.spool("local"));
    if (const auto repaired = spool.repaired()) trace.warn("Daemon.run", "{}", *repaired);
    runtime::SystemClock clock;
    alarms::Alarms alarms(spool, {std::string(alarms::local_agent_id), settings.cluster, settings.node, 0}, clock, trace);
    std::optional<alarms::SyslogSink> syslog;
    if (!settings.syslog.socket.empty())
        syslog.emplace(spool, alarms::SyslogSink::Options{settings.syslog.socket, settings.syslog.facility, "drfLA"}, trace);
    try {
        serve(io, settings, alarms, spool, trace);
    } catch (const std::exception& e) {
        trace.error("Daemon.run", "the Local Agent did not start: {}", e.what());
        alarms::Detail detail;
        detail.reason = e.what();
        detail.node = settings.node;
        alarms.raise(alarms::AlarmId::local_agent_start_failure, std::move(detail));
        throw;
    }
}

}  // namespace drs::local
