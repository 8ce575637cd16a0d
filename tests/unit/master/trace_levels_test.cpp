// SPDX-License-Identifier: Apache-2.0
#include "master/trace_levels.hpp"

#include <gmock/gmock.h>

#include "appliance.hpp"

namespace drs::test {
namespace {

using control::SetTraceLevel;
using testing::HasSubstr;
using trace::Area;
using trace::Level;

trace::Trace::Options in(const std::filesystem::path& directory, const char* prefix) { return {.directory = directory, .prefix = prefix}; }

class ALevelOfTheTrace : public MasterHome, public Turning, public testing::Test {
protected:
    /// A Master as it is after a start.
    struct Begun {
        explicit Begun(ALevelOfTheTrace& test)
            : trace(in(test.directory.path() / "trace", "drfMA")), keys(test.settings.paths, "node1", "now"), spool(test.settings.paths.spool("master")),
              alarms(spool, {"Cisco DRF Master", "c", "node1", 1}, clock, trace), means{test.executor(), test.settings, clock, alarms, trace, keys, nodes} {
            trace.set_levels(runtime::trace_levels(test.settings));
            levels.emplace(means);
        }
        control::Undo set(control::Edits edits) { return levels->apply(edits, {model::Trigger::cli, "root"}); }
        Level of(Area area) const { return trace.levels()[static_cast<std::size_t>(area)]; }
        std::string at_start(Area area) const { return levels->rows()[static_cast<std::size_t>(area)].at_start; }

        SetClock clock;
        trace::Trace trace;
        master::KeyRing keys;
        alarms::Spool spool;
        alarms::Alarms alarms;
        master::NodeRegistry nodes;
        master::Means means;
        std::optional<master::TraceLevels> levels;
    };
};

TEST_F(ALevelOfTheTrace, IsThatOfItsAreaAtOnceAndUntilTheNextStart) {
    {
        Begun master(*this);
        master.set({SetTraceLevel{"sftp", "debug", false}});
        EXPECT_EQ(master.of(Area::sftp), Level::debug);
        EXPECT_EQ(master.of(Area::jobs), Level::info);
        EXPECT_EQ(master.at_start(Area::sftp), "INFO");
    }
    EXPECT_EQ(Begun(*this).of(Area::sftp), Level::info);
}

TEST_F(ALevelOfTheTrace, ThatIsKeptGoesOverTheSettingsAfterAStart) {
    settings.trace.area_levels[static_cast<std::size_t>(Area::sftp)] = Level::warn;
    Begun(*this).set({SetTraceLevel{"sftp", "DEBUG", true}});
    {
        Begun again(*this);
        EXPECT_EQ(again.of(Area::sftp), Level::debug);
        again.set({SetTraceLevel{"all", "default", true}});
        EXPECT_EQ(again.of(Area::sftp), Level::warn);
    }
    EXPECT_EQ(Begun(*this).of(Area::sftp), Level::warn);
}

TEST_F(ALevelOfTheTrace, IsSetTogetherWithOthersOrNotAtAll) {
    Begun master(*this);
    try {
        master.set({SetTraceLevel{"jobs", "DEBUG", true}, SetTraceLevel{"jobs", "LOUD", true}});
        FAIL() << "there is no such level";
    } catch (const control::EditRefusal& refusal) {
        EXPECT_EQ(refusal.edit(), 1u);
        EXPECT_EQ(refusal.field(), "level");
        EXPECT_STREQ(refusal.what(), "`LOUD` is no level of the trace; choose ERROR, WARN, INFO, DEBUG or default");
    }
    EXPECT_EQ(master.of(Area::jobs), Level::info);
    EXPECT_FALSE(std::filesystem::exists(settings.paths.trace_levels()));
}

TEST_F(ALevelOfTheTrace, IsTakenBackToWhatItWasBefore) {
    Begun master(*this);
    master.set({SetTraceLevel{"jobs", "WARN", false}});
    const auto undo = master.set({SetTraceLevel{"all", "DEBUG", false}});
    undo();
    EXPECT_EQ(master.of(Area::jobs), Level::warn);
    EXPECT_EQ(master.of(Area::sftp), Level::info);
}

TEST_F(ALevelOfTheTrace, IsRefusedForAnAreaThatThereIsNot) {
    Begun master(*this);
    const auto refused = refusal_of([&] { return master.set({SetTraceLevel{"tape", "DEBUG", false}}); });
    EXPECT_EQ(refused.kind, control::Kind::bad_value);
    EXPECT_EQ(refused.sentence, "`tape` is no area of the trace; choose one of all, master, local, control, scheduler, jobs, devices, sftp, alarms, snmp, trace");
}

TEST_F(ALevelOfTheTrace, ThatCannotBeKeptIsNotSet) {
    Begun master(*this);
    std::filesystem::create_directories(settings.paths.trace_levels() / "in the way");
    EXPECT_THROW(master.set({SetTraceLevel{"jobs", "DEBUG", true}}), runtime::Error);
    EXPECT_EQ(master.of(Area::jobs), Level::info);
}

TEST_F(ALevelOfTheTrace, OfADamagedFileIsPassedOverAndSaid) {
    write_text(settings.paths.trace_levels(), "trace.level.jobs = LOUD\n");
    Begun master(*this);
    EXPECT_EQ(master.of(Area::jobs), Level::info);
    master.trace.flush(std::chrono::seconds(10));
    EXPECT_THAT(text_in(directory.path() / "trace/drfMA00000001.log"), HasSubstr("the levels that were kept are passed over"));
}

/// The node writes a trace of its own here.
class ANodesTrace : public Appliance, public testing::Test {
protected:
    ANodesTrace() : traced(in(directory.path() / "node", "drfLA")), spool_of_node(directory.path() / "spool"), alarms_of_node(spool_of_node, {"Cisco DRF Local", "c", "node1", 0}, clock, traced) {
        settings.master.port = listener->port();
    }
    ~ANodesTrace() override { end(); }
    void begin() {
        agent.emplace(executor(), settings, alarms_of_node, spool_of_node, traced);
        ended = false;
        boost::asio::co_spawn(executor(), agent->run(), [this](std::exception_ptr) { ended = true; });
        until([this] { return nodes.find("node1")->session != nullptr; });
    }
    void end() {
        if (!agent) return;
        agent->stop();
        until([this] { return ended; });
        agent.reset();
    }
    void set(const std::string& area, const std::string& level) { service->set_trace_level({area, level, false}, caller); }
    void until_level(Area area, Level level) {
        until([&] { return traced.levels()[static_cast<std::size_t>(area)] == level; });
    }

    trace::Trace traced;
    alarms::Spool spool_of_node;
    alarms::Alarms alarms_of_node;
    std::optional<local::Agent> agent;
    bool ended = true;
};

TEST_F(ANodesTrace, HasALevelAMomentAfterItWasSet) {
    begin();
    set("all", "DEBUG");
    until_level(Area::local, Level::debug);
    set("local", "ERROR");
    until_level(Area::local, Level::error);
    set("local", "default");
    until_level(Area::local, Level::info);
    EXPECT_EQ(traced.levels()[static_cast<std::size_t>(Area::sftp)], Level::debug);
}

TEST_F(ANodesTrace, HasALevelThatWasSetWhileTheNodeWasAway) {
    begin();
    end();
    until([this] { return nodes.find("node1")->session == nullptr; });
    set("local", "DEBUG");
    begin();
    until_level(Area::local, Level::debug);
}

TEST_F(ANodesTrace, ForgetsALevelThatTheMasterDoesNotKnow) {
    begin();
    set("local", "DEBUG");
    until_level(Area::local, Level::debug);
    end();
    until([this] { return nodes.find("node1")->session == nullptr; });
    set("local", "default");
    begin();
    until_level(Area::local, Level::info);
}

}  // namespace
}  // namespace drs::test
