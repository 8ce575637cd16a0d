// SPDX-License-Identifier: Apache-2.0
#include "runtime/shutdown_inhibitor.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

#include "runtime/error.hpp"
#include "tests/support/cpp/private_bus.hpp"

namespace drs::runtime {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;

struct Failure {
    Fault fault = Fault::file;
    std::string sentence;
};
Failure failure_within(milliseconds limit) {
    try {
        const ShutdownInhibitor inhibitor("job 12, a backup", limit);
    } catch (const Error& error) {
        return {error.fault(), error.what()};
    }
    return {};
}

TEST(AShutdownInhibitor, IsHeldWhileItLives) {
    test::PrivateBus bus;
    bus.start_logind();
    {
        const ShutdownInhibitor inhibitor("job 12, a backup", seconds(30));
        bus.wait_for("inhibit shutdown OpenDRS job 12, a backup block");
        EXPECT_THAT(bus.logind_says(), Not(HasSubstr("released")));
    }
    bus.wait_for("released shutdown");
}

TEST(AShutdownInhibitor, CannotBeHadWithoutABus) {
    ::setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus", 1);
    const auto failure = failure_within(seconds(30));
    EXPECT_EQ(failure.fault, Fault::network);
    EXPECT_THAT(failure.sentence, HasSubstr("shutdown cannot be inhibited: there is no system bus"));
    ::unsetenv("DBUS_SYSTEM_BUS_ADDRESS");
}

TEST(AShutdownInhibitor, CannotBeHadWhereLogindDoesNotRun) {
    const test::PrivateBus bus;
    EXPECT_EQ(failure_within(seconds(30)).fault, Fault::network);
}

TEST(AShutdownInhibitor, SaysThatLogindRefuses) {
    test::PrivateBus bus;
    bus.start_logind("--refuse");
    const auto failure = failure_within(seconds(30));
    EXPECT_EQ(failure.fault, Fault::trust);
    EXPECT_EQ(failure.sentence, "shutdown cannot be inhibited: logind: Permission denied");
}

TEST(AShutdownInhibitor, IsNotWaitedForLongerThanItsLimit) {
    test::PrivateBus bus;
    bus.start_logind("--silent");
    EXPECT_EQ(failure_within(milliseconds(200)).fault, Fault::timed_out);
    bus.freeze();
    EXPECT_EQ(failure_within(milliseconds(200)).fault, Fault::timed_out);
}

}  // namespace
}  // namespace drs::runtime
