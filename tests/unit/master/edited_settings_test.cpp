// SPDX-License-Identifier: Apache-2.0
// drfDevice.xml and drfSchedule.xml changed by hand or by a restore, one at a time and both at once.
#include <gmock/gmock.h>

#include "reports.hpp"

namespace drs::test {
namespace {

using alarms::AlarmId;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

class AnEditOfSettings : public testing::Test, public Appliance {
protected:
    AnEditOfSettings() {
        add_device("store");
        add_device("spare");
        model::Schedule schedule;
        schedule.name = "nightly";
        schedule.device = "store";
        schedule.features = {"UCM"};
        schedule.start = "2026/11/20-02:00";
        schedule.frequency = model::Frequency::daily;
        schedule.zone = "UTC";
        register_files("UCM", "TFTP");
        start_local();
        service->add_schedule(std::move(schedule), caller);
    }
    void add_device(const std::string& name) {
        model::Device device;
        device.name = name;
        device.path = store();
        wait(service->add_device(std::move(device), caller));
    }
    fs::path device_file() const { return settings.paths.device_file(); }
    fs::path schedule_file() const { return settings.paths.schedule_file(); }
    static void edit(const fs::path& file, const std::string& what, const std::string& with) {
        auto text = text_in(file);
        for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) text.replace(at, what.size(), with);
        write_text(file, text);
    }
    std::vector<std::string> refusals() const {
        std::vector<std::string> reasons;
        for (const auto& record : spool->after(0, 1000))
            if (record.id == AlarmId::internal_process_failure) reasons.push_back(record.detail.reason);
        return reasons;
    }
    const model::Schedule& nightly() const { return schedules->find("nightly"); }
};

TEST_F(AnEditOfSettings, PlansAScheduleThatWasEnabledByHand) {
    EXPECT_THAT(database->tasks(), IsEmpty());
    edit(schedule_file(), "zone=\"UTC\" enabled=\"false\"", "zone=\"UTC\" enabled=\"true\"");
    service->settings_touched();
    EXPECT_TRUE(nightly().enabled);
    EXPECT_EQ(database->tasks().size(), 1u);
    EXPECT_TRUE(service->snapshot()->schedules.back().next_run);
}

TEST_F(AnEditOfSettings, IsRefusedWithTheLineOfAScheduleForNoDevice) {
    edit(schedule_file(), "device=\"store\"", "device=\"attic\"");
    service->settings_touched();
    EXPECT_THAT(refusals(), ElementsAre(HasSubstr("drfSchedule.xml:4: schedule nightly is for device attic, which is not defined; name one that device list shows")));
    EXPECT_EQ(nightly().device, "store");
}

TEST_F(AnEditOfSettings, IsRefusedWithTheLineOfAZoneThatNobodyKnows) {
    edit(schedule_file(), "zone=\"UTC\"", "zone=\"Mars/Olympus\"");
    service->settings_touched();
    EXPECT_THAT(refusals(), ElementsAre(HasSubstr("drfSchedule.xml:4: this machine knows no time zone `Mars/Olympus`")));
}

TEST_F(AnEditOfSettings, IsRefusedWhenItEnablesAScheduleWithoutADevice) {
    edit(schedule_file(), "enabled=\"false\"", "enabled=\"true\"");
    service->settings_touched();
    EXPECT_THAT(refusals(), ElementsAre(HasSubstr("drfSchedule.xml:3: schedule default is enabled and has no device; add one or disable it")));
    EXPECT_FALSE(nightly().enabled);
}

TEST_F(AnEditOfSettings, DoesNotTakeTheDefaultScheduleAway) {
    edit(schedule_file(), "name=\"default\"", "name=\"other\"");
    service->settings_touched();
    EXPECT_THAT(refusals(), ElementsAre(HasSubstr("the schedule named default is not in it; put it back, disabled when it is not wanted")));
}

TEST_F(AnEditOfSettings, DoesNotTakeADeviceFromASchedule) {
    edit(device_file(), "name=\"store\"", "name=\"attic\"");
    service->settings_touched();
    EXPECT_THAT(refusals(), ElementsAre(HasSubstr("device store is not in it, and schedule nightly uses it; put it back, or change the schedule first")));
    EXPECT_NO_THROW((void)devices->find("store"));
}

TEST_F(AnEditOfSettings, MayChangeADeviceAndItsScheduleTogether) {
    edit(device_file(), "name=\"store\"", "name=\"attic\"");
    edit(schedule_file(), "device=\"store\"", "device=\"attic\"");
    service->settings_touched();
    EXPECT_THAT(refusals(), IsEmpty());
    EXPECT_EQ(nightly().device, "attic");
    EXPECT_EQ(feed.take()->devices.front().name, "attic");
}

TEST_F(AnEditOfSettings, IsSeenBeforeTheNextChange) {
    edit(schedule_file(), "start=\"2026/11/20-02:00\"", "start=\"2026/11/20-03:00\"");
    service->enable_schedules({"nightly"}, true, caller);
    EXPECT_EQ(nightly().start, "2026/11/20-03:00");
    EXPECT_TRUE(nightly().enabled);
}

TEST_F(AnEditOfSettings, LeavesAScheduleUsedByItsRestoreAsItWas) {
    service->enable_schedules({"nightly"}, true, caller);
    const auto devices_then = text_in(device_file()), schedules_then = text_in(schedule_file());
    service->remove_schedules({"nightly"}, caller);
    service->remove_device("*", caller);
    write_text(device_file(), devices_then);
    write_text(schedule_file(), schedules_then);
    service->settings_touched();
    EXPECT_TRUE(nightly().enabled);
    EXPECT_EQ(database->tasks().size(), 1u);
    EXPECT_EQ(text_in(device_file()) + text_in(schedule_file()), devices_then + schedules_then);
}

TEST(AScheduleFileOfANewStart, IsSetAsideWhenNobodyCouldPlanIt) {
    const MasterHome home;
    Reports reports(home);
    const auto file = home.settings.paths.schedule_file();
    (void)master::ScheduleRegistry(file, "2026/11/18", reports.all());
    write_text(file, "<drfSchedule version=\"1\" next_index=\"2\">\n<schedule index=\"1\" name=\"default\" device=\"\" start=\"2026/11/20-02:00\" "
                     "frequency=\"daily\" zone=\"Mars/Olympus\"/></drfSchedule>");
    const master::ScheduleRegistry again(file, "2026/11/18", reports.all());
    EXPECT_EQ(again.find("default").zone, "");
    EXPECT_THAT(reports.complaints(), ElementsAre(HasSubstr("drfSchedule.xml:2: ")));
}

}  // namespace
}  // namespace drs::test
