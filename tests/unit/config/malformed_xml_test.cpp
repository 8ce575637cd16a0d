// SPDX-License-Identifier: Apache-2.0
// Broken XML of each kind, through the parser of a component; the reading of XML is the same for all files.
#include <gtest/gtest.h>

#include "refusal.hpp"

namespace drs::storage {
namespace {

std::string refused(std::string_view text) {
    return refusal([text] { parse_component(text, "a.xml"); });
}

const std::string good = R"(<component feature="UCM" name="TFTP"><files><path>/srv/tftp</path></files></component>)";

TEST(MalformedXml, IsNotWhatTheGoodExampleIs) { EXPECT_EQ(refused(good), "no refusal"); }

TEST(MalformedXml, WithAnUnclosedElementIsRefused) {
    EXPECT_EQ(refused("<component feature=\"UCM\" name=\"TFTP\">\n<files>\n<path>/srv/tftp</path>\n"), "a.xml:3: <files> of line 2 is not closed");
}

TEST(MalformedXml, WithAnUnclosedTagIsRefused) {
    EXPECT_EQ(refused("\n<component feature=\"UCM\""), "a.xml:2: tag <component is not closed with `>`");
    EXPECT_EQ(refused("<component\n<files/>"), "a.xml:2: `<` is not allowed inside a tag; write &lt; in a value, or close the tag with `>`");
}

TEST(MalformedXml, WithTagsThatDoNotMatchIsRefused) {
    EXPECT_EQ(refused("<component>\n<files>\n</component>"), "a.xml:3: </component> stands where </files> of line 2 is expected");
    EXPECT_EQ(refused("<a/>\n</b>"), "a.xml:2: </b> closes nothing");
}

TEST(MalformedXml, WithTwoRootsIsRefused) {
    EXPECT_EQ(refused(good + "\n" + good), "a.xml:2: second root element <component>; only one is allowed");
}

TEST(MalformedXml, WithoutARootIsRefused) {
    EXPECT_EQ(refused(""), "a.xml:1: the file has no root element");
    EXPECT_EQ(refused("<!-- nothing -->\n"), "a.xml:1: the file has no root element");
}

TEST(MalformedXml, WithTextAroundTheRootIsRefused) {
    EXPECT_EQ(refused("stray " + good), "a.xml:1: text outside of the root element; remove it");
    EXPECT_EQ(refused(good + "\nstray"), "a.xml:2: text outside of the root element; remove it");
}

TEST(MalformedXml, WithTextAmongElementsIsRefused) {
    EXPECT_EQ(refused("<component feature=\"UCM\" name=\"TFTP\">\n<files>stray<path>/a</path></files></component>"),
              "a.xml:2: text in <files>, which has none; remove it");
}

TEST(MalformedXml, WithAnUnknownEntityIsRefused) {
    constexpr auto sentence = "a.xml:2: `&` does not begin a reference that XML knows; write &amp; for the character itself";
    for (const auto* text : {"&nbsp;", "& ", "&amp", "&#0;", "&#1;", "&#xD800;", "&#xFFFF;", "&#99999999;", "&#;", "&#x;", "&#-1;", "&;"}) {
        EXPECT_EQ(refused(std::string("<a>\n") + text + "</a>"), sentence) << text;
        EXPECT_EQ(refused(std::string("<a\nb=\"") + text + "\"/>"), sentence) << text;
    }
}

TEST(MalformedXml, WithADoctypeIsRefused) {
    EXPECT_EQ(refused("<?xml version=\"1.0\"?>\n<!DOCTYPE component [<!ENTITY a \"b\">]>" + good),
              "a.xml:2: DOCTYPE and other declarations are not allowed; remove it");
}

TEST(MalformedXml, WithANulByteIsRefused) {
    EXPECT_EQ(refused(std::string("<a>\n\0</a>", 9)), "a.xml:2: control character \\x00 is not allowed; the file must be text in UTF-8");
}

TEST(MalformedXml, WithAControlCharacterIsRefused) {
    EXPECT_EQ(refused("<a>\x1b</a>"), "a.xml:1: control character \\x1b is not allowed; the file must be text in UTF-8");
    EXPECT_EQ(refused("<a>\xef\xbf\xbf</a>"), "a.xml:1: character U+FFFF is not allowed; the file must be text in UTF-8");
}

TEST(MalformedXml, InAnotherEncodingIsRefused) {
    EXPECT_EQ(refused("<a>\xfc</a>"), "a.xml:1: byte \\xfc (not UTF-8) is not allowed; the file must be text in UTF-8");
    EXPECT_EQ(refused("\xff\xfe<"), "a.xml:1: byte \\xff (not UTF-8) is not allowed; the file must be text in UTF-8");
    EXPECT_EQ(refused("<a>\xed\xa0\x80</a>"), "a.xml:1: byte \\xed (not UTF-8) is not allowed; the file must be text in UTF-8");
    EXPECT_EQ(refused("<a>\xc0\xaf</a>"), "a.xml:1: byte \\xc0 (not UTF-8) is not allowed; the file must be text in UTF-8");
}

TEST(MalformedXml, ThatDeclaresAnotherEncodingIsRefused) {
    EXPECT_EQ(refused("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + good), "a.xml:1: encoding is `ISO-8859-1`; save the file in UTF-8");
    EXPECT_EQ(refused("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + good), "no refusal");
    EXPECT_EQ(refused("\xef\xbb\xbf" + good), "no refusal");
}

TEST(MalformedXml, NestedTooDeepIsRefused) {
    std::string deep;
    for (int i = 0; i < 33; ++i) deep += "<a>\n";
    EXPECT_EQ(refused(deep), "a.xml:33: elements are nested deeper than 32");
}

TEST(MalformedXml, AboveItsSizeIsRefused) {
    const std::string blank((1u << 20) - good.size(), ' ');
    EXPECT_EQ(refused(good + blank), "no refusal");
    EXPECT_EQ(refused(good + blank + " "), "a.xml:1: the file has 1048577 bytes; at most 1048576 are allowed");
}

TEST(MalformedXml, WithAnAttributeTwiceIsRefused) {
    EXPECT_EQ(refused("<component feature=\"UCM\" name=\"A\" name=\"B\"/>"), "a.xml:1: attribute `name` of <component> is there twice");
}

TEST(MalformedXml, WithUnclosedSectionsIsRefused) {
    EXPECT_EQ(refused(good + "\n<!-- "), "a.xml:2: comment is not closed with -->");
    EXPECT_EQ(refused("<a><![CDATA[ ]] </a>"), "a.xml:1: CDATA section is not closed with ]]>");
    EXPECT_EQ(refused("<?xml "), "a.xml:1: processing instruction is not closed with ?>");
}

TEST(MalformedXml, WithBrokenMarkupIsRefused) {
    constexpr auto sentence = "a.xml:1: the markup is broken here; compare it with a file that works";
    for (const auto* text : {"<a b/>", "<a b=c/>", "<a b=\"1\"c=\"2\"/>", "<>", "< a/>", "<a / >", "<1>"}) EXPECT_NE(refused(text), "no refusal") << text;
    EXPECT_EQ(refused("<a b=c/>"), sentence);
}

}  // namespace
}  // namespace drs::storage
