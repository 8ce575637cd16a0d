// SPDX-License-Identifier: Apache-2.0
// What all sinks share: a thread that carries the spool to one receiver, with back-off while that takes nothing, and an end within a second.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "alarms/spool.hpp"
#include "trace/trace.hpp"

namespace drs::alarms {

/// What one sink does of its own. All calls come on the sink's thread.
class Carrier {
public:
    enum class Step { idle, delivered, held_up, no_receiver };
    /// Whether the sink has to end now: a step that takes long asks it now and then, and gives up.
    using Over = std::function<bool()>;

    virtual ~Carrier() = default;
    /// Before the first step.
    virtual void begin() {}
    /// Sends what it can, and moves the spool's position behind what has certainly arrived. `idle`: nothing is left, or none is due; `held_up`: the receiver
    /// lives and is slow; `no_receiver`: it takes nothing.
    virtual Step step(const Over& over) = 0;
    /// Why the last step was held up or had no receiver, in words.
    virtual std::string reason() const = 0;
    /// After `idle`: when there will be something to do though no alarm is raised.
    virtual std::optional<std::chrono::milliseconds> due_in() const { return std::nullopt; }
};

class SinkThread {
public:
    struct Course {
        std::string name;      // of the thread, and of the position in the spool; at most 15 characters
        std::string receiver;  // for the trace: `syslog at /dev/log`
        std::chrono::milliseconds longest_wait{5000};           // between two tries when there is no receiver; begins at 1 ms and doubles
    };
    /// Starts the thread. `carrier` and `trace` outlive it; the spool may call back later. A carrier that throws ends the sink, with a line in the trace.
    SinkThread(Spool& spool, Course course, Carrier& carrier, trace::Trace& trace);
    /// Tries once more what is left, for at most one second, then stops.
    ~SinkThread();
    SinkThread(const SinkThread&) = delete;
    SinkThread& operator=(const SinkThread&) = delete;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace drs::alarms
