// SPDX-License-Identifier: Apache-2.0
// Net-SNMP's session with one receiver: informs and traps by v2c or v3, and what comes back.
#pragma once

#include <functional>
#include <memory>

#include "mib/delivery.hpp"

namespace drs::mib {

/// On the SNMP thread, after SnmpLibrary::open and gone before the library ends. Nothing here waits for the network: the engine of a v3 receiver is
/// asked for by a request of its own (RFC 3414 section 4), and asked for again when the receiver no longer answers to it.
class ReceiverSession final : public ReceiverLink {
public:
    struct Events {
        std::function<void(std::uint64_t key, Delivery::Clock::duration took)> answered;
        std::function<void(const std::string& sentence)> refused;
        std::function<void()> reachable;
    };
    /// Throws runtime::Error(bad_configuration) when the library cannot do what the receiver asks for.
    ReceiverSession(const Receiver& receiver, const Passwords& secrets, Events events);
    ~ReceiverSession() override;

    /// After each reading of the library's sockets: whether the receiver has said which engine it is.
    void notice();
    bool send(const alarms::Record& record, std::uint64_t key) override;
    void doubt() override;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace drs::mib
