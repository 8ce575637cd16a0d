// SPDX-License-Identifier: Apache-2.0
#include "alarms/catalogue.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>
#include <string>

using namespace drs::alarms;
using testing::ElementsAre;
using testing::EndsWith;
using testing::SizeIs;

namespace {

bool is_plain(char c) { return c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '\''; }

void expect_plain(std::string_view text) {
    EXPECT_TRUE(std::all_of(text.begin(), text.end(), is_plain)) << text;
    EXPECT_EQ(text.find("  "), std::string_view::npos) << text;
    EXPECT_FALSE(text.starts_with(' ') || text.ends_with(' ') || text.empty()) << text;
}

std::size_t sentences(std::string_view text) {
    std::size_t count = text.ends_with('.') ? 1 : 0;
    for (auto at = text.find(". "); at != std::string_view::npos; at = text.find(". ", at + 1)) ++count;
    return count;
}

std::size_t with(Severity severity, std::size_t first, std::size_t last) {
    const auto part = catalogue().subspan(first - 1, last - first + 1);
    return static_cast<std::size_t>(std::count_if(part.begin(), part.end(), [&](const auto& e) { return e.severity == severity; }));
}

}  // namespace

TEST(TheCatalogue, HoldsThirtySixAlarmsInTheOrderOfTheirNumbers) {
    ASSERT_THAT(catalogue(), SizeIs(17 + 19));
    for (std::size_t i = 0; i < catalogue().size(); ++i) {
        EXPECT_EQ(static_cast<std::size_t>(catalogue()[i].id), i + 1);
        EXPECT_EQ(&entry(catalogue()[i].id), &catalogue()[i]);
    }
}

TEST(TheCatalogue, HasTheGuidesNamesInTheGuidesOrder) {
    const char* const guide[] = {"BackupDeviceError", "BackupFailure", "BackupInProgress", "InternalProcessFailure", "LA2MAFailure",
        "LocalAgentStartFailure", "MA2LAFailure", "MABackupComponentFailure", "MABackupNodeDisconnect", "MARestoreComponentFailure",
        "MARestoreNodeDisconnect", "MasterAgentStartFailure", "NoRegisteredComponent", "NoRegisteredFeature", "RestoreDeviceError",
        "RestoreFailure", "SftpFailure"};
    for (std::size_t i = 0; i < std::size(guide); ++i) EXPECT_EQ(catalogue()[i].name, std::string("CiscoDRF") + guide[i]);
}

TEST(TheCatalogue, HasTheLaterNamesToo) {
    for (const char* name : {"Failure", "TapeDeviceError", "LocalDeviceError", "BackupCancelInternalError", "RestoreInternalError",
             "RegistrationFailure", "SecurityViolation", "TruststoreMissing", "UnknownClient", "NoBackupTaken", "SchedulerDisabled",
             "ComponentDeRegistered", "DeRegistrationFailure", "DeRegisteredServer", "LogDirAccessFailure", "BackupCompleted",
             "RestoreCompleted", "ComponentRegistered", "SchedulerUpdated"})
        EXPECT_TRUE(alarm_named(std::string("CiscoDRF") + name)) << name;
}

TEST(TheCatalogue, FindsEachAlarmByItsNameAndNoOther) {
    for (const auto& each : catalogue()) EXPECT_EQ(alarm_named(each.name), each.id);
    for (const auto& each : catalogue()) EXPECT_EQ(alarm_named(each.name.substr(8)), each.id);
    EXPECT_EQ(alarm_named("CiscoDRFNothing"), std::nullopt);
    EXPECT_EQ(alarm_named("CiscoDRF"), std::nullopt);
    EXPECT_EQ(alarm_named(""), std::nullopt);
}

TEST(TheCatalogue, HasNoNameTwice) {
    std::set<std::string_view> names;
    for (const auto& each : catalogue()) EXPECT_TRUE(names.insert(each.name).second) << each.name;
}

TEST(TheCatalogue, HasThePublishedSeverities) {
    EXPECT_EQ(with(Severity::error, 1, 17), 16u);
    EXPECT_EQ(entry(AlarmId::backup_in_progress).severity, Severity::warning);
    EXPECT_EQ(with(Severity::error, 18, 36), 9u);
    EXPECT_EQ(with(Severity::warning, 18, 36), 6u);
    EXPECT_EQ(with(Severity::informational, 18, 36), 4u);
}

TEST(TheCatalogue, IsWrittenInPlainCharactersForTheMib) {
    for (const auto& each : catalogue())
        for (const auto words : {each.name, each.text, each.explanation, each.action}) expect_plain(words);
}

TEST(TheCatalogue, SaysEachAlarmInOneShortSentence) {
    for (const auto& each : catalogue()) {
        EXPECT_LE(each.text.size(), 80u) << each.name;
        EXPECT_EQ(each.text.find('.'), std::string_view::npos) << each.name;
    }
}

TEST(TheCatalogue, ExplainsEachAlarmInTwoToFourSentences) {
    for (const auto& each : catalogue()) {
        EXPECT_GE(sentences(each.explanation), 2u) << each.name;
        EXPECT_LE(sentences(each.explanation), 4u) << each.name;
        EXPECT_THAT(std::string(each.action), EndsWith(".")) << each.name;
    }
}

TEST(TheCatalogue, LetsOnlyEventsClearAndOnlyWhatHasAState) {
    for (const auto& each : catalogue()) {
        if (!each.cleared_by) continue;
        EXPECT_TRUE(each.stateful) << each.name;
        EXPECT_FALSE(entry(*each.cleared_by).stateful) << each.name;
    }
}

TEST(TheCatalogue, PutsBothKindsOfFailedJobUnderOneUmbrella) {
    for (const auto& each : catalogue()) {
        const bool failed_job = each.id == AlarmId::backup_failure || each.id == AlarmId::restore_failure;
        EXPECT_EQ(each.umbrella, failed_job ? std::optional(AlarmId::failure) : std::nullopt) << each.name;
    }
    EXPECT_TRUE(entry(AlarmId::failure).stateful);
    EXPECT_EQ(entry(AlarmId::failure).umbrella, std::nullopt);
}

TEST(TheCatalogue, ClassesEachAlarmInTheWordsOfX733) {
    for (const auto& each : all_entries()) {
        EXPECT_NE(word(each.event_type), "?") << each.name;
        EXPECT_NE(word(each.probable_cause), "?") << each.name;
        const bool good_news = each.severity == Severity::informational;
        EXPECT_EQ(each.event_type == EventType::other, good_news) << each.name;
        EXPECT_EQ(each.probable_cause == ProbableCause::other, good_news) << each.name;
        EXPECT_EQ(each.facility, "UC_DRF") << each.name;
    }
}

TEST(TheCatalogue, SaysWhatEachAlarmCarries) {
    for (const auto& each : all_entries()) EXPECT_EQ(parameters_of(each).at(0), "Reason") << each.name;
    EXPECT_THAT(parameters_of(entry(AlarmId::ma_backup_component_failure)), ElementsAre("Reason", "node", "device", "feature", "component", "job"));
    EXPECT_THAT(parameters_of(entry(AlarmId::la2ma_failure)), ElementsAre("Reason", "node"));
}

TEST(TheCatalogue, NamesWhatNoPartRaisesYet) {
    for (const auto& each : all_entries()) EXPECT_EQ(each.pending, each.id == AlarmId::tape_device_error) << each.name;
}

TEST(TheTestAlarm, IsKnownByNameAndNumberButIsNoneOfTheCatalogue) {
    EXPECT_EQ(alarm_named("CiscoDRFTestAlarm"), AlarmId::test_alarm);
    EXPECT_EQ(entry(AlarmId::test_alarm).name, "CiscoDRFTestAlarm");
    EXPECT_EQ(static_cast<int>(AlarmId::test_alarm), 103);
    EXPECT_FALSE(entry(AlarmId::test_alarm).stateful);
    EXPECT_TRUE(is_alarm(103));
    for (const unsigned short number : {0, 37, 100, 104}) EXPECT_FALSE(is_alarm(number)) << number;
}

TEST(TheRebuiltAlarmList, IsARecordLikeTheTest) {
    EXPECT_EQ(alarm_named("AlarmListRebuilt"), AlarmId::alarm_list_rebuilt);
    EXPECT_TRUE(is_alarm(102));
    EXPECT_EQ(entry(AlarmId::alarm_list_rebuilt).severity, Severity::informational);
    EXPECT_EQ(all_entries().size(), catalogue().size() + 2);
}

TEST(TheHeartbeat, HasAnEntryAndIsNoRecord) {
    EXPECT_EQ(entry(AlarmId::heartbeat).name, "CiscoDRFHeartbeat");
    EXPECT_FALSE(is_alarm(101));
    EXPECT_EQ(alarm_named("Heartbeat"), std::nullopt);
}
