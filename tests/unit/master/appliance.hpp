// SPDX-License-Identifier: Apache-2.0
// A Master and a Local Agent in one process: real TLS over loopback, real programs, a local directory as device, one io thread that the test turns.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <csignal>
#include <fstream>
#include <iterator>
#include <gtest/gtest.h>

#include <memory>
#include <optional>

#include "local/agent.hpp"
#include "master/node_listener.hpp"
#include "runtime/error.hpp"
#include "runtime/task_group.hpp"
#include "tests/support/cpp/sshd.hpp"

namespace drs::test {

/// Tells the time the test gave it.
class SetClock final : public runtime::Clock {
public:
    model::TimePoint time{std::chrono::milliseconds(1'795'000'000'000)};  // 2026-11-18
    model::TimePoint now() const override { return time; }
};

inline void write_text(const std::filesystem::path& file, const std::string& text) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}
inline std::string text_in(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}
inline std::vector<std::string> names_in(const std::filesystem::path& directory) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(directory)) names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
}

/// One io thread, turned until what the test waits for has come; its own deadline makes a wait that never ends a failure.
class Turning {
public:
    runtime::Executor executor() { return io_.get_executor(); }
    template <class Condition>
    void until(Condition met) {
        const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        const auto work = boost::asio::make_work_guard(io_);
        while (!met()) {
            if (std::chrono::steady_clock::now() > limit) throw std::runtime_error("what the test waits for does not come");
            io_.run_one_for(std::chrono::milliseconds(20));
        }
    }
    template <class T>
    T wait(runtime::Awaitable<T> task) {
        std::optional<T> result;
        auto keep = [](runtime::Awaitable<T> t, std::optional<T>& r) -> runtime::Awaitable<void> { r.emplace(co_await std::move(t)); };
        wait(keep(std::move(task), result));
        return std::move(*result);
    }
    void wait(runtime::Awaitable<void> task) {
        std::exception_ptr failure;
        bool ended = false;
        boost::asio::co_spawn(io_, std::move(task), [&](std::exception_ptr e) {
            failure = e;
            ended = true;
        });
        until([&] { return ended; });
        if (failure) std::rethrow_exception(failure);
    }

private:
    boost::asio::io_context io_;
};

/// The files that a Master finds at its start, and those it makes.
struct MasterHome {
    TemporaryDirectory directory;
    runtime::Settings settings;
    MasterHome() {
        settings.paths = runtime::Paths(directory.path());
        settings.node = "node1";
        settings.cluster = "cluster1";
        settings.master.port = 0;
        settings.job.compression_threads = 1;
        settings.job.device_timeout = std::chrono::seconds(10);
        write_text(settings.paths.product_file(), "<product name=\"Sample\" version=\"15.0.1\"/>\n");
        for (const auto& path : {settings.paths.components(), settings.paths.state(), settings.paths.component_log(), store(), data()})
            std::filesystem::create_directories(path);
    }
    std::filesystem::path store() const { return directory.path() / "store"; }
    std::filesystem::path data() const { return directory.path() / "data"; }
    void register_files(const std::string& feature, const std::string& component, bool mandatory = false) const {
        write_text(settings.paths.components() / (feature + component + ".xml"),
                   "<component feature=\"" + feature + "\" name=\"" + component + "\"" + (mandatory ? " mandatory=\"true\"" : "") + "><files><path>" +
                       (data() / component).string() + "</path></files></component>");
        write_text(data() / component / "file", "contents of " + component);
    }
    void register_script(const std::string& feature, const std::string& component, const std::string& backup, const std::string& restore = "cat > /dev/null") const {
        const auto shell = [](const std::string& line) {
            return " program=\"/bin/sh\"><argument>-c</argument><argument><![CDATA[" + line + "]]></argument>";
        };
        write_text(settings.paths.components() / (feature + component + ".xml"),
                   "<component feature=\"" + feature + "\" name=\"" + component + "\"><script><backup" + shell(backup) + "</backup><restore" + shell(restore) +
                       "</restore></script></component>");
    }
};

/// A backup program stands here until the test lets it go on.
class Gate {
public:
    explicit Gate(std::filesystem::path directory) : directory_(std::move(directory)) {
        ::mkfifo(fifo().c_str(), 0600);
        end_ = ::open(fifo().c_str(), O_RDWR | O_CLOEXEC);
    }
    ~Gate() { open(); }
    Gate(const Gate&) = delete;
    Gate& operator=(const Gate&) = delete;
    /// For a script: says that it is here, then waits for the end of the fifo.
    std::string script() const { return "exec 3<" + fifo() + "; : > " + mark() + "; cat <&3"; }
    bool reached() const { return std::filesystem::exists(mark()); }
    void open() {
        if (end_ >= 0) ::close(end_);
        end_ = -1;
    }

private:
    std::string fifo() const { return (directory_ / "gate").string(); }
    std::string mark() const { return (directory_ / "reached").string(); }
    std::filesystem::path directory_;
    int end_ = -1;
};

/// The Local Agent's process, as far as it is not a process.
class LocalSide {
public:
    LocalSide(runtime::Executor executor, const runtime::Settings& settings, std::uint16_t port, const runtime::Clock& clock)
        : settings_(settings), spool(settings.paths.spool("local")), alarms(spool, {"Cisco DRF Local", settings.cluster, settings.node, 0}, clock, trace_) {
        settings_.master.port = port;
        agent.emplace(executor, settings_, alarms, spool, trace_);
        auto run = agent->run();
        boost::asio::co_spawn(executor, std::move(run), [this](std::exception_ptr) { ended = true; });
    }

private:
    runtime::Settings settings_;
    trace::Trace trace_;

public:
    alarms::Spool spool;
    alarms::Alarms alarms;
    std::optional<local::Agent> agent;
    bool ended = false;
};

class Appliance : public Turning, public MasterHome {
public:
    explicit Appliance(const std::function<void(Appliance&)>& prepare = {}) {
        std::signal(SIGPIPE, SIG_IGN);  // as in the daemons
        if (prepare) prepare(*this);
        database.emplace(settings.paths.database());
        keys.emplace(settings.paths, settings.node, "now");
        spool.emplace(settings.paths.spool("master"));
        alarms.emplace(*spool, alarms::Alarms::Identity{"Cisco DRF Master", settings.cluster, settings.node, 1}, clock, trace);
        const master::SettingsReports reports{settings.node, clock, *alarms, trace};
        devices.emplace(settings.paths.device_file(), keys->sealer(), reports);
        schedules.emplace(settings.paths.schedule_file(), "2026/11/18", reports);
        const master::Means means{executor(), settings, clock, *alarms, trace, *keys, nodes};
        service = std::make_unique<master::ControlService>(means, master::ServiceParts{*database, *devices, *schedules, feed, {"Sample", "15.0.1", {}, {}}, 1});
        model::Node own;
        own.name = settings.node;
        own.index = service->node_index(own.name);
        nodes.define(std::move(own));
        service->recover();
        listener = std::make_unique<master::NodeListener>(means, *service);
        auto run = listener->run();
        boost::asio::co_spawn(executor(), std::move(run), [this](std::exception_ptr) { listening = false; });
    }
    ~Appliance() {
        scheduling_.cancel();
        wait(scheduling_.join(std::chrono::seconds(5)));
        stop_local();
        wait(service->stop());
        wait(listener->stop());
        until([this] { return !listening; });
    }
    Appliance(const Appliance&) = delete;
    Appliance& operator=(const Appliance&) = delete;

    /// Returns when the node has registered.
    void start_local() {
        local.emplace(executor(), settings, listener->port(), clock);
        until([this] { return nodes.find(settings.node)->session && !nodes.find(settings.node)->components.empty(); });
    }
    void stop_local() {
        if (!local) return;
        local->agent->stop();
        until([this] { return local->ended; });
        local.reset();
    }
    void start_scheduler() { scheduling_.spawn("the scheduler", service->run_schedules()); }
    /// Lets the scheduler look at a new time.
    void tick(std::chrono::milliseconds time) {
        clock.time += time;
        service->look_at_schedules();
    }
    control::DeviceChoice device(unsigned keep = 2) {
        model::Device device;
        device.name = "store";
        device.path = store();
        device.keep_sets = keep;
        wait(service->add_device(std::move(device), caller));
        return chosen();
    }
    control::DeviceChoice chosen() const { return {"store", std::nullopt}; }
    control::StartedJob start_backup(std::vector<std::string> features) {
        clock.time += std::chrono::seconds(10);
        control::BackupRequest request;
        request.device = chosen();
        request.features = std::move(features);
        return wait(service->start_backup(std::move(request), caller));
    }
    control::StartedJob start_restore(const model::SetId& set, std::vector<std::string> features = {}, bool check_integrity = true) {
        control::RestoreRequest request;
        request.device = chosen();
        request.set = set.text();
        request.features = std::move(features);
        request.check_integrity = check_integrity;
        return wait(service->start_restore(std::move(request), caller));
    }
    model::Job ended(model::JobId job) {
        until([this] { return feed.take()->state == model::SystemState::idle; });
        const auto snapshot = feed.take();
        if (!snapshot->job || snapshot->job->id != job) throw std::runtime_error("the job is not the last one");
        return *snapshot->job;
    }
    model::Job backup(std::vector<std::string> features) { return ended(start_backup(std::move(features)).job); }
    /// But the news of each registration.
    std::vector<alarms::AlarmId> raised() const {
        std::vector<alarms::AlarmId> ids;
        for (const auto& record : spool->after(0, 1000))
            if (record.state != alarms::State::cleared && record.id != alarms::AlarmId::component_registered) ids.push_back(record.id);
        return ids;
    }
    std::vector<std::string> stored() const { return names_in(store()); }

    control::Caller caller{model::Trigger::cli, "root (uid 0)"};
    SetClock clock;
    trace::Trace trace;
    std::optional<storage::Database> database;
    std::optional<master::KeyRing> keys;
    std::optional<master::DeviceRegistry> devices;
    std::optional<master::ScheduleRegistry> schedules;
    std::optional<alarms::Spool> spool;
    std::optional<alarms::Alarms> alarms;
    master::NodeRegistry nodes;
    control::SnapshotFeed feed;
    std::unique_ptr<master::ControlService> service;
    std::unique_ptr<master::NodeListener> listener;
    std::optional<LocalSide> local;
    bool listening = true;

private:
    runtime::TaskGroup scheduling_{executor(), [](const std::string& name, const std::string& what) { ADD_FAILURE() << name << ": " << what; }};
};

/// The kind and the sentence of a refusal; kind usage and no sentence when nothing was refused.
struct Refused {
    control::Kind kind = control::Kind::usage;
    std::string sentence;
};
template <class Call>
Refused refusal_of(Call call) {
    try {
        (void)call();
    } catch (const control::Refusal& refusal) {
        return {refusal.kind(), refusal.what()};
    }
    return {};
}

}  // namespace drs::test
