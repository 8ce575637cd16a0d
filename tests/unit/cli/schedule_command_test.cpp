// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "cli/commands.hpp"
#include "cli/render_schedules.hpp"
#include "made_up.hpp"

using namespace drs;
using namespace drs::cli;
using namespace drs::cli::test;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

control::ScheduleRow nightly() {
    control::ScheduleRow row;
    row.schedule.name = "nightly";
    row.schedule.device = "sftpdevice";
    row.schedule.features = {"UCM", "CUC"};
    row.schedule.start = "2025/12/12-02:00";
    row.schedule.frequency = model::Frequency::weekly;
    row.schedule.weekdays = model::set_default_weekdays;
    row.schedule.enabled = true;
    row.last_result = model::Result::success;
    row.next_run = moment();
    return row;
}

struct AScheduleCommand : testing::Test {
    FakeSession fake;
    California zone;
    std::string refusal(const std::function<int()>& command) {
        try {
            command();
        } catch (const control::Refusal& refused) {
            EXPECT_EQ(refused.kind(), control::Kind::usage);
            return refused.what();
        }
        return "no refusal";
    }
};

}  // namespace

TEST_F(AScheduleCommand, SavesASchedule) {
    fake.answers.emplace_back(nightly());
    Options options;
    options.weekdays = "tue,sat";
    options.window = "90";
    options.catch_up = "no";
    EXPECT_EQ(add_schedule({{"nightly", "sftpdevice", "UCM,CUC", "2025/12/12-02:00", "weekly"}, options}, fake.session), 0);
    const auto& sent = std::get<control::AddScheduleRequest>(fake.requests.at(0)).schedule;
    EXPECT_THAT(sent.features, ElementsAre("UCM", "CUC"));
    EXPECT_EQ(model::weekday_words(sent.weekdays, " "), "TUE SAT");
    EXPECT_EQ(sent.window, std::chrono::minutes(90));
    EXPECT_FALSE(sent.catch_up);
    EXPECT_EQ(fake.console.shown, "Schedule has been saved successfully.\n");
}

TEST_F(AScheduleCommand, ChangesOnlyWhatIsNamed) {
    fake.answers.emplace_back(nightly());
    Options options;
    options.device = "disk";
    change_schedule({{"nightly"}, options}, fake.session);
    const auto& sent = std::get<control::ChangeScheduleRequest>(fake.requests.at(0));
    EXPECT_EQ(sent.name, "nightly");
    EXPECT_EQ(sent.change.device, "disk");
    EXPECT_FALSE(sent.change.start || sent.change.features || sent.change.frequency || sent.change.weekdays);
}

TEST_F(AScheduleCommand, RefusesWhatItCannotRead) {
    EXPECT_EQ(refusal([&] { return add_schedule({{"a", "d", "UCM", "2025/12/12-02:00", "hourly"}, {}}, fake.session); }),
              "`hourly` is no frequency; give once, daily, weekly or monthly");
    Options options;
    options.weekdays = "someday";
    EXPECT_THAT(refusal([&] { return change_schedule({{"a"}, options}, fake.session); }), HasSubstr("`someday` are no weekdays"));
    options = {};
    options.randomise = "soon";
    EXPECT_THAT(refusal([&] { return change_schedule({{"a"}, options}, fake.session); }), HasSubstr("`soon` is no number of minutes"));
    options = {};
    options.catch_up = "maybe";
    EXPECT_THAT(refusal([&] { return change_schedule({{"a"}, options}, fake.session); }), HasSubstr("`maybe` is neither yes nor no"));
    EXPECT_TRUE(fake.requests.empty());
}

TEST_F(AScheduleCommand, SaysTheWordsThatScriptsLookFor) {
    fake.answers = {control::Switched{{"nightly"}}, control::Switched{{"a", "b"}}, control::Switched{{}}, control::Removed{{"a"}}};
    enable_schedule({{"nightly"}, {}}, fake.session);
    disable_schedule({{"a,b"}, {}}, fake.session);
    enable_schedule({{"*"}, {}}, fake.session);
    delete_schedule({{"a"}, {}}, fake.session);
    EXPECT_EQ(fake.console.shown, "Schedule enabled successfully.\nSchedules disabled successfully.\n"
                                  "drfCliMsg: No schedule was changed, all were enabled already\nSchedules deleted successfully.\n");
    EXPECT_THAT(std::get<control::EnableSchedulesRequest>(fake.requests.at(1)).names, ElementsAre("a", "b"));
}

TEST_F(AScheduleCommand, ListsTheSchedules) {
    EXPECT_EQ(render_schedules({nightly()}, Layout::plain),
              "Schedule Name Device Name Schedule Status Frequency Start Features Last Result Next Run\n"
              "nightly sftpdevice ENABLED weekly:TUE,WED,THU,FRI,SAT 2025/12/12-02:00 UCM,CUC SUCCESS Fri Dec 12 13:45:19 PST 2025\n");
}

TEST_F(AScheduleCommand, EstimatesASize) {
    fake.answers = {control::Estimate{{"UCM", "CUC"}, 1536, {"pub/CUC/MAIL"}}};
    estimate_size({{"UCM"}, {}}, fake.session);
    EXPECT_EQ(fake.console.shown, "Estimated size of a backup of UCM,CUC: 1.5KiB\n"
                                  "drfCliMsg: Not counted, because they have never been backed up: pub/CUC/MAIL\n");
}
