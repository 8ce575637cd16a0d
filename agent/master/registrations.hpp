// SPDX-License-Identifier: Apache-2.0
// What the nodes have registered: taken over from a Local Agent, remembered over restarts, and every change told by an alarm.
#pragma once

#include <string>
#include <vector>

#include "control/service.hpp"
#include "master/operation.hpp"
#include "storage/db/database.hpp"
#include "wire/message.hpp"

namespace drs::master {

class Registrations {
public:
    Registrations(Means& means, storage::Database& database) : means_(means), database_(database) {}

    /// Replaces what the node had registered. Throws wire::ProtocolError when a name in it is none that a proper agent sends; nothing of the
    /// message is then taken over. What cannot be written down is told (DeRegistrationFailure, RegistrationFailure) and stays as it was.
    void replace(RegisteredNode& node, const wire::Registration& registration);

    /// Takes away all that a node has registered, and says which components that were. Throws Refusal when it is not known, is connected, or has
    /// nothing registered.
    std::vector<std::string> remove(const std::string& name, const control::Caller& caller);

private:
    using Components = std::map<model::ComponentKey, model::Component>;
    void tell_problems(const RegisteredNode& node, const std::vector<std::string>& problems);
    void tell_differences(const RegisteredNode& node, const Components& now);
    void tell_unwritten(const RegisteredNode& node, const Components& now, const std::string& why);
    void raise(alarms::AlarmId id, const std::string& node, const std::string& reason);

    Means& means_;
    storage::Database& database_;
};

}  // namespace drs::master
