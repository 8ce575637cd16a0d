// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "refusal.hpp"

namespace drs::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string refused(std::string_view text) {
    return refusal([text] { parse_component(text, "ucm.xml"); });
}
std::string refused_path(std::string_view paths) {
    return refused(fmt::format("<component feature=\"UCM\" name=\"TFTP\"><files>\n{}</files></component>", paths));
}
std::string refused_script(std::string_view script) {
    return refused(fmt::format("<component feature=\"UCM\" name=\"CCMDB\">\n{}</component>", script));
}

TEST(AComponentFile, HoldsPaths) {
    const auto definition = parse_component(
        "<component feature=\"UCM\" name=\"TFTP\" description=\"phone &amp; firmware\">"
        "<files><path>/srv/tftp</path><!-- and --><path>/srv/tftp2</path></files></component>",
        "ucm.xml");
    EXPECT_EQ(definition.component.key.text(), "UCM/TFTP");
    EXPECT_EQ(definition.component.kind, model::ComponentKind::files);
    EXPECT_FALSE(definition.component.mandatory);
    EXPECT_EQ(definition.component.description, "phone & firmware");
    EXPECT_THAT(definition.paths, ElementsAre("/srv/tftp", "/srv/tftp2"));
    EXPECT_EQ(definition.source, "ucm.xml");
}

TEST(AComponentFile, HoldsPrograms) {
    const auto definition = parse_component(
        "<component feature=\"UCM\" name=\"CCMDB\" mandatory=\"true\"><script timeout=\"600\">"
        "<backup program=\"/opt/x/dump\"><argument>--all</argument><argument> </argument><argument/></backup>"
        "<restore program=\"/opt/x/load\"/><estimate program=\"/opt/x/size\"/></script></component>",
        "ucm.xml");
    EXPECT_EQ(definition.component.kind, model::ComponentKind::script);
    EXPECT_TRUE(definition.component.mandatory);
    EXPECT_EQ(definition.timeout_seconds, 600u);
    EXPECT_THAT(definition.backup_program, ElementsAre("/opt/x/dump", "--all", " ", ""));
    EXPECT_THAT(definition.restore_program, ElementsAre("/opt/x/load"));
    EXPECT_THAT(definition.estimate_program, ElementsAre("/opt/x/size"));
}

TEST(AComponentFile, MayLeaveOutTimeoutAndEstimate) {
    const auto definition = parse_component(
        "<component feature=\"UCM\" name=\"CCMDB\"><script><backup program=\"/a\"/><restore program=\"/b\"/></script></component>", "ucm.xml");
    EXPECT_EQ(definition.timeout_seconds, 0u);
    EXPECT_THAT(definition.estimate_program, IsEmpty());
}

TEST(AComponentFile, IsRefusedUnderAnotherRoot) {
    EXPECT_EQ(refused("<componet/>"), "ucm.xml:1: root element is <componet>; expected <component>");
}

TEST(AComponentFile, IsRefusedWithoutItsNames) {
    EXPECT_EQ(refused("\n<component name=\"TFTP\"/>"), "ucm.xml:2: <component> has no attribute `feature`; add it");
    EXPECT_EQ(refused("<component feature=\"UCM\"/>"), "ucm.xml:1: <component> has no attribute `name`; add it");
}

TEST(AComponentFile, IsRefusedWithABadName) {
    EXPECT_EQ(refused("<component feature=\"\" name=\"TFTP\"/>"), "ucm.xml:1: attribute `feature` of <component>: feature name is empty");
    EXPECT_EQ(refused("<component feature=\"UCM\" name=\"../x\"/>"),
              "ucm.xml:1: attribute `name` of <component>: component name has `.` in it; allowed are capital letters, digits and `_`");
}

TEST(AComponentFile, IsRefusedWithUnknownParts) {
    EXPECT_EQ(refused("<component feature=\"UCM\" name=\"TFTP\" mandatroy=\"true\"/>"),
              "ucm.xml:1: unknown attribute `mandatroy` of <component>; known: feature, name, mandatory, description");
    EXPECT_EQ(refused("<component feature=\"UCM\" name=\"TFTP\">\n<file/></component>"),
              "ucm.xml:2: unknown element <file> in <component>; known: files, script");
    EXPECT_EQ(refused_path("<path mode=\"1\">/a</path>"), "ucm.xml:2: unknown attribute `mode` of <path>; it has none");
    EXPECT_EQ(refused_path("<path>/a<b/></path>"), "ucm.xml:2: unknown element <b> in <path>; it has none");
}

TEST(AComponentFile, IsRefusedWithABadFlag) {
    EXPECT_EQ(refused("<component feature=\"UCM\" name=\"TFTP\" mandatory=\"yes\"/>"),
              "ucm.xml:1: attribute `mandatory` of <component> is `yes`; expected true or false");
}

TEST(AComponentFile, IsRefusedWithNeitherOrBothKinds) {
    constexpr auto sentence = "ucm.xml:1: <component> needs either <files> or <script>, and not both";
    EXPECT_EQ(refused("<component feature=\"UCM\" name=\"TFTP\"/>"), sentence);
    EXPECT_EQ(refused("<component feature=\"UCM\" name=\"TFTP\"><files/><script/></component>"), sentence);
    EXPECT_EQ(refused("<component feature=\"UCM\" name=\"TFTP\">\n<files/>\n<files/></component>"),
              "ucm.xml:3: second <files> in <component>; only one is allowed");
}

TEST(AComponentFile, IsRefusedWithABadPath) {
    EXPECT_EQ(refused_path(""), "ucm.xml:1: <files> has no <path>; add at least one");
    EXPECT_EQ(refused_path("<path/>"), "ucm.xml:2: path is empty");
    EXPECT_EQ(refused_path("<path>srv</path>"), "ucm.xml:2: path `srv` is not absolute; begin it with `/`");
    EXPECT_EQ(refused_path("<path>/</path>"), "ucm.xml:2: path is `/`; name the directories or files below it");
    EXPECT_EQ(refused_path("<path>/srv/</path>"), "ucm.xml:2: path `/srv/` ends with `/`; leave that out");
    EXPECT_EQ(refused_path("<path>/srv/../etc</path>"), "ucm.xml:2: path `/srv/../etc` has the part `..`; write it without");
    EXPECT_EQ(refused_path("<path>/srv/.</path>"), "ucm.xml:2: path `/srv/.` has the part `.`; write it without");
    EXPECT_EQ(refused_path("<path>/srv//a</path>"), "ucm.xml:2: path `/srv//a` has the part `//`; write it without");
    EXPECT_EQ(refused_path("<path>\n/srv</path>"), "ucm.xml:2: path `\\x0a/srv` is not absolute; begin it with `/`");
}

TEST(AComponentFile, IsRefusedWithNestedPaths) {
    EXPECT_EQ(refused_path("<path>/srv</path>\n<path>/srv/a</path>"),
              "ucm.xml:3: path `/srv/a` and path `/srv` overlap; name the outer one only");
    EXPECT_EQ(refused_path("<path>/srv/a</path>\n<path>/srv</path>"),
              "ucm.xml:3: path `/srv` and path `/srv/a` overlap; name the outer one only");
    EXPECT_EQ(refused_path("<path>/srv</path>\n<path>/srv</path>"), "ucm.xml:3: path `/srv` and path `/srv` overlap; name the outer one only");
    EXPECT_EQ(refused_path("<path>/srv</path><path>/srv2</path>"), "no refusal");
}

TEST(AComponentFile, IsRefusedWithoutBothPrograms) {
    EXPECT_EQ(refused_script("<script><backup program=\"/a\"/></script>"), "ucm.xml:2: <script> has no element <restore>; add it");
    EXPECT_EQ(refused_script("<script><restore program=\"/a\"/></script>"), "ucm.xml:2: <script> has no element <backup>; add it");
    EXPECT_EQ(refused_script("<script><backup/><restore program=\"/a\"/></script>"), "ucm.xml:2: <backup> has no attribute `program`; add it");
    EXPECT_EQ(refused_script("<script><backup program=\"dump\"/><restore program=\"/a\"/></script>"),
              "ucm.xml:2: attribute `program`: path `dump` is not absolute; begin it with `/`");
}

TEST(AComponentFile, IsRefusedWithABadTimeout) {
    for (const auto* value : {"-1", "86401", "1.5", "", "9999999999999999999999", "+5", " 5"})
        EXPECT_EQ(refused_script(fmt::format("<script timeout=\"{}\"/>", value)),
                  fmt::format("ucm.xml:2: attribute `timeout` of <script> is `{}`; expected a whole number from 0 to 86400", value));
}

}  // namespace
}  // namespace drs::storage
