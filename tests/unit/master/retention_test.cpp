// SPDX-License-Identifier: Apache-2.0
#include "master/retention.hpp"

#include "stored_sets.hpp"

namespace drs::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

class ARetention : public StoredSets {
protected:
    std::vector<std::string> retire(unsigned keep) { return wait(master::retire_sets(*device, keys, "cluster1", "node1", keep)); }
    unsigned sweep(const std::vector<std::string>& ours) {
        const auto is_ours = [ours](const std::string& id) { return std::find(ours.begin(), ours.end(), id) != ours.end(); };
        return wait(master::sweep_device(*device, {"node1"}, is_ours));
    }
};

TEST_F(ARetention, RemovesTheOldestWholeSets) {
    for (const auto& id : {monday, tuesday, wednesday}) put(id);
    EXPECT_THAT(retire(1), ElementsAre(tuesday, monday));
    EXPECT_THAT(stored(), AllOf(SizeIs(3), Each(StartsWith(wednesday))));
}

TEST_F(ARetention, LeavesAsManyAsAreToBeKept) {
    for (const auto& id : {monday, tuesday}) put(id);
    EXPECT_THAT(retire(2), IsEmpty());
    EXPECT_THAT(stored(), SizeIs(6));
}

TEST_F(ARetention, DoesNotLetAnIncompleteSetPushOutACompleteOne) {
    for (const auto& id : {monday, wednesday}) put(id);
    put_partial(tuesday);
    EXPECT_THAT(retire(2), IsEmpty());
    EXPECT_THAT(stored(), SizeIs(9));
}

TEST_F(ARetention, RemovesAnIncompleteSetBehindTheCompleteOnes) {
    put_partial(monday);
    for (const auto& id : {tuesday, wednesday}) put(id);
    EXPECT_THAT(retire(2), ElementsAre(monday));
}

TEST_F(ARetention, DoesNotCountOrTouchSetsOfOthers) {
    const MasterHome elsewhere;
    const master::KeyRing others(elsewhere.settings.paths, "node1", "now");
    put(monday, "cluster2", "node1", keys);
    put(tuesday, "cluster1", "node9", keys);
    put(wednesday, "cluster1", "node1", others);
    put("2026-11-22-02-00-00");
    EXPECT_THAT(retire(1), IsEmpty());
    EXPECT_THAT(stored(), SizeIs(12));
}

TEST_F(ARetention, DoesNotRemoveASetThatItCannotTrust) {
    for (const auto& id : {monday, tuesday}) put(id);
    write_text(catalogue_of(monday), "<damaged");
    EXPECT_THAT(retire(1), IsEmpty());
    EXPECT_THAT(stored(), SizeIs(6));
}

TEST_F(ARetention, SweepsWhatABrokenRunOfOursLeft) {
    put(monday);
    std::filesystem::remove(catalogue_of(monday));
    EXPECT_EQ(sweep({monday}), 2U);
    EXPECT_THAT(stored(), IsEmpty());
}

TEST_F(ARetention, LeavesOtherPeoplesFiles) {
    for (const auto* name : {"notes.txt", "2026-11-23-02-00-00_report.pdf", "2026-11-24-02-00-00_node9_UCM_TFTP.tar.zst.age"}) write_text(home.store() / name, "theirs");
    put(wednesday);
    const auto before = stored();
    EXPECT_EQ(sweep({monday, wednesday}), 0U);
    EXPECT_EQ(stored(), before);
}

TEST_F(ARetention, SweepsTheScratchOfOurNodesOnly) {
    const auto theirs = ".drs-" + monday + "-" + monday + "_node9_UCM_TFTP.tar.zst.age.part";
    for (const auto& name : {".drs-" + monday + "-" + monday + "_node1_UCM_TFTP.tar.zst.age.part", theirs}) write_text(home.store() / name, "scratch");
    EXPECT_EQ(sweep({}), 1U);
    EXPECT_THAT(stored(), ElementsAre(theirs));
}

TEST_F(ARetention, IsNotDoneAfterAnIncompleteBackup) {
    Appliance appliance;
    appliance.register_files("UCM", "TFTP");
    appliance.start_local();
    appliance.device(1);
    const auto whole = appliance.backup({"UCM"}).set->text();
    appliance.register_script("UCM", "DB", "exit 1");
    appliance.wait(appliance.local->agent->reload());
    appliance.until([&] { return appliance.nodes.find("node1")->components.size() == 2; });
    EXPECT_EQ(appliance.backup({"UCM"}).result, model::Result::error);
    EXPECT_THAT(appliance.stored(), AllOf(SizeIs(6), Contains(StartsWith(whole))));
}

}  // namespace
}  // namespace drs::test
