// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "cli/local_time.hpp"
#include "cli/printable.hpp"
#include "cli/text_table.hpp"
#include "made_up.hpp"

using namespace drs;
using namespace drs::cli;

TEST(ALocalTime, ReadsAsTheListingsOfTheFieldDo) {
    const test::California there;
    EXPECT_EQ(local_time(test::moment()), "Fri Dec 12 13:45:19 PST 2025");
    EXPECT_EQ(local_time(model::TimePoint(std::chrono::milliseconds(1751500800999))), "Wed Jul 02 17:00:00 PDT 2025");
}

TEST(APrintableText, ShowsControlCharactersAsNumbers) {
    EXPECT_EQ(printable("a\nb\x1b[31m\x7f\xc2\x9bz"), "a\\x0ab\\x1b[31m\\x7f\\x9bz");
    EXPECT_EQ(printable("a\xff" "b\x9b" "c\xc3"), "a\\xffb\\x9bc\\xc3");
    EXPECT_EQ(printable_line("a\tb\x1b\t"), "a\tb\\x1b\t");
    EXPECT_EQ(printable("caf\xc3\xa9 \xe2\x82\xac"), "caf\xc3\xa9 \xe2\x82\xac");
}

TEST(ASize, IsOneWord) {
    EXPECT_EQ(size_text(0), "0B");
    EXPECT_EQ(size_text(1023), "1023B");
    EXPECT_EQ(size_text(1536), "1.5KiB");
    EXPECT_EQ(size_text(1048575), "1.0MiB");
    EXPECT_EQ(size_text(~0ull), "16.0EiB");
}

TEST(ATable, SeparatesByOneBlankForScriptsAndAlignsForAPerson) {
    TextTable table({"Name", "Path"});
    table.add({"caf\xc3\xa9", "/a"});
    table.add({"", "/b\n"});
    EXPECT_EQ(table.text(Layout::plain), "Name Path\ncaf\xc3\xa9 /a\n--- /b\\x0a\n");
    EXPECT_EQ(table.text(Layout::aligned), "Name  Path\ncaf\xc3\xa9  /a\n---   /b\\x0a\n");
}
