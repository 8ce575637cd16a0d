// SPDX-License-Identifier: Apache-2.0
#include "runtime/instance_lock.hpp"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <optional>

#include "runtime/error.hpp"
#include "tests/support/cpp/sshd.hpp"

namespace drs::runtime {
namespace {

class AnInstanceLock : public testing::Test {
protected:
    test::TemporaryDirectory home;
    std::filesystem::path file = home.path() / "master.lock";
    std::string refusal() const {
        try {
            const InstanceLock lock(file, "drs-master");
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    }
};

TEST_F(AnInstanceLock, NamesTheProcessThatHasIt) {
    const InstanceLock lock(file, "drs-master");
    EXPECT_EQ(refusal(), "drs-master already runs here as process " + std::to_string(getpid()) + " (" + file.string() +
                             "); end it first or use another --root");
}

TEST_F(AnInstanceLock, IsFreeWhenItsHolderGoes) {
    std::optional<InstanceLock> lock(std::in_place, file, "drs-master");
    lock.reset();
    EXPECT_EQ(refusal(), "");
}

TEST_F(AnInstanceLock, IsFreeWhenItsHolderIsKilled) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
        const InstanceLock lock(file, "drs-master");
        (void)!write(ends[1], "x", 1);
        pause();
    }
    char ready = 0;
    ASSERT_EQ(read(ends[0], &ready, 1), 1);
    EXPECT_NE(refusal(), "");
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    EXPECT_EQ(refusal(), "");
    close(ends[0]);
    close(ends[1]);
}

TEST_F(AnInstanceLock, NamesAFileThatCannotBeOpened) {
    std::filesystem::create_directory(file);
    EXPECT_THAT(refusal(), testing::HasSubstr("cannot open " + file.string()));
}

}  // namespace
}  // namespace drs::runtime
