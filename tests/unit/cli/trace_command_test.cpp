// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "cli/commands.hpp"
#include "cli/known_values.hpp"
#include "made_up.hpp"

using namespace drs;
using namespace drs::cli;
using namespace drs::cli::test;

namespace {

using Rows = std::vector<control::TraceLevelRow>;

struct ATraceCommand : testing::Test {
    FakeSession fake;
    const Rows levels{{"jobs", "INFO", "INFO"}, {"sftp", "DEBUG", "WARN"}};

    void master_has_levels() {
        control::Snapshot snapshot;
        snapshot.trace_levels = levels;
        fake.master_is(std::move(snapshot));
    }
};

}  // namespace

TEST_F(ATraceCommand, ShowsEachAreaOrOne) {
    master_has_levels();
    EXPECT_EQ(show_trace_levels({{}, {}}, fake.session), 0);
    EXPECT_EQ(show_trace_levels({{"sftp"}, {}}, fake.session), 0);
    EXPECT_EQ(fake.console.shown, "Area Level After a start\njobs INFO INFO\nsftp DEBUG WARN\nArea Level After a start\nsftp DEBUG WARN\n");
}

TEST_F(ATraceCommand, RefusesAnAreaThatThereIsNot) {
    master_has_levels();
    EXPECT_THROW(show_trace_levels({{"tape"}, {}}, fake.session), control::Refusal);
    EXPECT_EQ(fake.console.shown, "");
}

TEST_F(ATraceCommand, SetsALevelAndShowsWhatCameOfIt) {
    fake.answers.emplace_back(levels);
    Options options;
    options.keep = true;
    EXPECT_EQ(set_trace_level({{"sftp", "debug"}, options}, fake.session), 0);
    const auto& sent = std::get<control::SetTraceLevel>(fake.requests.at(0));
    EXPECT_EQ(sent.area + ' ' + sent.level, "sftp debug");
    EXPECT_TRUE(sent.keep);
    EXPECT_EQ(fake.console.shown, "Area Level After a start\nsftp DEBUG WARN\n");
}

TEST_F(ATraceCommand, IsCompletedWithWhatThereIs) {
    master_has_levels();
    KnownValues known(fake.session);
    EXPECT_THAT(known.of("area", "s"), testing::ElementsAre("sftp"));
    EXPECT_THAT(known.of("ERROR|WARN|INFO|DEBUG|default", ""), testing::ElementsAre("DEBUG", "ERROR", "INFO", "WARN", "default"));
}
