// SPDX-License-Identifier: Apache-2.0
// What happens to an SFTP device when its server stops, dies, comes back, or is a poor one.
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "tests/contract/device_place.hpp"

using namespace drs;
using namespace drs::test;
using storage::DeviceFault;
using testing::AnyOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

bool everything(const std::string&) { return true; }

constexpr std::chrono::seconds soon{2};

/// Far more than fits on the way to the server, so that somebody has to notice that it has stopped.
void write_much(TestedDevice& device, storage::FileWriter& writer) {
    const auto bytes = patterned(8u << 20);
    for (int i = 0; i < 16; ++i) device.wait(writer.write(as_bytes_of(bytes)));
    device.wait(writer.commit());
}

}  // namespace

class AnSftpDevice : public testing::Test {
protected:
    Sshd server;
    IoThread io;
    TestedDevice device{io, server.device(), soon};
};

TEST_F(AnSftpDevice, NamesInTheTraceTheJobThatItWorksFor) {
    TemporaryDirectory directory;
    trace::Trace trace({.directory = directory.path(), .prefix = "drfMA", .level = trace::Level::debug});
    const auto traced = storage::open_device(server.device(), {soon, io.executor(), &trace});
    traced->work_for(12);
    device.wait(traced->list());
    ASSERT_TRUE(trace.flush(std::chrono::seconds(10)));
    std::ifstream file(directory.path() / "drfMA00000001.log");
    EXPECT_THAT((std::string{std::istreambuf_iterator<char>(file), {}}), HasSubstr("SftpDevice.connect: job 12: user "));
}

TEST_F(AnSftpDevice, GivesUpAServerThatStopsInMidWrite) {
    auto writer = device.wait(device->create("a.tar"));
    device.wait(writer->write(as_bytes_of(patterned(1'000'000))));
    server.freeze();
    const auto failure = failure_of([&] { write_much(device, *writer); });
    server.thaw();
    EXPECT_EQ(failure.fault, DeviceFault::timed_out);
    EXPECT_THAT(failure.sentence, HasSubstr("has not moved for 2 s"));
    EXPECT_FALSE(std::filesystem::exists(server.store() / "a.tar"));
}

TEST_F(AnSftpDevice, GivesUpAServerThatStopsInMidRead) {
    device.put("big", patterned(60u << 20));
    auto reader = device.wait(device->open("big"));
    server.freeze();
    const auto failure = failure_of([&] {
        while (!device.wait(reader->read()).empty()) continue;
    });
    server.thaw();
    EXPECT_EQ(failure.fault, DeviceFault::timed_out);
}

TEST_F(AnSftpDevice, FailsWhenItsServerIsKilledInMidWrite) {
    auto writer = device.wait(device->create("a.tar"));
    device.wait(writer->write(as_bytes_of(patterned(1'000'000))));
    server.kill();
    const auto failure = failure_of([&] { write_much(device, *writer); });
    EXPECT_EQ(failure.fault, DeviceFault::unreachable);
    EXPECT_THAT(failure.sentence, HasSubstr(std::to_string(server.port())));
    EXPECT_FALSE(std::filesystem::exists(server.store() / "a.tar"));
}

TEST_F(AnSftpDevice, GoesOnWithARevivedServerAndSweepsWhatWasLeft) {
    auto writer = device.wait(device->create("a.tar"));
    device.wait(writer->write(as_bytes_of(patterned(1'000'000))));
    server.kill();
    EXPECT_NE(failure_of([&] { write_much(device, *writer); }).fault, std::nullopt);
    writer.reset();
    server.revive();
    EXPECT_EQ(device.wait(device->sweep(everything)), 1u);
    device.put("a.tar", "whole");
    EXPECT_EQ(device.fetch("a.tar"), "whole");
}

TEST_F(AnSftpDevice, NoticesBetweenCallsThatItsServerWasStartedAgain) {
    device.put("a.tar", "x");
    server.kill();
    server.revive();
    EXPECT_THAT(device.names(), ElementsAre("a.tar"));
}

TEST_F(AnSftpDevice, SaysThatAServerRefusesConnections) {
    server.kill();
    const auto failure = failure_of([&] { device.wait(device->validate()); });
    EXPECT_EQ(failure.fault, DeviceFault::unreachable);
    EXPECT_THAT(failure.sentence, HasSubstr("refuses connections"));
}

TEST_F(AnSftpDevice, SaysThatANameCannotBeResolved) {
    auto definition = server.device();
    definition.server = "no-such-host.invalid";
    TestedDevice unknown(io, definition, soon);
    const auto failure = failure_of([&] { unknown.wait(unknown->validate()); });
    EXPECT_THAT(failure.fault, AnyOf(DeviceFault::unreachable, DeviceFault::timed_out));
    EXPECT_THAT(failure.sentence, HasSubstr("no-such-host.invalid"));
}

TEST_F(AnSftpDevice, AbortsFromAnotherThreadWhatWaitsForAFrozenServer) {
    TestedDevice patient(io, server.device(), std::chrono::seconds(600));
    patient.wait(patient->validate());
    server.freeze();
    std::thread impatient([&] { patient->abort(); });
    EXPECT_EQ(failure_of([&] { patient.wait(patient->list()); }).fault, DeviceFault::aborted);
    impatient.join();
    server.thaw();
}

TEST_F(AnSftpDevice, DropsAWriterWithoutWaitingForAFrozenServer) {
    {
        TestedDevice patient(io, server.device(), std::chrono::seconds(600));
        auto writer = patient.wait(patient->create("a.tar"));
        server.freeze();
        patient.wait(writer->write(as_bytes_of(patterned(1'000'000))));
    }
    server.thaw();
}

TEST(AnSftpDeviceOnAServerWithOldCiphers, WorksWithChaCha20Alone) {
    Sshd server({"internal-sftp", "Ciphers chacha20-poly1305@openssh.com"});
    IoThread io;
    TestedDevice device(io, server.device());
    device.put("a.tar", patterned(3'000'000));
    EXPECT_TRUE(device.fetch("a.tar") == patterned(3'000'000));
}

TEST(AnSftpDeviceOnAServerWithOldCiphers, WorksWithCounterModeAlone) {
    Sshd server({"internal-sftp", "Ciphers aes256-ctr"});
    IoThread io;
    TestedDevice device(io, server.device());
    device.wait(device->validate());
}

TEST(AnSftpDeviceOnAServerWithOldCiphers, SaysWhatCannotBeAgreedOn) {
    Sshd server({"internal-sftp", "Ciphers aes128-cbc"});
    IoThread io;
    TestedDevice device(io, server.device());
    const auto failure = failure_of([&] { device.wait(device->validate()); });
    EXPECT_EQ(failure.fault, DeviceFault::unreachable);
    EXPECT_THAT(failure.sentence, HasSubstr("aes128-cbc"));
}

TEST(AnSftpDeviceOnAServerWithOldCiphers, SurvivesFrequentChangesOfTheKeys) {
    Sshd server({"internal-sftp", "RekeyLimit 1M"});
    IoThread io;
    TestedDevice device(io, server.device());
    const auto bytes = patterned(24u << 20);
    device.put("a.tar", bytes);
    EXPECT_TRUE(device.fetch("a.tar") == bytes);
}

TEST(AnSftpDeviceOnAServerWithoutExtensions, DoesAllThatNeedsNone) {
    Sshd server({"internal-sftp -P limits,fsync,statvfs,posix-rename", ""});
    IoThread io;
    TestedDevice device(io, server.device());
    const auto bytes = patterned(3'000'000);
    device.wait(device->validate());
    device.put("a.tar", bytes);
    EXPECT_TRUE(device.fetch("a.tar") == bytes);
    EXPECT_EQ(device.wait(device->free_bytes()), std::nullopt);
}

TEST(AnSftpDeviceOnAServerWithoutSftp, SaysSo) {
    Sshd server({"/bin/false", ""});
    IoThread io;
    TestedDevice device(io, server.device());
    EXPECT_THAT(failure_of([&] { device.wait(device->validate()); }).sentence, HasSubstr(std::to_string(server.port())));
}

TEST(AnSftpDeviceOnAServerWithoutSftp, SaysThatGarbageIsNotSftp) {
    Sshd server({"/bin/echo welcome to this fine server, it has a message for you", ""});
    IoThread io;
    TestedDevice device(io, server.device());
    const auto failure = failure_of([&] { device.wait(device->validate()); });
    EXPECT_EQ(failure.fault, DeviceFault::failed);
    EXPECT_THAT(failure.sentence, HasSubstr("not SFTP"));
}

class AnSftpDeviceOnAPoorServer : public testing::Test {
protected:
    /// tests/support/poor_sftp_server.py tells what each mood does.
    model::Device in_mood(const std::string& mood) {
        return server_.emplace(Sshd::Options{"/usr/bin/python3 " DRS_SUPPORT "/poor_sftp_server.py " + mood, ""}).device();
    }
    Failure failure_in(const std::string& mood, std::chrono::seconds patience = std::chrono::seconds(60)) {
        TestedDevice device(io, in_mood(mood), patience);
        return failure_of([&] { device.put("a.tar", patterned(3'000'000)); });
    }
    IoThread io;

private:
    std::optional<Sshd> server_;
};

TEST_F(AnSftpDeviceOnAPoorServer, TakesAFailureWithoutFreeSpaceForAFullDisk) {
    const auto failure = failure_in("full");
    EXPECT_EQ(failure.fault, DeviceFault::full);
    EXPECT_THAT(failure.sentence, HasSubstr("is full"));
}

TEST_F(AnSftpDeviceOnAPoorServer, KnowsTheLaterStatusOfAUsedUpQuota) { EXPECT_EQ(failure_in("quota").fault, DeviceFault::full); }

TEST_F(AnSftpDeviceOnAPoorServer, PassesOnTheWordsOfAnyOtherFailure) {
    const auto failure = failure_in("failing");
    EXPECT_EQ(failure.fault, DeviceFault::failed);
    EXPECT_THAT(failure.sentence, HasSubstr("the disk has a headache"));
}

TEST_F(AnSftpDeviceOnAPoorServer, RefusesAnswersToQuestionsThatItDidNotAsk) {
    const auto failure = failure_in("confused");
    EXPECT_EQ(failure.fault, DeviceFault::failed);
    EXPECT_THAT(failure.sentence, HasSubstr("was not asked"));
}

TEST_F(AnSftpDeviceOnAPoorServer, GivesUpOneThatNeverAnswers) { EXPECT_EQ(failure_in("silent", soon).fault, DeviceFault::timed_out); }

TEST_F(AnSftpDeviceOnAPoorServer, GivesUpOneThatForgetsOneAnswer) { EXPECT_EQ(failure_in("forgetful", soon).fault, DeviceFault::timed_out); }

// In the middle, at the end, and after the last write: each is one chance to notice that bytes are lost.
TEST_F(AnSftpDeviceOnAPoorServer, CommitsNothingAfterOneFailureWherever) {
    for (const char* mood : {"stumbling", "late", "unsynced", "unclosed"}) {
        const auto failure = failure_in(mood);
        EXPECT_EQ(failure.fault, DeviceFault::failed) << mood;
        EXPECT_THAT(failure.sentence, HasSubstr("the disk has a headache")) << mood;
    }
}

TEST_F(AnSftpDeviceOnAPoorServer, TakesAReadThatFailsForNoEnd) {
    TestedDevice device(io, in_mood("unreadable"));
    const auto failure = failure_of([&] { device.fetch("pattern"); });
    EXPECT_EQ(failure.fault, DeviceFault::failed);
    EXPECT_THAT(failure.sentence, HasSubstr("the disk has a headache"));
}

TEST_F(AnSftpDeviceOnAPoorServer, RefusesAnotherNumberOfBytesThanItAskedFor) {
    for (const char* mood : {"generous", "empty"}) {
        TestedDevice device(io, in_mood(mood));
        const auto failure = failure_of([&] { device.fetch("pattern"); });
        EXPECT_THAT(failure.sentence, HasSubstr("another number of bytes than asked for")) << mood;
    }
}

TEST_F(AnSftpDeviceOnAPoorServer, PutsTogetherShortReadsThatAreAnsweredOutOfOrder) {
    TestedDevice device(io, in_mood("shuffling"));
    EXPECT_TRUE(device.fetch("pattern") == patterned(1'000'000));
}
