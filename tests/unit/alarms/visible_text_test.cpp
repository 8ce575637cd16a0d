// SPDX-License-Identifier: Apache-2.0
#include "alarms/visible_text.hpp"

#include <gmock/gmock.h>

using namespace drs::alarms;

TEST(AVisibleText, ShowsControlCharactersAsEscapes) {
    EXPECT_EQ(Visible{}("a\nb\x1b[2J\x7f\xc2\x9b"), "a\\x0ab\\x1b[2J\\x7f\\xc2\\x9b");
}

TEST(AVisibleText, KeepsEveryProperCharacter) {
    const std::string text = "\xc2\xa0\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80 \xf4\x8f\xbf\xbf";
    EXPECT_EQ(Visible{}(text), text);
}

TEST(AVisibleText, ReplacesWhatIsNoUtf8) {
    // Overlong forms, a surrogate, one beyond U+10FFFF, a lone continuation, a character cut short.
    for (const char* bad : {"\xc0", "\xc1", "\xed", "\xf5", "\x80", "\xe2"}) EXPECT_EQ(Visible{}(bad), "\xef\xbf\xbd");
    EXPECT_EQ(character_octets("\xe0\x80\x80"), 0u);
    EXPECT_EQ(character_octets("\xed\xa0\x80"), 0u);
    EXPECT_EQ(character_octets("\xf4\x90\x80\x80"), 0u);
}

TEST(AVisibleText, PutsABackslashBeforeWhatIsSpecial) {
    const Visible bracketed{.special = "[]\\"};
    EXPECT_EQ(bracketed("%[x]\\\n"), "%\\[x\\]\\\\\\x0a");
}

TEST(AVisibleText, IsCutOnlyBetweenCharactersAndMarked) {
    const Visible bounded{.special = "[", .limit = 5};
    EXPECT_EQ(bounded("abcde"), "abcde");
    EXPECT_EQ(bounded("abcdef"), "abcd*");
    EXPECT_EQ(bounded("abc\xc3\xa4z"), "abc*");
    EXPECT_EQ(bounded("abc[z"), "abc*");
    EXPECT_EQ(bounded("ab\nz"), "ab*");
}

TEST(AVisibleText, CountsTwiceWhatTheNextOneDoubles) {
    const Visible bounded{.doubled = ";", .limit = 4};
    EXPECT_EQ(bounded(";;"), ";;");
    EXPECT_EQ(bounded(";;;"), ";*");
}

TEST(ACutText, DoesNotEndWithinACharacter) {
    EXPECT_EQ(cut("ab\xe2\x82\xac", 4), "ab");
    EXPECT_EQ(cut("ab\xe2\x82\xac", 5), "ab\xe2\x82\xac");
    EXPECT_EQ(cut("\x80\x80\x80\x80\x80", 4), "\x80\x80\x80\x80");
}
