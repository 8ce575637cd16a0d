// SPDX-License-Identifier: Apache-2.0
#include "control/client.hpp"

#include <gmock/gmock.h>

#include "fake_master.hpp"

using namespace drs::control;
using drs::control::test::FakeMaster;
using std::chrono::seconds;
using testing::HasSubstr;

namespace {

struct Seen {
    Kind kind{};
    std::string sentence;
};

Seen refusal_from(const std::filesystem::path& socket, seconds limit = seconds(20)) {
    try {
        Client(socket, limit).call(StatusQuery{});
    } catch (const Refusal& refusal) {
        return {refusal.kind(), refusal.what()};
    }
    return {Kind::internal, "was answered"};
}

}  // namespace

TEST(AClient, GivesTheMastersAnswer) {
    std::string heard;
    FakeMaster master([&](int connection, const std::string& request) {
        heard = request;
        FakeMaster::say(connection, R"({"answer":"done"})" "\n");
    });
    EXPECT_TRUE(std::holds_alternative<Done>(Client(master.socket()).call(CancelRequest{})));
    EXPECT_EQ(heard, R"({"request":"cancel","argument":{"kind":"BACKUP","mode":"after_component"}})");
}

TEST(AClient, PutsAnAnswerThatComesInPiecesTogether) {
    FakeMaster master([](int connection, const std::string&) {
        for (const char c : encode(Answer(Removed{{"nightly"}})) + "\n") FakeMaster::say(connection, std::string(1, c));
    });
    EXPECT_EQ(std::get<Removed>(Client(master.socket()).call(RemoveDeviceRequest{"nightly"})).names.front(), "nightly");
}

TEST(AClient, ThrowsTheRefusalThatItWasAnswered) {
    FakeMaster master([](int connection, const std::string&) {
        FakeMaster::say(connection, encode(Answer(Refusal(Kind::busy, "a backup runs"))) + "\n");
    });
    const auto seen = refusal_from(master.socket());
    EXPECT_EQ(seen.kind, Kind::busy);
    EXPECT_EQ(seen.sentence, "a backup runs");
}

TEST(AClient, SaysHowToReachAMasterThatIsNotThere) {
    const auto seen = refusal_from("/tmp/drs-no-such-root/run/drs/control.sock");
    EXPECT_EQ(seen.kind, Kind::unreachable);
    EXPECT_EQ(seen.sentence, "no Master Agent listens on /tmp/drs-no-such-root/run/drs/control.sock; start drs-master, or name its root with --root");
}

TEST(AClient, RefusesASocketPathThatTheSystemCannotHold) {
    const auto seen = refusal_from("/" + std::string(200, 'a'));
    EXPECT_EQ(seen.kind, Kind::bad_value);
    EXPECT_THAT(seen.sentence, HasSubstr("longer than 107 bytes; choose a shorter --root"));
}

TEST(AClient, TakesAClosedConnectionAsNotPermitted) {
    FakeMaster master([](int, const std::string&) {});
    const auto seen = refusal_from(master.socket());
    EXPECT_EQ(seen.kind, Kind::not_permitted);
    EXPECT_THAT(seen.sentence, HasSubstr("closed the connection without an answer"));
}

TEST(AClient, NoticesAnAnswerThatBreaksOff) {
    FakeMaster master([](int connection, const std::string&) { FakeMaster::say(connection, R"({"answer":"do)"); });
    const auto seen = refusal_from(master.socket());
    EXPECT_EQ(seen.kind, Kind::unreachable);
    EXPECT_THAT(seen.sentence, HasSubstr("in the middle of its answer"));
}

TEST(AClient, RefusesWhatIsNoAnswer) {
    FakeMaster master([](int connection, const std::string&) { FakeMaster::say(connection, "220 mail ready\n"); });
    const auto seen = refusal_from(master.socket());
    EXPECT_EQ(seen.kind, Kind::internal);
    EXPECT_THAT(seen.sentence, HasSubstr("no Master Agent of this release"));
}

TEST(AClient, StopsReadingALineThatNeverEnds) {
    FakeMaster master([](int connection, const std::string&) { FakeMaster::say(connection, std::string(longest_answer + 100'000, 'x')); });
    const auto seen = refusal_from(master.socket());
    EXPECT_EQ(seen.kind, Kind::internal);
    EXPECT_THAT(seen.sentence, HasSubstr("longer than 16777216 bytes"));
}

TEST(AClient, WaitsNoLongerThanItsLimit) {
    std::promise<void> test_ends;
    auto ended = test_ends.get_future();
    FakeMaster master([&](int, const std::string&) { ended.wait(); });
    const auto seen = refusal_from(master.socket(), seconds(1));
    test_ends.set_value();
    EXPECT_EQ(seen.kind, Kind::unreachable);
    EXPECT_THAT(seen.sentence, HasSubstr("gave no answer within 1 s"));
}
