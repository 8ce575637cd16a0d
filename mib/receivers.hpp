// SPDX-License-Identifier: Apache-2.0
// All receivers that etc/drs/snmp/receivers names, each with its session and its delivery.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "alarms/spool.hpp"
#include "mib/delivery.hpp"
#include "mib/receiver.hpp"
#include "mib/receiver_indexes.hpp"
#include "runtime/paths.hpp"
#include "trace/trace.hpp"

namespace drs::mib {

/// On the SNMP thread, after SnmpLibrary::open and gone before the library ends.
class Receivers {
public:
    /// Throws what check_settings, ReceiverIndexes and ReceiverSession throw. The spool forgets receivers that are not named any more.
    Receivers(const runtime::Paths& paths, alarms::Spool& spool, trace::Trace& trace);
    ~Receivers();
    Receivers(const Receivers&) = delete;
    Receivers& operator=(const Receivers&) = delete;

    /// Takes the file as it is now. Who stays as they were, passwords included, go on undisturbed. When something is wrong, nothing changes, and the
    /// trace says what.
    void reread();

    /// Throws what the spool throws.
    void work(Delivery::Clock::time_point now);
    std::optional<Delivery::Clock::time_point> due() const;
    /// To those that wait for no alarm.
    void beat(const alarms::Record& heartbeat);
    /// Whether one that answers has still something to get.
    bool busy() const;
    /// By index; null when there is none.
    std::shared_ptr<const std::vector<ReceiverState>> states() const;
    std::size_t size() const { return all_.size(); }

private:
    struct One;
    using All = std::vector<std::unique_ptr<One>>;
    std::unique_ptr<One> made(const Receiver& receiver);
    void take();

    const runtime::Paths& paths_;
    alarms::Spool& spool_;
    trace::Trace& trace_;
    ReceiverIndexes indexes_;
    All all_;
};

}  // namespace drs::mib
