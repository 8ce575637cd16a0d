// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <random>

#include "control/codec.hpp"

using namespace drs;
using namespace drs::control;
using testing::HasSubstr;

namespace {

std::string refusal_of_request(const std::string& line) {
    try {
        decode_request(line);
    } catch (const Refusal& refusal) {
        EXPECT_EQ(refusal.kind(), Kind::usage) << line;
        return refusal.what();
    }
    return "was taken";
}

std::string refusal_of_answer(const std::string& line) {
    try {
        decode_answer(line);
    } catch (const Refusal& refusal) {
        EXPECT_EQ(refusal.kind(), Kind::usage) << line;
        return refusal.what();
    }
    return "was taken";
}

struct Case {
    const char* line;
    const char* says;
};

}  // namespace

TEST(ARequest, IsRefusedByNamingWhatIsWrongWithIt) {
    const Case cases[] = {
        {"", "not one line of JSON"},
        {"{", "not one line of JSON"},
        {"{} {}", "not one line of JSON"},
        {"\xff", "not one line of JSON"},
        {"[]", "`request` is not an object"},
        {"{}", "`request` is missing"},
        {R"({"request":7})", "`request` is missing or none"},
        {R"({"request":"format_disk"})", "`request` is missing or none"},
        {R"({"request":"status","extra":1})", "not `extra`"},
        {R"({"request":"cancel"})", "`request.argument` is missing"},
        {R"({"request":"cancel","argument":[]})", "`request.argument` is not an object"},
        {R"({"request":"cancel","argument":{"kind":"BACKUP"}})", "`request.argument.mode` is missing"},
        {R"({"request":"cancel","argument":{"kind":"BACKUP","mode":"soon"}})", "`request.argument.mode` is none of after_component, now"},
        {R"({"request":"cancel","argument":{"kind":"BACKUP","mode":"now","why":"x"}})", "`request.argument.why` is not known"},
        {R"({"request":"backup","argument":{"device":{"name":1},"features":[]}})", "`request.argument.device.name` is not a text"},
        {R"({"request":"backup","argument":{"device":{"name":"a"},"features":"UCM"}})", "`request.argument.features` is not a list"},
        {R"({"request":"backup","argument":{"device":{"name":"a"},"features":["A",2]}})", "`request.argument.features[1]` is not a text"},
        {R"({"request":"remove_device","argument":{"name":null}})", "`request.argument.name` is not a text"},
    };
    for (const auto& [line, says] : cases) EXPECT_THAT(refusal_of_request(line), HasSubstr(says)) << line;
}

TEST(AnAnswer, IsRefusedByNamingWhatIsWrongWithIt) {
    const Case cases[] = {
        {"hello", "not one line of JSON"},
        {R"({"answer":"maybe"})", "`answer` is missing or none"},
        {R"({"answer":"started"})", "`answer.result` is missing"},
        {R"({"answer":"started","result":{"job":-1}})", "`answer.result.job` is no whole number from 0 to 4294967295"},
        {R"({"answer":"started","result":{"job":4294967296}})", "`answer.result.job` is no whole number"},
        {R"({"answer":"started","result":{"job":1.5}})", "`answer.result.job` is no whole number"},
        {R"({"answer":"started","result":{"job":1,"set":"2026-13-01-00-00-00"}})", "`answer.result.set` is no set id"},
        {R"({"answer":"sets","result":[{"id":"2026-11-23-02-00-00"}]})", "`answer.result[0].host` is missing"},
        {R"({"answer":"snapshot","result":{"taken":"today"}})", "`answer.result.taken` is no time"},
        {R"({"answer":"refused","result":{"kind":"busy"}})", "`answer.result.sentence` is missing"},
    };
    for (const auto& [line, says] : cases) EXPECT_THAT(refusal_of_answer(line), HasSubstr(says)) << line;
}

TEST(ARequest, ThatIsTooLongOrTooDeepIsRefused) {
    EXPECT_THAT(refusal_of_request(std::string(longest_request + 1, ' ')), HasSubstr("longer than 1048576 bytes"));
    EXPECT_THAT(refusal_of_request(std::string(1000, '[')), HasSubstr("not one line of JSON"));
}

TEST(ARequest, WithAPathThatIsNotUtf8IsNotSentAsAnother) {
    SetsQuery query;
    query.device.ad_hoc.emplace();
    query.device.ad_hoc->path = "/srv/\xe9";
    try {
        encode(Request(std::move(query)));
        FAIL() << "was encoded";
    } catch (const Refusal& refusal) {
        EXPECT_EQ(refusal.kind(), Kind::bad_value);
        EXPECT_THAT(refusal.what(), HasSubstr("`path` holds bytes that are not UTF-8"));
    }
}

TEST(ADecoder, RefusesDamagedLinesAndThrowsNothingElse) {
    AddDeviceRequest add;
    add.device.name = "nightly";
    const std::string good = encode(Request(std::move(add)));
    std::mt19937 random(1);
    for (int round = 0; round < 5000; ++round) {
        std::string line = good;
        for (int hits = 1 + round % 3; hits > 0; --hits) line[random() % line.size()] = static_cast<char>(random());
        try {
            decode_request(line);
        } catch (const Refusal& refusal) {
            ASSERT_EQ(refusal.kind(), Kind::usage) << line;
        }
    }
}
