// SPDX-License-Identifier: Apache-2.0
#include "cli/next_words.hpp"

#include <gmock/gmock.h>

#include "cli/command_table.hpp"
#include "made_up.hpp"

using namespace drs;
using namespace drs::cli;
using namespace drs::cli::test;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace {

struct TheNextWord : testing::Test {
    FakeSession fake;

    TheNextWord() {
        auto snapshot = appliance();
        snapshot.features = {{1, "UCM", true, 2, ""}, {2, "CDR_CAR", false, 1, ""}, {3, "CUC", false, 1, ""}};
        fake.master_is(snapshot);
    }
    std::vector<NextWord> next(const std::string& line, const std::string& begun) {
        std::vector<std::string> before;
        for (const auto word : words_of(line)) before.emplace_back(word);
        KnownValues known(fake.session);
        return next_words(before, begun, known, true);
    }
    /// Behind `utils disaster_recovery`.
    std::vector<std::string> typed(const std::string& line, const std::string& begun = "") {
        return completions(next("utils disaster_recovery " + line, begun), begun);
    }
    std::string shown(const std::string& line) { return render_next(next("utils disaster_recovery " + line, "")); }
};

}  // namespace

TEST_F(TheNextWord, IsOneOfTheTable) {
    EXPECT_THAT(completions(next("", ""), ""), ElementsAre("utils", "alarm", "node", "trace", "file", "support-bundle", "help", "exit", "quit"));
    EXPECT_THAT(completions(next("utils", "dis"), "dis"), ElementsAre("disaster_recovery"));
    EXPECT_THAT(typed("device"), ElementsAre("add", "list", "delete"));
    EXPECT_THAT(typed("", "show_"), ElementsAre("show_backupfiles", "show_registration"));
    EXPECT_THAT(typed("defragment"), IsEmpty());
}

TEST_F(TheNextWord, IsAValueThatTheApplianceKnows) {
    EXPECT_THAT(typed("backup network UCM", "sf"), ElementsAre("sftpdevice"));
    EXPECT_THAT(typed("device delete"), ElementsAre("*", "sftpdevice", "tapedevice"));
    EXPECT_THAT(typed("show_registration"), ElementsAre("pub", "sub"));
    EXPECT_THAT(typed("restore local pub"), ElementsAre("2025-12-12-13-44-12.tar"));
}

TEST_F(TheNextWord, OfAListOfFeaturesIsOneThatIsNotInIt) {
    EXPECT_THAT(typed("backup network", "CUC,"), ElementsAre("CUC,CDR_CAR", "CUC,UCM"));
    EXPECT_THAT(typed("restore network pub x nightly --features", "U"), ElementsAre("UCM"));
}

TEST_F(TheNextWord, BehindAnOptionIsAValueOfIt) {
    EXPECT_THAT(typed("schedule change nightly --device", "s"), ElementsAre("sftpdevice"));
    EXPECT_THAT(typed("schedule change nightly --frequency", "w"), ElementsAre("weekly"));
}

TEST_F(TheNextWord, IsNoExistingNameForSomethingNew) {
    EXPECT_THAT(typed("device add local"), IsEmpty());
    EXPECT_THAT(shown("device add local"), HasSubstr("<devicename>"));
}

TEST_F(TheNextWord, IsAnOptionWhenADashAsksForIt) {
    EXPECT_THAT(typed("status backup", "--f"), ElementsAre("--follow"));
    EXPECT_THAT(typed("status backup"), Not(Contains("--follow")));
    EXPECT_THAT(typed("status backup --follow", "--f"), IsEmpty());
    EXPECT_THAT(completions(next("file list activelog platform/drf", ""), ""), ElementsAre("detail", "reverse"));
    EXPECT_THAT(completions(next("file list activelog platform/drf detail", ""), ""), ElementsAre("reverse"));
}

TEST_F(TheNextWord, IsShownWithALineOfHelp) {
    EXPECT_EQ(shown("status"), "  backup   Show the running backup, or the last one\n  restore  Show the running restore, or the last one\n");
    const auto end = shown("device list");
    EXPECT_THAT(end, HasSubstr("<Enter>  run the command"));
    EXPECT_THAT(shown("backup network UCM"), testing::AllOf(HasSubstr("<devicename>  the name of a backup device\n"), HasSubstr("  sftpdevice\n")));
    EXPECT_THAT(shown("device list x"), HasSubstr("nothing can come here"));
}

TEST_F(TheNextWord, IsKnownWithoutAMasterToo) {
    fake.answers = {control::Refusal(control::Kind::unreachable, "no Master")};
    EXPECT_THAT(typed("device"), ElementsAre("add", "list", "delete"));
    EXPECT_THAT(typed("show_registration"), IsEmpty());
}

TEST(TheTable, HasAMeaningForEachOfItsParameters) {
    for (const Form& form : forms())
        for (auto name : words_of(form.parameters)) {
            if (name.starts_with('[')) name = name.substr(1, name.size() - 2);
            EXPECT_NE(find_parameter(name), nullptr) << name;
        }
}
