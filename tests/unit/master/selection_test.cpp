// SPDX-License-Identifier: Apache-2.0
#include "master/selection.hpp"

#include <gmock/gmock.h>

#include "appliance.hpp"

namespace drs::master {
namespace {

using control::Kind;
using test::refusal_of;
using testing::ElementsAre;
using testing::SizeIs;

class ASelection : public testing::Test {
protected:
    ASelection() {
        add("node1", "UCM", "TFTP", false);
        add("node1", "UCM", "CCMDB", true);
        add("node1", "CUC", "DB", false);
        add("node2", "CUC", "DB", false);
        add("node2", "CDR_CAR", "CDR", false);
    }
    void add(const std::string& name, const std::string& feature, const std::string& component, bool mandatory) {
        auto* node = nodes.find(name);
        if (node == nullptr) {
            model::Node fresh;
            fresh.name = name;
            node = &nodes.define(std::move(fresh));
        }
        model::Component registered;
        registered.key = {feature, component};
        registered.mandatory = mandatory;
        node->components.emplace(registered.key, registered);
    }
    std::vector<std::string> chosen(const std::vector<std::string>& features) const {
        std::vector<std::string> list;
        for (const auto& selected : select_for_backup(nodes, features).components) list.push_back(selected.node + "/" + selected.component.key.text());
        return list;
    }
    test::Refused refused(const std::vector<std::string>& features) const {
        return refusal_of([&] { return select_for_backup(nodes, features); });
    }
    NodeRegistry nodes;
};

TEST_F(ASelection, AddsTheMandatoryFeatures) {
    EXPECT_THAT(select_for_backup(nodes, {"CUC"}).features, ElementsAre("CUC", "UCM"));
}

TEST_F(ASelection, TakesAFeatureFromEveryNodeThatHasIt) {
    EXPECT_THAT(chosen({"CUC"}), ElementsAre("node1/CUC/DB", "node1/UCM/CCMDB", "node1/UCM/TFTP", "node2/CUC/DB"));
}

TEST_F(ASelection, TakesAFeatureThatIsNamedTwiceOnce) {
    EXPECT_THAT(select_for_backup(nodes, {"UCM", "UCM"}).features, ElementsAre("UCM"));
}

TEST_F(ASelection, RefusesNoFeature) {
    EXPECT_EQ(refused({}).kind, Kind::bad_value);
    EXPECT_EQ(refused({}).sentence, "no feature is selected; name at least one of those that show_registration lists");
}

TEST_F(ASelection, RefusesAnEmptyName) {
    EXPECT_EQ(refused({"UCM", ""}).sentence, "the feature list has an empty name in it; separate the names by single commas");
}

TEST_F(ASelection, RefusesANameThatIsNotAllowed) {
    const auto refusal = refused({"../UCM"});
    EXPECT_EQ(refusal.kind, Kind::bad_value);
    EXPECT_THAT(refusal.sentence, testing::StartsWith("`../UCM`: "));
}

TEST_F(ASelection, RefusesAFeatureThatIsNotRegisteredAndNamesThoseThatAre) {
    const auto refusal = refused({"MOH"});
    EXPECT_EQ(refusal.kind, Kind::not_found);
    EXPECT_EQ(refusal.sentence, "feature MOH is not registered on any node; registered are CDR_CAR, CUC, UCM");
}

TEST_F(ASelection, RefusesEverythingWhenNothingIsRegistered) {
    const NodeRegistry nobody;
    const auto refusal = refusal_of([&] { return select_for_backup(nobody, {"UCM"}); });
    EXPECT_EQ(refusal.sentence, "no component is registered on any node; start the Local Agents and see etc/drs/components.d");
}

class ARestoreSelection : public testing::Test {
protected:
    ARestoreSelection() {
        for (const auto& [node, feature] : {std::pair("node1", "UCM"), std::pair("node1", "CUC"), std::pair("node2", "CUC")}) {
            model::SetFile file;
            file.node = node;
            file.key = {feature, "DB"};
            set.files.push_back(file);
        }
        set.features = {"UCM", "CUC"};
    }
    std::string refused(const std::vector<std::string>& features, const std::string& node) const {
        return refusal_of([&] { return select_for_restore(set, features, node); }).sentence;
    }
    model::SetCatalogue set{.id = *model::SetId::parse("2026-11-23-02-00-00")};
};

TEST_F(ARestoreSelection, TakesEverythingWhenNothingIsNamed) { EXPECT_THAT(select_for_restore(set, {}, ""), SizeIs(3)); }

TEST_F(ARestoreSelection, TakesOneFeatureOfOneNode) {
    const auto files = select_for_restore(set, {"CUC"}, "node2");
    ASSERT_THAT(files, SizeIs(1));
    EXPECT_EQ(files[0].node + "/" + files[0].key.text(), "node2/CUC/DB");
}

TEST_F(ARestoreSelection, RefusesWhatIsNotInTheSet) {
    EXPECT_EQ(refused({"MOH"}, ""), "set 2026-11-23-02-00-00 holds no feature MOH; it holds UCM, CUC");
    EXPECT_EQ(refused({}, "node3"), "set 2026-11-23-02-00-00 holds nothing of node node3");
    EXPECT_EQ(refused({"UCM"}, "node2"), "set 2026-11-23-02-00-00 holds none of these features on node node2");
}

}  // namespace
}  // namespace drs::master
