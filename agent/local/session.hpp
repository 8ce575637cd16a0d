// SPDX-License-Identifier: Apache-2.0
// One connection to the Master, from the hello to its end.
#pragma once

#include "local/alarm_forwarder.hpp"
#include "local/registration.hpp"
#include "local/streams.hpp"
#include "runtime/settings.hpp"

namespace drs::local {

class Session {
public:
    Session(const runtime::Executor& executor, std::unique_ptr<runtime::Stream> stream, const runtime::Settings& settings,
            model::ProductIdentity product, AlarmForwarder& forwarder, trace::Trace& trace);

    /// Says hello and registers. Throws runtime::Error(trust) with the Master's reason when it refuses us.
    runtime::Awaitable<void> begin(const Registration& registration);
    /// Serves the Master until the connection ends; everything that runs is then stopped and waited for. Throws what ended it.
    runtime::Awaitable<void> serve();
    runtime::Awaitable<void> register_again(const Registration& registration);
    /// No component runs on it.
    bool idle() const { return streams_.idle(); }
    void close() noexcept { connection_.close(); }

private:
    runtime::Awaitable<void> read_messages();
    void dispatch(wire::Message& message);
    template <class Order>
    void start(Order& order);
    void set_trace_levels(const wire::TraceLevels& wanted);
    void forget_logs(const std::vector<std::string>& log_files);
    runtime::Awaitable<void> refuse(wire::StreamId stream, std::string reason);

    runtime::Executor executor_;
    const runtime::Settings& settings_;
    model::ProductIdentity product_;
    AlarmForwarder& forwarder_;
    trace::Trace& trace_;
    wire::Connection connection_;
    runtime::TaskGroup tasks_;
    Streams streams_;
    std::map<model::ComponentKey, model::ComponentDefinition> components_;
    std::uint32_t ping_seconds_ = 5;
};

}  // namespace drs::local
