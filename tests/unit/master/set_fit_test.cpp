// SPDX-License-Identifier: Apache-2.0
#include "master/set_fit.hpp"

#include <gmock/gmock.h>

#include "appliance.hpp"

namespace drs::test {
namespace {

using control::Kind;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const auto id = *model::SetId::parse("2026-11-23-02-00-00");
const model::ProductIdentity product{"Sample", "15.0.1", "restricted", "single-node"};

class ASet : public testing::Test {
protected:
    ASet() {
        for (const auto* name : {"node1", "node2"}) {
            model::SetFile file;
            file.node = name;
            set.files.push_back(file);
            set.nodes.push_back({name, "10.0.0.1", product});
            model::Node node;
            node.name = name;
            node.address = "10.0.0.1";
            node.product = product;
            nodes.define(std::move(node));
        }
    }
    model::SetCatalogue set{.id = id, .host = "node1", .product_name = "Sample", .product_version = "15.0.1"};
    master::NodeRegistry nodes;
    model::ProductIdentity& now() { return nodes.find("node2")->node.product; }
    model::ProductIdentity& then() { return set.nodes[1].product; }
    master::Fit fit(bool allow_flavour = false) const { return master::fit(set, set.files, nodes, product, allow_flavour); }
    std::string refused(bool allow_flavour = false) const {
        const auto refusal = refusal_of([&] { return fit(allow_flavour); });
        return refusal.kind == Kind::mismatch ? refusal.sentence : "no mismatch: " + refusal.sentence;
    }
    std::string begin() const { return "set " + id.text() + " does not fit node node2: its "; }
};

TEST_F(ASet, FitsNodesThatRunTheSame) {
    const auto found = fit();
    EXPECT_THAT(found.allowed, IsEmpty());
    EXPECT_THAT(found.remarks, IsEmpty());
    EXPECT_EQ(found.products.at("node2"), product);
}

TEST_F(ASet, DoesNotFitAnotherProduct) {
    now().name = "Other";
    EXPECT_EQ(refused(true), begin() + "product was `Sample` and is now `Other`; restore it where that product runs");
}

TEST_F(ASet, DoesNotFitAnotherVersionWhateverIsAllowed) {
    now().version = "15.0.1-2";
    EXPECT_EQ(refused(true), begin() + "product version was `15.0.1` and is now `15.0.1-2`; a restore needs exactly the same version; install that one or choose another set");
}

TEST_F(ASet, DoesNotFitAnotherDeploymentWhateverIsAllowed) {
    now().deployment.clear();
    EXPECT_EQ(refused(true), begin() + "deployment type was `single-node` and is now none; restore it to a node of that deployment type, or choose another set");
}

TEST_F(ASet, DoesNotFitAnotherFlavourUnlessThatIsAllowed) {
    now().flavour = "unrestricted";
    EXPECT_EQ(refused(), begin() + "build flavour was `restricted` and is now `unrestricted`; allow the difference with --allow-flavour, or choose another set");
    EXPECT_THAT(fit(true).allowed, ElementsAre("the build flavour of node node2 differs (set: `restricted`, now: `unrestricted`)"));
}

TEST_F(ASet, IsNotComparedInWhatItDoesNotTell) {
    then().flavour.clear();
    EXPECT_THAT(fit().remarks, ElementsAre("it does not tell the build flavour of node node2, which is not compared with `restricted`"));
    then().version.clear();
    EXPECT_THAT(refused(), HasSubstr("product version was none"));
}

TEST_F(ASet, MayComeFromAnotherAddress) {
    set.nodes[1].address = "10.0.0.9";
    EXPECT_THAT(fit().remarks, ElementsAre("node node2 had address 10.0.0.9 then and has 10.0.0.1 now"));
}

TEST_F(ASet, IsComparedOnTheNodesThatGetSomethingOfIt) {
    now().version = "16";
    set.files.pop_back();
    EXPECT_NO_THROW(fit());
}

TEST_F(ASet, OfBeforeItsNodesWereToldIsComparedByTheMastersVersion) {
    set.nodes.clear();
    now().version = "16";
    EXPECT_NO_THROW(fit());
    set.product_version = "15.0.0";
    EXPECT_THAT(refused(), HasSubstr("does not fit node node1: its product version was `15.0.0` and is now `15.0.1`"));
}

TEST_F(ASet, DoesNotGoToANodeThatHasNotSaidWhatItRuns) {
    now() = {};
    const auto refused = refusal_of([&] { return fit(); });
    EXPECT_EQ(refused.kind, Kind::unreachable);
    EXPECT_EQ(refused.sentence, "node node2 has not connected since the Master started, so its product cannot be compared; start its Local Agent");
}

TEST_F(ASet, DoesNotGoToANodeOfAnotherCluster) {
    set.files[0].node = "node9";
    EXPECT_EQ(refusal_of([&] { return fit(); }).sentence, "node node9 of the set is not a node of this cluster; restore to one that is");
}

class ASetOfAnotherHost : public ASet {
protected:
    ASetOfAnotherHost() { request.allow_host_name = true; }
    control::RestoreRequest request;
    Refused refused_take_over() {
        return refusal_of([&] { return master::take_over(set, "new1", request), 0; });
    }
    Refused refused_choice(const std::vector<model::CatalogueName>& names) const {
        return refusal_of([&] { return master::choose_catalogue(names, id, "new1", request); });
    }
};

TEST_F(ASetOfAnotherHost, IsNotFoundUnlessThatIsAllowed) {
    request.allow_host_name = false;
    const auto refused = refused_choice({{id, "node1"}});
    EXPECT_EQ(refused.kind, Kind::mismatch);
    EXPECT_EQ(refused.sentence, "set " + id.text() + " was made by host node1, this one is new1; restore it there, or allow another host name with --allow-host-name");
    EXPECT_EQ(refused_choice({}).kind, Kind::not_found);
}

TEST_F(ASetOfAnotherHost, IsFoundWhenItIsTheOnlyOne) {
    EXPECT_EQ(master::choose_catalogue({{id, "node1"}}, id, "new1", request).host, "node1");
    EXPECT_EQ(master::choose_catalogue({{id, "node1"}, {id, "new1"}}, id, "new1", request).host, "new1");
    const auto refused = refused_choice({{id, "node1"}, {id, "pub"}});
    EXPECT_EQ(refused.kind, Kind::bad_value);
    EXPECT_EQ(refused.sentence, "the device has a set " + id.text() + " of each of node1, pub; copy the one you mean to a directory of its own");
}

TEST_F(ASetOfAnotherHost, GivesTheFilesOfItsMasterToOurNodeAndLeavesTheOthers) {
    master::take_over(set, "new1", request);
    EXPECT_EQ(set.files[0].node + " " + set.files[1].node, "new1 node2");
    EXPECT_EQ(set.nodes[0].name + " " + set.nodes[1].name, "new1 node2");
}

TEST_F(ASetOfAnotherHost, IsRefusedForTheNodeThatIsNoMore) {
    request.node = "node1";
    EXPECT_EQ(refused_take_over().sentence, "node node1 is not here any more; name new1, to which what set " + id.text() + " holds of it is restored");
}

TEST_F(ASetOfAnotherHost, IsRefusedWhenItHoldsANodeOfOurName) {
    set.files[1].node = "new1";
    const auto refused = refused_take_over();
    EXPECT_EQ(refused.kind, Kind::mismatch);
    EXPECT_EQ(refused.sentence, "set " + id.text() + " of host node1 also holds a node new1, so what is meant for this new1 is not clear; restore it on a Master of another name");
}

}  // namespace
}  // namespace drs::test
