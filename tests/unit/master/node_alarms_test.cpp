// SPDX-License-Identifier: Apache-2.0
// What is told of nodes that stay away, send what they should not, or are removed.
#include <gmock/gmock.h>

#include "appliance.hpp"
#include "master/node_watch.hpp"
#include "master/registrations.hpp"
#include "wire/codec.hpp"

namespace drs::test {
namespace {

using alarms::AlarmId;
using testing::ElementsAre;
using testing::IsEmpty;

class ANode : public Appliance, public testing::Test {
protected:
    master::Means means() { return {executor(), settings, clock, *alarms, trace, *keys, nodes}; }
    master::RegisteredNode& node() { return *nodes.find(settings.node); }
    static wire::Registration of(std::vector<model::ComponentKey> keys) {
        wire::Registration registration;
        for (auto& key : keys) registration.components.push_back({std::move(key), model::ComponentKind::files, false, {}});
        return registration;
    }
    /// The names of the alarms that have ended.
    std::vector<AlarmId> cleared() const {
        std::vector<AlarmId> ids;
        for (const auto& record : spool->after(0, 1000))
            if (record.state == alarms::State::cleared) ids.push_back(record.id);
        return ids;
    }
    std::string last_reason() const { return spool->after(0, 1000).back().detail.reason; }
};

TEST_F(ANode, IsMissedOnceWhenItStaysAway) {
    auto own = means();
    service->register_node(node(), of({{"UCM", "TFTP"}}));
    master::NodeWatch watch(own);
    for (int i = 0; i < 4; ++i) {
        watch.look();
        clock.time += std::chrono::seconds(20);
    }
    EXPECT_THAT(raised(), ElementsAre(AlarmId::ma2la_failure));
    EXPECT_EQ(last_reason(), "node node1 has been away for 30 s; start its Local Agent or see why it cannot connect");
}

TEST_F(ANode, ThatIsOnlyRestartedIsNotMissed) {
    auto own = means();
    service->register_node(node(), of({{"UCM", "TFTP"}}));
    master::NodeWatch watch(own);
    for (int i = 0; i < 4; ++i) {
        watch.look();
        clock.time += std::chrono::seconds(20);
        watch.settle(settings.node, "it is here");
    }
    EXPECT_THAT(raised(), IsEmpty());
}

TEST_F(ANode, ThatHasRegisteredNothingIsNotMissed) {
    auto own = means();
    master::NodeWatch watch(own);
    watch.look();
    clock.time += std::chrono::hours(1);
    watch.look();
    EXPECT_THAT(raised(), IsEmpty());
}

TEST_F(ANode, ThatABackupMissedIsToldOnceAndEndsWhenItIsBack) {
    register_files("UCM", "TFTP");
    register_files("UCM", "MOH");
    start_local();
    device();
    stop_local();
    until([&] { return !node().session; });
    backup({"UCM"});
    EXPECT_THAT(raised(), ElementsAre(AlarmId::ma2la_failure, AlarmId::backup_failure, AlarmId::failure));
    start_local();
    EXPECT_THAT(cleared(), ElementsAre(AlarmId::ma2la_failure));
}

TEST_F(ANode, ThatRegistersAForbiddenNameChangesNothing) {
    service->register_node(node(), of({{"UCM", "TFTP"}}));
    EXPECT_THROW(service->register_node(node(), of({{"UCM", "MOH"}, {"UCM", "../../etc/shadow"}})), wire::ProtocolError);
    EXPECT_EQ(node().components.size(), 1u);
    EXPECT_EQ(database->registration(settings.node).size(), 1u);
}

TEST_F(ANode, WhoseKeyIsGoneTellsItUntilItIsBack) {
    settings.alarm.absence = std::chrono::seconds(0);
    register_files("UCM", "TFTP");
    start_local();
    const auto file = settings.paths.node_key();
    const auto key = text_in(file);
    const auto last_is = [&](alarms::State state) {
        const auto told = local->spool.after(0, 100);
        return !told.empty() && told.back().id == AlarmId::truststore_missing && told.back().state == state;
    };
    std::filesystem::remove(file);
    node().session->close();
    until([&] { return last_is(alarms::State::raised); });
    write_text(file, key);
    until([&] { return last_is(alarms::State::cleared); });
}

TEST_F(ANode, GoesWithItsComponentsWhenItIsRemoved) {
    service->register_node(node(), of({{"UCM", "MOH"}, {"UCM", "TFTP"}}));
    EXPECT_THAT(service->remove_node(settings.node, caller), ElementsAre("UCM/MOH", "UCM/TFTP"));
    EXPECT_THAT(raised(), ElementsAre(AlarmId::deregistered_server));
    EXPECT_EQ(last_reason(), "node node1 was removed by root (uid 0), and with it UCM/MOH, UCM/TFTP");
    EXPECT_THAT(database->registration(settings.node), IsEmpty());
    EXPECT_THAT(feed.take()->components, IsEmpty());
}

TEST_F(ANode, IsNotRemovedWhileItIsConnectedOrUnknown) {
    register_files("UCM", "TFTP");
    start_local();
    EXPECT_EQ(refusal_of([&] { return service->remove_node(settings.node, caller); }).sentence, "node node1 is connected; stop its Local Agent first");
    EXPECT_EQ(refusal_of([&] { return service->remove_node("node9", caller); }).kind, control::Kind::not_found);
    EXPECT_EQ(node().components.size(), 1u);
}

}  // namespace
}  // namespace drs::test
