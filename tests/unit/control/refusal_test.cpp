// SPDX-License-Identifier: Apache-2.0
#include "control/refusal.hpp"

#include <gtest/gtest.h>

#include <set>

using namespace drs::control;

namespace {

std::set<Kind> all_kinds() {
    std::set<Kind> kinds;
    for (int code = 2; code <= 13; ++code) kinds.insert(static_cast<Kind>(code));
    return kinds;
}

}  // namespace

TEST(AKindOfRefusal, HasAWordOfItsOwnThatLeadsBackToIt) {
    std::set<std::string_view> words;
    for (const Kind kind : all_kinds()) {
        EXPECT_EQ(kind_of(word(kind)), kind) << word(kind);
        EXPECT_TRUE(words.insert(word(kind)).second) << word(kind);
    }
}

TEST(AKindOfRefusal, OfALaterReleaseCountsAsInternal) { EXPECT_EQ(kind_of("out_of_paper"), Kind::internal); }

TEST(AnExitCode, MeansOneThingOnly) {
    std::set<int> codes{exit_success, exit_job_failed, exit_canceled, exit_warning};
    for (const Kind kind : all_kinds()) EXPECT_TRUE(codes.insert(static_cast<int>(kind)).second) << word(kind);
}
