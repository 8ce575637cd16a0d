// SPDX-License-Identifier: Apache-2.0
#include "master/daemon.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "alarms/log_directory_watch.hpp"
#include "master/control_server.hpp"
#include "master/hooks.hpp"
#include "master/node_listener.hpp"
#include "master/sinks.hpp"
#include "mib/settings_check.hpp"
#include "mib/snmp_agent.hpp"
#include "runtime/atomic_file.hpp"
#include "runtime/child_program.hpp"
#include "runtime/directory_watch.hpp"
#include "runtime/error.hpp"
#include "runtime/instance_lock.hpp"
#include "runtime/privileges.hpp"
#include "runtime/readiness.hpp"
#include "runtime/signals.hpp"
#include "runtime/trace_options.hpp"

namespace drs::master {
namespace {

using runtime::Awaitable;

model::ProductIdentity read_product(const runtime::Paths& paths) { return storage::read_product(paths.product_file(), runtime::answer_of); }

void make_directories(const runtime::Paths& paths) {
    for (const auto& directory : {paths.configuration(), paths.components(), paths.snmp_configuration(), paths.run()})
        runtime::make_directory(directory);
    runtime::make_directory(paths.state(), 0711);
    runtime::make_log_directories(paths);
}

std::string today(const runtime::Clock& clock) {
    auto date = model::SetId::at(clock.now()).text().substr(0, 10);
    std::replace(date.begin(), date.end(), '-', '/');
    return date;
}

/// What a running Master is made of, in the order of its dependencies; torn down the other way round.
class Daemon {
public:
    Daemon(const runtime::Settings& settings, alarms::Spool& spool, alarms::Alarms& alarms, trace::Trace& trace, storage::Database& database,
           std::uint32_t epoch)
        : paths_(settings.paths), signals_(io_.get_executor()), trace_(trace), product_(read_product(settings.paths)),
          keys_(settings.paths, settings.node, model::SetId::at(clock_.now()).text()),
          devices_(settings.paths.device_file(), keys_.sealer(), {settings.node, clock_, alarms, trace}),
          schedules_(settings.paths.schedule_file(), today(clock_), {settings.node, clock_, alarms, trace}),
          means_{io_.get_executor(), settings, clock_, alarms, trace, keys_, nodes_},
          service_(means_, {database, devices_, schedules_, feed_, product_, epoch}),
          desk_(io_.get_executor(), service_), snmp_(settings, feed_, &desk_, spool, trace), log_watch_(io_.get_executor(), trace, alarms, settings.node), tasks_(io_.get_executor(), [this](const std::string& name, const std::string& what) {
              trace_.error("Daemon.task", "{} ended: {}", name, what);
          }) {
        model::Node own;
        own.name = settings.node;
        own.index = service_.node_index(own.name);
        own.role = model::NodeRole::master;
        own.certificate_expires = runtime::certificate_expiry(*runtime::read_file(settings.paths.node_certificate()));
        auto& entry = nodes_.define(std::move(own));
        for (auto& component : service_.registration_of(settings.node)) entry.components.emplace(component.key, component);
        entry.node.components = static_cast<std::uint32_t>(entry.components.size());
        service_.recover();
        listener_ = std::make_unique<NodeListener>(means_, service_);
        snmp_.start();
        server_ = std::make_unique<ControlServer>(means_, service_);
        tell_of_the_start();
    }

    void serve() {
        tasks_.spawn("the node listener", listener_->run());
        tasks_.spawn("the control server", server_->run());
        tasks_.spawn("the scheduler", service_.run_schedules());
        tasks_.spawn("the watch over nodes", service_.watch_nodes());
        tasks_.spawn("the platform watch", service_.watch_platform());
        tasks_.spawn("the watch over the log directories", log_watch_.run());
        tasks_.spawn("the watch over settings edited by hand", follow_settings());
        tasks_.spawn("the watch over SNMP receivers", follow_receivers());
        std::exception_ptr failure;
        boost::asio::co_spawn(io_, until_stopped(), [&](const std::exception_ptr& e) {
            failure = e;
            io_.stop();
        });
        io_.run();
        if (failure) std::rethrow_exception(failure);
    }

private:
    /// A console that was away, or holds alarms for active that ended while the Master was down, begins anew with it.
    void tell_of_the_start() {
        const auto active = means_.alarms.active().size();
        const auto alarms = active == 1 ? "1 alarm is" : fmt::format("{} alarms are", active);
        alarms::Detail detail;
        detail.reason = fmt::format("the Master Agent started; {} active", alarms);
        detail.node = means_.settings.node;
        means_.alarms.raise(alarms::AlarmId::alarm_list_rebuilt, std::move(detail));
    }

    Awaitable<void> follow_settings() {
        const auto devices = paths_.device_file(), schedules = paths_.schedule_file();
        runtime::DirectoryWatch watch(io_.get_executor(), paths_.configuration(), {devices.filename(), schedules.filename()});
        for (;;) {
            service_.settings_touched();  // at the beginning too: between their reading and the watch nobody looked
            co_await watch.changed();
        }
    }

    Awaitable<void> follow_receivers() {
        runtime::DirectoryWatch watch(io_.get_executor(), paths_.snmp_configuration(), {"receivers"});
        for (;;) {
            co_await watch.changed();
            snmp_.reread_receivers();
        }
    }

    Awaitable<void> until_stopped() {
        runtime::notify_ready();
        trace_.info("Daemon.serve", "the Master Agent {} is ready {{STATE_IDLE}}", DRS_VERSION);
        for (;;) {
            const auto signal = co_await signals_.next();
            if (signal == runtime::Signal::stop) break;
            trace_.info("Daemon.serve", "a reload was asked for: devices, schedules and SNMP receivers are read, other files as they are needed");
            service_.settings_touched();
            snmp_.reread_receivers();
        }
        trace_.info("Daemon.serve", "the Master Agent stops {{STATE_STOPPING}}");
        runtime::notify_stopping();
        co_await service_.stop();
        co_await server_->stop();
        co_await listener_->stop();
        tasks_.cancel();
        co_await tasks_.join(std::chrono::seconds(5));
        snmp_.stop();
    }

    const runtime::Paths& paths_;
    boost::asio::io_context io_;
    runtime::Signals signals_;
    runtime::SystemClock clock_;
    trace::Trace& trace_;
    model::ProductIdentity product_;
    KeyRing keys_;
    DeviceRegistry devices_;
    ScheduleRegistry schedules_;
    NodeRegistry nodes_;
    control::SnapshotFeed feed_;
    Means means_;
    ControlService service_;
    control::Desk desk_;
    mib::SnmpAgent snmp_;
    std::unique_ptr<NodeListener> listener_;
    std::unique_ptr<ControlServer> server_;
    alarms::LogDirectoryWatch log_watch_;
    runtime::TaskGroup tasks_;
};

}  // namespace

void check_configuration(const runtime::Settings& settings) {
    const auto& paths = settings.paths;
    check_hooks(settings.hook);
    check_sinks(settings);
    mib::check_settings(paths.snmp_configuration());
    (void)read_product(paths);
    const auto form = KeyRing::form_of_seals();  // passwords stay sealed, and no key is made
    if (const auto text = runtime::read_file(paths.device_file())) (void)storage::parse_devices(*text, paths.device_file().string(), form);
    if (const auto text = runtime::read_file(paths.schedule_file())) (void)storage::parse_schedules(*text, paths.schedule_file().string());
}

void run(const runtime::Settings& settings) {
    const auto& paths = settings.paths;
    runtime::drop_privileges(settings.user);
    make_directories(paths);
    const runtime::InstanceLock lock(paths.run() / "master.lock", "drs-master");
    trace::Trace trace(runtime::trace_options(settings, "drfMA"));
    trace.set_levels(runtime::trace_levels(settings));
    const trace::WriteOnCrash last_words(trace);
    alarms::Spool spool(paths.spool("master"));
    if (const auto repaired = spool.repaired()) trace.warn("Daemon.run", "{}", *repaired);
    runtime::SystemClock clock;
    storage::Database database(paths.database());
    const auto epoch = database.next_boot_epoch();
    alarms::Alarms alarms(spool, {"Cisco DRF Master", settings.cluster, settings.node, epoch}, clock, trace);
    const Sinks sinks(settings, spool, trace);
    try {
        Daemon daemon(settings, spool, alarms, trace, database, epoch);
        daemon.serve();
    } catch (const std::exception& e) {
        trace.error("Daemon.run", "the Master Agent did not start: {}", e.what());
        alarms::Detail detail;
        detail.reason = e.what();
        detail.node = settings.node;
        alarms.raise(alarms::AlarmId::master_agent_start_failure, std::move(detail));
        throw;
    }
}

}  // namespace drs::master
