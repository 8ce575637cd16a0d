// SPDX-License-Identifier: Apache-2.0
#include "cli/line_words.hpp"

#include <gmock/gmock.h>

#include "cli/shell.hpp"
#include "control/refusal.hpp"

using namespace drs::cli;
using drs::control::Refusal;
using testing::ElementsAre;

TEST(ALine, IsSplitAtBlanks) {
    EXPECT_THAT(words_of_line("  utils\tdisaster_recovery  status "), ElementsAre("utils", "disaster_recovery", "status"));
    EXPECT_TRUE(words_of_line(" \t ").empty());
}

TEST(ALine, KeepsWhatQuotesAndBackslashesKeep) {
    EXPECT_THAT(words_of_line(R"(a 'my disk' "b \"c\" \n" d\ e '' f"g"h)"), ElementsAre("a", "my disk", "b \"c\" \\n", "d e", "", "fgh"));
}

TEST(ALine, IsRefusedWhileAQuoteIsOpen) {
    for (const char* line : {"a 'b", "a \"b", "a\\"}) EXPECT_THROW(words_of_line(line), Refusal) << line;
}

TEST(AWord, IsReadBackAsItWasWritten) {
    for (const std::string word : {"nightly", "my disk", "it's", "a\\b", "", "*", "\"", "a?"})
        EXPECT_THAT(words_of_line("x " + as_typed(word)), ElementsAre("x", word));
    EXPECT_THAT(words_of_line("\"" + as_typed("a\"\\b c", '"') + "\""), ElementsAre("a\"\\b c"));
}

TEST(AnUnfinishedLine, TellsTheWordThatIsBeingTyped) {
    const auto line = unfinished("device delete \"my d");
    EXPECT_THAT(line.before, ElementsAre("device", "delete"));
    EXPECT_EQ(line.begun, "my d");
    EXPECT_EQ(line.begin, 14u);
    EXPECT_EQ(line.quote, '"');
    EXPECT_EQ(unfinished("device ").begun, "");
    EXPECT_THAT(unfinished("device ").before, ElementsAre("device"));
}

TEST(AQuestionMark, AsksUnlessItIsKept) {
    for (const char* line : {"?", "status ?", "sta?", "status ? "}) EXPECT_TRUE(asks_what_next(line)) << line;
    for (const char* line : {"", "status", "search 'a?", "search 'a?'", "search a\\?", "a? b"}) EXPECT_FALSE(asks_what_next(line)) << line;
}
