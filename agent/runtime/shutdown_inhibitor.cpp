// SPDX-License-Identifier: Apache-2.0
#include "runtime/shutdown_inhibitor.hpp"

#include <fcntl.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "runtime/error.hpp"

namespace drs::runtime {
namespace {

using Clock = std::chrono::steady_clock;
using Microseconds = std::chrono::microseconds;

constexpr const char* logind = "org.freedesktop.login1";

struct CloseBus {
    void operator()(sd_bus* bus) const noexcept { sd_bus_close_unref(bus); }  // without a flush, which would wait for a bus that is frozen
};
using Bus = std::unique_ptr<sd_bus, CloseBus>;

struct DropMessage {
    void operator()(sd_bus_message* message) const noexcept { sd_bus_message_unref(message); }
};
using Message = std::unique_ptr<sd_bus_message, DropMessage>;

struct BusError {
    sd_bus_error value = SD_BUS_ERROR_NULL;
    BusError() = default;
    ~BusError() { sd_bus_error_free(&value); }
    BusError(const BusError&) = delete;
    BusError& operator=(const BusError&) = delete;
};

[[noreturn]] void fail(Fault fault, const std::string& what) { throw Error(fault, "shutdown cannot be inhibited: " + what); }

/// Negative answers of sd-bus are errno values.
int checked(int answer, const char* what) {
    if (answer >= 0) return answer;
    fail(answer == -ETIMEDOUT ? Fault::timed_out : Fault::network, std::string(what) + ": " + reason_of(-answer));
}

std::uint64_t microseconds_until(Clock::time_point end) {
    const auto left = std::chrono::duration_cast<Microseconds>(end - Clock::now()).count();
    if (left <= 0) fail(Fault::timed_out, "the system bus does not answer in time");
    return static_cast<std::uint64_t>(left);
}

/// Signed in on the system bus. The library's own call would wait for that as long as it pleases.
Bus connected(Clock::time_point end) {
    sd_bus* opened = nullptr;
    checked(sd_bus_open_system(&opened), "there is no system bus");
    Bus bus(opened);
    while (sd_bus_is_ready(bus.get()) == 0) {
        if (checked(sd_bus_process(bus.get(), nullptr), "the system bus does not let us in") > 0) continue;
        checked(sd_bus_wait(bus.get(), microseconds_until(end)), "the system bus does not answer");
    }
    return bus;
}

Message request(sd_bus& bus, const std::string& why) {
    sd_bus_message* made = nullptr;
    checked(sd_bus_message_new_method_call(&bus, &made, logind, "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "Inhibit"), "no request can be made");
    Message message(made);
    checked(sd_bus_message_set_auto_start(made, 0), "no request can be made");  // where logind does not run, we do not start it
    checked(sd_bus_message_append(made, "ssss", "shutdown", "OpenDRS", why.c_str(), "block"), "no request can be made");
    return message;
}

Message answer_to(sd_bus& bus, sd_bus_message& message, Clock::time_point end) {
    sd_bus_message* given = nullptr;
    BusError error;
    const int result = sd_bus_call(&bus, &message, microseconds_until(end), &error.value, &given);
    if (result >= 0) return Message(given);
    const auto said = std::string("logind: ") + (error.value.message != nullptr ? error.value.message : reason_of(-result));
    const bool absent = sd_bus_error_has_name(&error.value, SD_BUS_ERROR_SERVICE_UNKNOWN) != 0 || sd_bus_error_has_name(&error.value, SD_BUS_ERROR_NAME_HAS_NO_OWNER) != 0;
    fail(absent ? Fault::network : result == -ETIMEDOUT ? Fault::timed_out : Fault::trust, said);
}

}  // namespace

ShutdownInhibitor::ShutdownInhibitor(const std::string& why, std::chrono::milliseconds limit) : fd_(-1) {
    const auto end = Clock::now() + limit;
    const auto bus = connected(end);
    const auto message = request(*bus, why);
    const auto answer = answer_to(*bus, *message, end);
    int theirs = -1;  // goes with the answer
    checked(sd_bus_message_read(answer.get(), "h", &theirs), "logind gave no lock");
    fd_ = ::fcntl(theirs, F_DUPFD_CLOEXEC, 3);
    if (fd_ < 0) fail(Fault::file, reason_of(errno));
}

ShutdownInhibitor::~ShutdownInhibitor() {
    if (fd_ >= 0) ::close(fd_);
}

}  // namespace drs::runtime
