// SPDX-License-Identifier: Apache-2.0
#include "mib/agent_thread.hpp"

#include <algorithm>
#include <optional>

#include "mib/agentx_sender.hpp"
#include "mib/clog_history.hpp"
#include "mib/configuration.hpp"
#include "mib/heartbeat.hpp"
#include "mib/net_snmp.hpp"
#include "mib/notification_sink.hpp"
#include "mib/receivers.hpp"
#include "mib/request_handler.hpp"
#include "mib/snmp_library.hpp"
#include "mib/trap_sender.hpp"
#include "mib/users_file.hpp"

#include <net-snmp/library/large_fd_set.h>

namespace drs::mib {
namespace {

using Steady = NotificationSink::Clock;
using std::chrono::microseconds;

constexpr auto farewell = std::chrono::seconds(1);

class FdSet {
public:
    FdSet() { netsnmp_large_fd_set_init(&set_, FD_SETSIZE); }
    ~FdSet() { netsnmp_large_fd_set_cleanup(&set_); }
    FdSet(const FdSet&) = delete;
    FdSet& operator=(const FdSet&) = delete;
    netsnmp_large_fd_set* get() { return &set_; }
    void add(int fd) { netsnmp_large_fd_setfd(fd, &set_); }
    bool has(int fd) { return netsnmp_large_fd_is_set(fd, &set_) != 0; }
    void remove(int fd) { netsnmp_large_fd_clr(fd, &set_); }

private:
    netsnmp_large_fd_set set_{};
};

microseconds of(const timeval& time) { return std::chrono::seconds(time.tv_sec) + microseconds(time.tv_usec); }
timeval timeval_of(microseconds time) {
    return {static_cast<time_t>(time.count() / 1'000'000), static_cast<suseconds_t>(time.count() % 1'000'000)};
}

using Due = std::optional<Steady::time_point>;
Due earlier(Due one, Due other) { return one && other ? std::min(*one, *other) : one ? one : other; }

model::TimePoint wall_clock() {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace

struct AgentThread::State {
    explicit State(const Surroundings& with) : around(with), library(with.settings, with.trace), handler(with.desk, with.trace) {
        if (with.settings.snmp.clog) clog_history.emplace(with.spool, with.trace);
        library.open();
        receivers.emplace(around.settings.paths, around.spool, around.trace);
        say_what_is_configured();
    }

    Surroundings around;
    AgentxState agentx = agentx_mode() ? AgentxState::disconnected : AgentxState::not_used;
    // Before the library: while it shuts down it still hands out answers.
    std::unique_ptr<Sender> sender = make_sender();
    NotificationSink sink{around.spool, *sender, around.trace};
    SnmpLibrary library;
    std::optional<Receivers> receivers{};  // when the library is open
    RequestHandler handler;
    std::optional<ClogHistory> clog_history{};
    Heartbeat heartbeat{around.settings.snmp.heartbeat, Steady::now()};
    std::string last_failure;
    Steady::time_point not_before{};

    bool agentx_mode() const { return around.settings.snmp.mode == runtime::SnmpMode::agentx; }
    std::unique_ptr<Sender> make_sender();
    void on_connected();
    void on_disconnected();
    void say_what_is_configured();

    void pass(Due limit);
    void show();
    void wait_and_read(Due limit);
    void deliver();
    void beat();
    bool something_left() const { return (sender->ready() && sink.waiting() > 0) || receivers->busy(); }
    std::optional<microseconds> time_left(Due limit) const;
};

std::unique_ptr<Sender> AgentThread::State::make_sender() {
    if (!agentx_mode()) return std::make_unique<TrapSender>(around.settings.snmp.clog);
    AgentxSender::Events events{.connected = [this] { on_connected(); },
                                .disconnected = [this] { on_disconnected(); },
                                .answered = [this](std::uint64_t sequence, const std::string& failure) { sink.answered(sequence, failure); }};
    return std::make_unique<AgentxSender>(std::move(events), around.settings.snmp.clog);
}

void AgentThread::State::on_connected() {
    agentx = AgentxState::connected;
    around.trace.info("SnmpAgent.run", "Connected to snmpd at {}.", around.settings.snmp.agentx_socket);
}

void AgentThread::State::on_disconnected() {
    agentx = AgentxState::disconnected;
    sink.start_over();
    around.trace.warn("SnmpAgent.run", "snmpd at {} is gone; trying again every {} s, alarms wait in the spool.",
                      around.settings.snmp.agentx_socket, around.settings.snmp.ping.count());
}

void AgentThread::State::say_what_is_configured() {
    auto& trace = around.trace;
    const auto& snmp = around.settings.snmp;
    if (agentx_mode()) {
        if (agentx != AgentxState::connected)
            trace.warn("SnmpAgent.start", "No snmpd answers at {}; trying again every {} s.", snmp.agentx_socket, snmp.ping.count());
        return;
    }
    const auto directory = around.settings.paths.snmp_configuration();
    const auto file = (directory / application).string() + ".conf";
    const auto configured = read_configuration(directory);
    trace.info("SnmpAgent.start", "The SNMP agent answers on udp {}.", snmp.address);
    if (!configured.readers && read_users(directory).empty())
        trace.warn("SnmpAgent.start", "Nobody may read by SNMP: name a user in {}.", (directory / "users").string());
    for (const auto& line : configured.writing_communities)
        trace.warn("SnmpAgent.start", "{}: a community may read, but not write: SNMPv2c protects nothing; name a user in {}.", file + ":" + std::to_string(line), (directory / "users").string());
    if (!configured.receivers && receivers->size() == 0)
        trace.warn("SnmpAgent.start", "Alarms go to no SNMP receiver: name one in {}.", (directory / "receivers").string());
}

void AgentThread::State::show() {
    const DeliveryState delivery{agentx, around.spool.last_sequence(), sink.waiting(), around.spool.dropped(), static_cast<std::uint64_t>(heartbeat.interval().count()),
                                 receivers->states()};
    handler.show(around.feed.take(), delivery, wall_clock());
}

std::optional<microseconds> AgentThread::State::time_left(Due limit) const {
    auto until = earlier(sink.due(), receivers->due());
    if (until) *until = std::max(*until, not_before);
    until = earlier(earlier(until, heartbeat.due()), limit);
    if (!until) return std::nullopt;
    return std::max(microseconds(0), std::chrono::ceil<microseconds>(*until - Steady::now()));
}

void AgentThread::State::wait_and_read(Due limit) {
    FdSet readable;
    int highest = 0;
    int block = 1;
    timeval timeout{};
    snmp_select_info2(&highest, readable.get(), &timeout, &block);
    auto wait = block != 0 ? std::optional<microseconds>() : of(timeout);
    if (const auto left = time_left(limit); left && (!wait || *left < *wait)) wait = left;
    const int wake_up = around.wake_up.fd();
    readable.add(wake_up);
    timeval until = timeval_of(wait.value_or(microseconds(0)));
    const int ready = netsnmp_large_fd_set_select(std::max(highest, wake_up + 1), readable.get(), nullptr, nullptr,
                                                  wait ? &until : nullptr);
    if (ready > 0 && readable.has(wake_up)) {
        around.wake_up.drain();
        readable.remove(wake_up);
    }
    show();
    if (ready <= 0) return;  // time is up, or a signal came: nothing to read
    snmp_read2(readable.get());
}

void AgentThread::State::deliver() {
    const auto now = Steady::now();
    if (now < not_before) return;
    try {
        sink.work(now);
        receivers->work(now);
        last_failure.clear();
    } catch (const std::exception& failure) {  // the spool's: the alarms stay in it
        if (last_failure != failure.what()) around.trace.error("SnmpAgent.deliver", "{}", failure.what());
        last_failure = failure.what();
        not_before = now + NotificationSink::retry_after;
    }
}

void AgentThread::State::beat() {
    if (!heartbeat.take(Steady::now())) return;
    const auto record = heartbeat_record(*around.feed.take(), around.spool.last_sequence(), wall_clock());
    sink.beat(record);
    receivers->beat(record);
}

/// Timers run in every pass: under constant requests a loop that runs them only when idle never reconnects.
void AgentThread::State::pass(Due limit) {
    wait_and_read(limit);
    snmp_timeout();
    run_alarms();
    netsnmp_check_outstanding_agent_requests();
    if (around.reread.exchange(false)) receivers->reread();
    beat();
    deliver();
}

AgentThread::AgentThread(const Surroundings& surroundings) : state_(std::make_unique<State>(surroundings)) {}
AgentThread::~AgentThread() = default;

void AgentThread::run() {
    state_->deliver();
    while (!state_->around.stopping) state_->pass(std::nullopt);
    const auto end = Steady::now() + farewell;
    while (state_->something_left() && Steady::now() < end) state_->pass(end);
}

}  // namespace drs::mib
