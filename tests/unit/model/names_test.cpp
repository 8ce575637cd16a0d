// SPDX-License-Identifier: Apache-2.0
#include "model/names.hpp"

#include <gmock/gmock.h>

using namespace drs::model;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Optional;

TEST(ADeviceName, TakesLettersDigitsBlanksDashAndUnderscore) {
    EXPECT_EQ(wrong_device_name("Nightly set-1_a"), std::nullopt);
}

TEST(ADeviceName, RefusesAnythingElseByNamingIt) {
    EXPECT_THAT(wrong_device_name("a/b"), Optional(HasSubstr("`/`")));
    EXPECT_THAT(wrong_device_name("a\x07"), Optional(HasSubstr("\\x07")));
    EXPECT_THAT(wrong_device_name(""), Optional(HasSubstr("empty")));
    EXPECT_THAT(wrong_device_name(std::string(65, 'a')), Optional(HasSubstr("longer than 64")));
    EXPECT_THAT(wrong_device_name(" a"), Optional(HasSubstr("blank")));
}

TEST(AFeatureName, IsCapitalLettersDigitsAndUnderscore) {
    EXPECT_EQ(wrong_feature_name("CDR_CAR"), std::nullopt);
    EXPECT_THAT(wrong_feature_name("ucm"), Optional(HasSubstr("`u`")));
    EXPECT_THAT(wrong_feature_name("_A"), Optional(HasSubstr("begins with")));
}

TEST(AHostName, HasNoUnderscore) {
    EXPECT_EQ(wrong_host_name("ucm-pub.example"), std::nullopt);
    EXPECT_THAT(wrong_host_name("ucm_pub"), Optional(HasSubstr("`_`")));
    EXPECT_THAT(wrong_host_name("-a"), Optional(HasSubstr("begin and end")));
}

TEST(AFeatureList, KeepsItsEmptyParts) {
    EXPECT_THAT(split_features("UCM, CUC"), ElementsAre("UCM", "CUC"));
    EXPECT_THAT(split_features("UCM,,CUC"), ElementsAre("UCM", "", "CUC"));
    EXPECT_THAT(split_features(""), ElementsAre(""));
}
