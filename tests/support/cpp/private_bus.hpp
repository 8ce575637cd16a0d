// SPDX-License-Identifier: Apache-2.0
// A dbus-daemon of a test, and a made-up logind on it; as long as it lives it is the system bus of this process.
#pragma once

#include <optional>
#include <string>

#include "tests/support/cpp/process.hpp"
#include "tests/support/cpp/sshd.hpp"

namespace drs::test {

class PrivateBus {
public:
    PrivateBus();
    ~PrivateBus();
    PrivateBus(const PrivateBus&) = delete;
    PrivateBus& operator=(const PrivateBus&) = delete;

    /// `mode`: see fake_logind.cpp. Returns when it has its name on the bus.
    void start_logind(const std::string& mode = "");
    /// Everything it has said.
    std::string logind_says() const;
    /// Returns when it has said that.
    void wait_for(const std::string& line);
    /// Nobody answers on the bus any more, but it is there.
    void freeze() const { daemon_->freeze(); }

private:
    std::filesystem::path file(const char* name) const { return home_.path() / name; }
    TemporaryDirectory home_;
    std::optional<Process> daemon_, logind_;
};

}  // namespace drs::test
