// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "refusal.hpp"

namespace drs::storage {
namespace {

std::string refused(std::string_view text) {
    return refusal([text] { parse_product(text, "product.xml"); });
}

TEST(AProductFile, HoldsNameAndVersion) {
    const auto product = parse_product("<?xml version=\"1.0\"?>\n<product name=\"Sample\" version=\"15.0.1.12900-234\"/>", "product.xml");
    EXPECT_EQ(product.identity.name, "Sample");
    EXPECT_EQ(product.identity.version, "15.0.1.12900-234");
    EXPECT_EQ(product.identity.flavour + product.identity.deployment + product.command, "");
}

TEST(AProductFile, MayHoldFlavourAndDeployment) {
    const auto product = parse_product("<product name=\"a\" version=\"1\" flavour=\"restricted\" deployment=\"single-node\"/>", "product.xml");
    EXPECT_EQ(product.identity, (model::ProductIdentity{"a", "1", "restricted", "single-node"}));
}

TEST(AProductFile, IsRefusedWithAFlavourOrDeploymentThatIsNoWord) {
    for (const auto* attribute : {"flavour", "deployment"})
        EXPECT_EQ(refused(fmt::format("<product name=\"a\" version=\"1\" {}=\"a b\"/>", attribute)),
                  fmt::format("product.xml:1: attribute `{}` of <product> is `a b`; expected a word of at most 64 printable ASCII characters", attribute));
}

TEST(AProductFile, MayNameACommandInPlaceOfAll) {
    const auto product = parse_product("<product command=\"/usr/sbin/show-version\" timeout=\"5\"/>", "product.xml");
    EXPECT_EQ(product.command, "/usr/sbin/show-version");
    EXPECT_EQ(product.timeout, std::chrono::seconds(5));
    EXPECT_EQ(parse_product("<product command=\"/v\"/>", "product.xml").timeout, std::chrono::seconds(30));
}

TEST(AProductFile, IsRefusedWithACommandThatIsNoAbsolutePathOrStandsBesideAVersion) {
    EXPECT_EQ(refused("<product command=\"show-version\"/>"), "product.xml:1: attribute `command`: path `show-version` is not absolute; begin it with `/`");
    EXPECT_EQ(refused("<product command=\"/v\" version=\"1\"/>"), "product.xml:1: unknown attribute `version` of <product>; known: command, timeout");
    EXPECT_EQ(refused("<product command=\"/v\" timeout=\"0\"/>"), "product.xml:1: attribute `timeout` of <product> is `0`; expected a whole number from 1 to 300");
}

TEST(AProductFile, IsRefusedWithoutThem) {
    EXPECT_EQ(refused("<product name=\"a\"/>"), "product.xml:1: <product> has no attribute `version`; add it");
    EXPECT_EQ(refused("<product version=\"1\"/>"), "product.xml:1: <product> has no attribute `name`; add it");
    EXPECT_EQ(refused("<product name=\"\" version=\"1\"/>"), "product.xml:1: attribute `name` of <product> is empty");
    EXPECT_EQ(refused("<product name=\"a\" version=\"\"/>"), "product.xml:1: attribute `version` of <product> is empty");
}

TEST(AProductFile, IsRefusedWithAVersionThatDoesNotPrint) {
    constexpr auto sentence = "product.xml:1: attribute `version` of <product> is `{}`; expected 1 to 64 printable ASCII characters without blanks";
    EXPECT_EQ(refused("<product name=\"a\" version=\"1 2\"/>"), fmt::format(sentence, "1 2"));
    EXPECT_EQ(refused("<product name=\"a\" version=\"1&#10;\"/>"), fmt::format(sentence, "1\\x0a"));
    EXPECT_EQ(refused("<product name=\"a\" version=\"\xc3\xbc\"/>"), fmt::format(sentence, "\xc3\xbc"));
    const std::string most(64, '1');
    EXPECT_EQ(refused("<product name=\"a\" version=\"" + most + "\"/>"), "no refusal");
    EXPECT_EQ(refused("<product name=\"a\" version=\"" + most + "1\"/>"), fmt::format(sentence, most + "..."));
}

TEST(AProductFile, IsRefusedWithUnknownParts) {
    EXPECT_EQ(refused("<product name=\"a\" version=\"1\" build=\"2\"/>"),
              "product.xml:1: unknown attribute `build` of <product>; known: name, version, flavour, deployment");
    EXPECT_EQ(refused("<product name=\"a\" version=\"1\">x</product>"), "product.xml:1: text in <product>, which has none; remove it");
}

}  // namespace
}  // namespace drs::storage
