// SPDX-License-Identifier: Apache-2.0
#include "control/codec.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "random_values.hpp"

using namespace drs;
using namespace drs::control;
using drs::control::test::RandomValues;
using testing::HasSubstr;
using testing::Not;

namespace {

/// Stands for a value of any type, to count how many an aggregate takes.
struct Anything {
    template <class T> operator T() const;
};
template <class T, class... Parts>
constexpr std::size_t fields() {
    if constexpr (requires { T{Parts{}..., Anything{}}; }) return fields<T, Parts..., Anything>();
    else return sizeof...(Parts);
}

template <class T>
std::size_t listed(T value) {
    std::size_t count = 0;
    auto member = [&](const char*, auto&) { ++count; };
    members(member, value);
    return count;
}

/// `apart`: members that the list has more than the struct has fields.
template <class T>
void list_is_whole(T value = {}, int apart = 0) {
    EXPECT_EQ(static_cast<int>(listed(std::move(value))), static_cast<int>(fields<T>()) + apart) << __PRETTY_FUNCTION__;
}

template <class Message>
struct Codec;
template <> struct Codec<Request> {
    static Request decode(const std::string& line) { return decode_request(line); }
};
template <> struct Codec<Answer> {
    static Answer decode(const std::string& line) { return decode_answer(line); }
};

template <class Message, class Part>
void survives() {
    for (unsigned seed = 1; seed <= 200; ++seed) {
        const Message message = RandomValues(seed).make<Part>();
        const auto line = encode(message);
        ASSERT_EQ(line.find('\n'), std::string::npos);
        const Message again = Codec<Message>::decode(line);
        ASSERT_EQ(again.index(), message.index());
        ASSERT_EQ(encode(again), line) << "seed " << seed;
    }
}

}  // namespace

TEST(AMemberList, NamesEveryFieldOfItsStruct) {
    list_is_whole<model::ComponentKey>();
    list_is_whole<model::Device>({}, -1);  // the sealed password stays with the Master
    list_is_whole<model::ComponentProgress>();
    list_is_whole<model::Job>();
    list_is_whole<model::Node>({}, 3);     // the four fields of its product lie flat among the others
    list_is_whole<model::SetSummary>({model::SetId::at({}), {}, {}, {}, 0});
    list_is_whole<DeviceRow>();
    list_is_whole<JobRequest>();
    list_is_whole<RequestRow>();
    list_is_whole<FeatureRow>();
    list_is_whole<ComponentRow>();
    list_is_whole<HistoryRow>();
    list_is_whole<Snapshot>({}, -3);  // what is for SNMP alone stays with the Master
    list_is_whole<DeviceChoice>();
    list_is_whole<BackupRequest>();
    list_is_whole<RestoreRequest>();
    list_is_whole<SetsQuery>();
    list_is_whole<CancelRequest>();
    list_is_whole<AddDeviceRequest>();
    list_is_whole<RemoveDeviceRequest>();
    list_is_whole<model::Schedule>();
    list_is_whole<ScheduleRow>();
    list_is_whole<ScheduleChange>();
    list_is_whole<Estimate>();
    list_is_whole<AddScheduleRequest>();
    list_is_whole<ChangeScheduleRequest>();
    list_is_whole<RemoveSchedulesRequest>();
    list_is_whole<EnableSchedulesRequest>();
    list_is_whole<EstimateQuery>();
    list_is_whole<RemoveNodeRequest>();
    list_is_whole<SetTraceLevel>();
    list_is_whole<TraceLevelRow>();
    list_is_whole<Switched>();
    list_is_whole<StartedJob>();
    list_is_whole<Removed>();
    list_is_whole<AlarmSubject>();
    list_is_whole<AlarmRow>();
    list_is_whole<AlarmLogRow>();
    list_is_whole<AlarmDescription>();
    list_is_whole<AlarmQuery>();
    list_is_whole<AlarmLogQuery>();
    list_is_whole<AcknowledgeRequest>();
    list_is_whole<TestAlarmRequest>();
    list_is_whole<AlarmHelpQuery>();
    list_is_whole<TestedAlarm>();
}

TEST(AMemberList, IsWholeInTheDocumentOfTheSocket) {
    std::ifstream file(DRS_SOCKET_DOCUMENT);
    std::stringstream document;
    document << file.rdbuf();
    const auto text = document.str();
    auto member = [&](const char* name, auto&) { EXPECT_THAT(text, HasSubstr("`" + std::string(name) + "`")); };
    const auto check = [&](auto value) { members(member, value); };
    check(model::Device()), check(model::ComponentProgress()), check(model::ComponentKey()), check(model::Job()), check(model::Node());
    check(DeviceRow()), check(FeatureRow()), check(ComponentRow()), check(HistoryRow()), check(Snapshot());
    check(DeviceChoice()), check(BackupRequest()), check(RestoreRequest()), check(CancelRequest());
    check(StartedJob()), check(Removed());
    check(AlarmSubject()), check(AlarmRow()), check(AlarmLogRow()), check(AlarmDescription());
    check(AlarmQuery()), check(AlarmLogQuery()), check(AcknowledgeRequest()), check(TestAlarmRequest()), check(TestedAlarm());
    check(model::SetSummary{model::SetId::at({}), {}, {}, {}, 0});
}

TEST(ARequest, SurvivesTheSocketWithEveryMember) {
    survives<Request, StatusQuery>();
    survives<Request, SetsQuery>();
    survives<Request, BackupRequest>();
    survives<Request, RestoreRequest>();
    survives<Request, CancelRequest>();
    survives<Request, AddDeviceRequest>();
    survives<Request, RemoveDeviceRequest>();
    survives<Request, AlarmQuery>();
    survives<Request, AlarmLogQuery>();
    survives<Request, AcknowledgeRequest>();
    survives<Request, TestAlarmRequest>();
    survives<Request, AlarmHelpQuery>();
    survives<Request, RemoveNodeRequest>();
    survives<Request, SetTraceLevel>();
}

TEST(AnAnswer, SurvivesTheSocketWithEveryMember) {
    survives<Answer, Done>();
    survives<Answer, std::vector<model::SetSummary>>();
    survives<Answer, StartedJob>();
    survives<Answer, DeviceRow>();
    survives<Answer, Removed>();
    survives<Answer, std::vector<AlarmRow>>();
    survives<Answer, std::vector<TraceLevelRow>>();
    survives<Answer, std::vector<AlarmLogRow>>();
    survives<Answer, AlarmRow>();
    survives<Answer, TestedAlarm>();
    survives<Answer, std::vector<AlarmDescription>>();
}

TEST(AnAnswer, CarriesTheWholeSnapshot) {
    for (unsigned seed = 1; seed <= 100; ++seed) {
        const Answer answer = std::make_shared<const Snapshot>(RandomValues(seed).make<Snapshot>());
        EXPECT_EQ(encode(decode_answer(encode(answer))), encode(answer)) << "seed " << seed;
    }
}

TEST(AnAnswer, CarriesEveryKindOfRefusal) {
    for (int kind = static_cast<int>(Kind::usage); kind <= static_cast<int>(Kind::internal); ++kind) {
        const auto again = std::get<Refusal>(decode_answer(encode(Answer(Refusal(static_cast<Kind>(kind), "no\n\"such\" set")))));
        EXPECT_EQ(again.kind(), static_cast<Kind>(kind));
        EXPECT_STREQ(again.what(), "no\n\"such\" set");
    }
}

TEST(ARequest, GivesThePasswordBackAsItWas) {
    AddDeviceRequest add;
    add.device.password = model::Secret("p\"w\n\xc3\xa9");
    const auto again = std::get<AddDeviceRequest>(decode_request(encode(Request(std::move(add)))));
    EXPECT_EQ(again.device.password.reveal(), "p\"w\n\xc3\xa9");
}

TEST(ARequest, ReadsAsItsDocumentSays) {
    EXPECT_EQ(encode(Request(StatusQuery{})), R"({"request":"status"})");
    EXPECT_EQ(encode(Request(CancelRequest{model::JobKind::backup, CancelMode::now})), R"({"request":"cancel","argument":{"kind":"BACKUP","mode":"now"}})");
    EXPECT_EQ(encode(Request(BackupRequest{{"nightly", {}}, {"UCM", "CUC"}})),
              R"({"request":"backup","argument":{"device":{"name":"nightly","ad_hoc":null},"features":["UCM","CUC"]}})");
}

TEST(AnAnswer, ReadsAsItsDocumentSays) {
    EXPECT_EQ(encode(Answer(Done{})), R"({"answer":"done"})");
    EXPECT_EQ(encode(Answer(Refusal(Kind::busy, "a backup runs"))),
              R"({"answer":"refused","result":{"kind":"busy","sentence":"a backup runs"}})");
    EXPECT_EQ(encode(Answer(StartedJob{7, model::SetId::parse("2026-11-23-02-00-00")})),
              R"({"answer":"started","result":{"job":7,"set":"2026-11-23-02-00-00"}})");
}

TEST(AnAnswer, HasNoMemberForAPassword) {
    const Answer answer = std::make_shared<const Snapshot>(RandomValues(3).make<Snapshot>());
    EXPECT_THAT(encode(answer), Not(HasSubstr("password")));
}

TEST(AnAnswer, ShowsBytesThatAreNoTextAsReplacementCharacters) {
    model::Job job;
    job.reason = "cannot read /srv/\xff.db";
    const Answer answer = std::make_shared<const Snapshot>(Snapshot{.job = job});
    const auto again = std::get<std::shared_ptr<const Snapshot>>(decode_answer(encode(answer)));
    EXPECT_EQ(again->job->reason, "cannot read /srv/\xef\xbf\xbd.db");
}

TEST(AnAnswer, OfALaterReleaseIsReadWithoutItsNewMembers) {
    const auto answer = decode_answer(R"({"answer":"started","result":{"job":7,"set":null,"eta":"soon"},"trace":1})");
    EXPECT_EQ(std::get<StartedJob>(answer).job, 7u);
}

TEST(AnAnswer, WithoutASnapshotShowsAnEmptyOne) {
    const auto again = decode_answer(encode(Answer(std::shared_ptr<const Snapshot>())));
    EXPECT_TRUE(std::get<std::shared_ptr<const Snapshot>>(again)->nodes.empty());
}
