// SPDX-License-Identifier: Apache-2.0
// Notifications as AgentX Notify PDUs (RFC 2741 section 6.2.10), each answered by the master agent.
#pragma once

#include <functional>
#include <memory>

#include "mib/notification_sink.hpp"

namespace drs::mib {

/// Follows the library's session with the master: it must outlive the library's use, and there is one in a process.
class AgentxSender final : public Sender {
public:
    struct Events {
        std::function<void()> connected;
        std::function<void()> disconnected;
        std::function<void(std::uint64_t sequence, const std::string& failure)> answered;
    };
    /// `clog`: each alarm as clogMessageGenerated, too.
    AgentxSender(Events events, bool clog);
    ~AgentxSender() override;

    bool ready() const override;
    bool send(const alarms::Record& record) override;
    void send_once(const alarms::Record& record) override;
    void forget() override;
    std::chrono::milliseconds pause() const override { return std::chrono::milliseconds(0); }

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace drs::mib
