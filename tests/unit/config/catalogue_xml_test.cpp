// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "refusal.hpp"

namespace drs::storage {
namespace {

using testing::ElementsAre;

const std::string digest(64, 'a');
constexpr std::string_view root_attributes =
    "id=\"2026-11-23-02-00-00\" cluster=\"C1\" host=\"pub\" started=\"2026-11-23T02:00:00.123Z\" completed=\"2026-11-23T02:03:00.000Z\" agent_version=\"0.1.0\"";

std::string catalogue(std::string_view body, std::string_view attributes = root_attributes) {
    return fmt::format("<drfComponent version=\"1\" {}>\n<product name=\"Sample\" version=\"15.0\"/>\n{}</drfComponent>", attributes, body);
}
std::string file(std::string_view name, std::string_view component = "TFTP", std::string_view sha256 = digest) {
    return fmt::format("<file node=\"pub\" feature=\"UCM\" component=\"{}\" kind=\"files\" name=\"{}\" bytes_before=\"10\" bytes_stored=\"5\" sha256=\"{}\"/>\n",
                       component, name, sha256);
}
std::string refused(const std::string& text) {
    return refusal([&] { parse_catalogue(text, "c.xml"); });
}

TEST(ACatalogue, HoldsTheSet) {
    const auto set = parse_catalogue(catalogue("<feature name=\"UCM\"/><feature name=\"CUC\"/><failed_feature name=\"CUC\"/>" + file("f.age")), "c.xml");
    EXPECT_EQ(set.id.text(), "2026-11-23-02-00-00");
    EXPECT_EQ(set.started.time_since_epoch().count(), 1'795'399'200'123);
    EXPECT_EQ(set.product_version, "15.0");
    EXPECT_THAT(set.features, ElementsAre("UCM", "CUC"));
    EXPECT_THAT(set.failed_features, ElementsAre("CUC"));
    ASSERT_EQ(set.files.size(), 1u);
    EXPECT_EQ(set.files[0].key.text(), "UCM/TFTP");
    EXPECT_EQ(set.files[0].bytes_stored, 5u);
    EXPECT_EQ(set.files[0].sha256, digest);
}

TEST(ACatalogue, TellsWhatEachOfItsNodesRan) {
    const auto set = parse_catalogue(catalogue("<node name=\"pub\" address=\"10.0.0.5\" product=\"Sample\" version=\"15.0\" flavour=\"restricted\" "
                                               "deployment=\"single-node\"/><node name=\"sub\" product=\"S\" version=\"1\"/>" + file("f.age")), "c.xml");
    ASSERT_EQ(set.nodes.size(), 2u);
    EXPECT_EQ(set.nodes[0].name + " " + set.nodes[0].address, "pub 10.0.0.5");
    EXPECT_EQ(set.nodes[0].product, (model::ProductIdentity{"Sample", "15.0", "restricted", "single-node"}));
    EXPECT_EQ(set.nodes[1].product, (model::ProductIdentity{"S", "1", "", ""}));
}

TEST(ACatalogue, OfBeforeItsNodesWereToldHasNone) { EXPECT_TRUE(parse_catalogue(catalogue(file("f")), "c.xml").nodes.empty()); }

TEST(ACatalogue, IsRefusedWithANodeTwiceOrMissing) {
    const std::string pub = "<node name=\"pub\" product=\"S\" version=\"1\"/>\n", sub = "<node name=\"sub\" product=\"S\" version=\"1\"/>\n";
    EXPECT_EQ(refused(catalogue(pub + pub)), "c.xml:4: node pub is there twice");
    EXPECT_EQ(refused(catalogue(sub + file("f"))), "c.xml:1: file `f` is of node pub, for which there is no <node>");
    EXPECT_EQ(refused(catalogue("<node name=\"pub\" product=\"S\"/>")), "c.xml:3: <node> has no attribute `version`; add it");
}

TEST(ACatalogue, MayHavePartsOfALaterRelease) {
    EXPECT_EQ(refused(catalogue("<medium label=\"x\">text</medium>", fmt::format("{} colour=\"red\"", root_attributes))), "no refusal");
}

TEST(ACatalogue, IsRefusedInALaterForm) {
    EXPECT_EQ(refused("<drfComponent version=\"2\"/>"),
              "c.xml:1: version of <drfComponent> is 2, this release reads 1; use the release that wrote the file");
}

TEST(ACatalogue, IsRefusedWithAFileNameThatLeavesTheSet) {
    for (const auto* name : {"../f", "/etc/passwd", "a/b", ".", "..", "", "a b", "a&#10;b", "\xc3\xbc"})
        EXPECT_THAT(refused(catalogue(file(name))), testing::MatchesRegex("c.xml:3: attribute `name` of <file> is `.*`; expected a file name without .*")) << name;
    EXPECT_EQ(refused(catalogue(file(std::string(255, 'f')))), "no refusal");
    EXPECT_NE(refused(catalogue(file(std::string(256, 'f')))), "no refusal");
}

TEST(ACatalogue, IsRefusedWithAFileOrComponentTwice) {
    EXPECT_EQ(refused(catalogue(file("f") + file("f", "MOH"))), "c.xml:4: file `f` is there twice");
    EXPECT_EQ(refused(catalogue(file("f") + file("g"))), "c.xml:4: component UCM/TFTP of node pub is there twice");
}

TEST(ACatalogue, IsRefusedWithABadDigest) {
    for (const auto& text : {std::string(63, 'a'), std::string(65, 'a'), std::string(64, 'A'), std::string(64, 'g'), std::string()})
        EXPECT_THAT(refused(catalogue(file("f", "TFTP", text))), testing::EndsWith("; expected 64 lower-case hex digits")) << text;
}

TEST(ACatalogue, IsRefusedWithABadIdOrTime) {
    EXPECT_EQ(refused(catalogue("", "id=\"yesterday\"")),
              "c.xml:1: attribute `id` of <drfComponent> is `yesterday`; expected a set's name such as 2026-11-23-02-00-00");
    EXPECT_NE(refused(catalogue("", "id=\"2026-11-23-02-00-00.tar\"")), "no refusal");
    const std::string start = "id=\"2026-11-23-02-00-00\" cluster=\"\" host=\"pub\" agent_version=\"\" started=";
    for (const auto* time : {"2026-11-23T02:00:00Z", "2026-11-23 02:00:00.000Z", "2026-02-30T02:00:00.000Z", "2026-11-23T24:00:00.000Z", ""})
        EXPECT_EQ(refused(catalogue("", fmt::format("{}\"{}\"", start, time))),
                  fmt::format("c.xml:1: attribute `started` of <drfComponent> is `{}`; expected a time such as 2026-11-23T02:00:00.000Z", time));
}

TEST(ACatalogue, IsRefusedWithNamesThatAreNotAllowed) {
    EXPECT_EQ(refused(catalogue("<feature name=\"ucm\"/>")),
              "c.xml:3: attribute `name` of <feature>: feature name has `u` in it; allowed are capital letters, digits and `_`");
    EXPECT_EQ(refused(catalogue("<file node=\"a_b\"/>")),
              "c.xml:3: attribute `node` of <file>: host name has `_` in it; allowed are letters, digits, `-` and `.`");
    EXPECT_EQ(refused(catalogue("<feature name=\"UCM\"/><feature name=\"UCM\"/>")), "c.xml:3: feature UCM is there twice in <feature>");
}

TEST(ACatalogue, IsRefusedWithoutItsProduct) {
    EXPECT_EQ(refused(fmt::format("<drfComponent version=\"1\" {}/>", root_attributes)), "c.xml:1: <drfComponent> has no element <product>; add it");
}

TEST(ACatalogue, IsRefusedAbove16MiB) {
    const auto good = catalogue("");
    EXPECT_EQ(refused(good + std::string((16u << 20) - good.size(), '\n')), "no refusal");
    EXPECT_EQ(refused(good + std::string((16u << 20) + 1 - good.size(), '\n')), "c.xml:1: the file has 16777217 bytes; at most 16777216 are allowed");
}

TEST(ACatalogue, IsNotWrittenWithAControlCharacter) {
    model::SetCatalogue set{.id = *model::SetId::parse("2026-11-23-02-00-00"), .cluster = "a\x02", .host = "pub"};
    EXPECT_EQ(refusal([&] { write_catalogue(set); }),
              "drfComponent.xml cannot hold attribute `cluster` of <drfComponent>: control character \\x02 is not allowed in XML; remove it from the value");
}

}  // namespace
}  // namespace drs::storage
