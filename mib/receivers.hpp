// SPDX-License-Identifier: Apache-2.0
// All receivers that etc/drs/snmp/receivers names, each with its session and its delivery.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "alarms/spool.hpp"
#include "mib/delivery.hpp"
#include "mib/receiver.hpp"
#include "trace/trace.hpp"

namespace drs::mib {

/// On the SNMP thread, after SnmpLibrary::open and gone before the library ends.
class Receivers {
public:
    /// Throws what read_receivers, read_secrets and ReceiverSession throw. The spool forgets receivers that are not named any more.
    Receivers(const std::filesystem::path& directory, alarms::Spool& spool, trace::Trace& trace);
    ~Receivers();
    Receivers(const Receivers&) = delete;
    Receivers& operator=(const Receivers&) = delete;

    /// Throws what the spool throws.
    void work(Delivery::Clock::time_point now);
    std::optional<Delivery::Clock::time_point> due() const;
    /// To all, before the alarms that they have not been sent yet.
    void tell(const alarms::Record& record);
    /// To those that wait for no alarm: the others hear from us anyway.
    void tell_idle(const alarms::Record& record);
    /// Whether one that answers has still something to get.
    bool busy() const;
    std::vector<ReceiverState> states() const;
    std::size_t size() const { return all_.size(); }

private:
    struct One;
    std::vector<std::unique_ptr<One>> all_;
};

}  // namespace drs::mib
