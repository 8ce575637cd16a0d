// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cpp/private_bus.hpp"

#include <poll.h>
#include <stdlib.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>

namespace drs::test {
namespace {

constexpr const char* configuration = R"(<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=SOCKET</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
    <allow user="*"/>
  </policy>
</busconfig>
)";

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

void until(const std::string& what, Process& process, const std::filesystem::path& log, const std::function<bool()>& seen) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!seen()) {
        if (!process.running() || std::chrono::steady_clock::now() > limit) throw std::runtime_error(what + " does not come: " + text_of(log));
        ::poll(nullptr, 0, 5);
    }
}

}  // namespace

PrivateBus::PrivateBus() {
    std::string text = configuration;
    text.replace(text.find("SOCKET"), 6, file("bus").string());
    std::ofstream(file("bus.conf")) << text;
    daemon_.emplace(std::vector<std::string>{"/usr/bin/dbus-daemon", "--nofork", "--nopidfile", "--config-file=" + file("bus.conf").string(), "--print-address"},
                    file("bus.log"));
    // It prints the address when it listens.
    until("the bus", *daemon_, file("bus.log"), [this] { return text_of(file("bus.log")).find("unix:") != std::string::npos; });
    ::setenv("DBUS_SYSTEM_BUS_ADDRESS", ("unix:path=" + file("bus").string()).c_str(), 1);
}

PrivateBus::~PrivateBus() { ::unsetenv("DBUS_SYSTEM_BUS_ADDRESS"); }

void PrivateBus::start_logind(const std::string& mode) {
    logind_.emplace(std::vector<std::string>{DRS_FAKE_LOGIND, mode}, file("logind.log"));
    wait_for("ready");
}

std::string PrivateBus::logind_says() const { return text_of(file("logind.log")); }

void PrivateBus::wait_for(const std::string& line) {
    until(line, *logind_, file("logind.log"), [&] { return logind_says().find(line + "\n") != std::string::npos; });
}

}  // namespace drs::test
