// SPDX-License-Identifier: Apache-2.0
#include "control/document.hpp"

#include <gtest/gtest.h>

using namespace drs;
using namespace drs::control;

TEST(ADocument, IsNullWhenThereIsNoJob) { EXPECT_EQ(document(std::optional<model::Job>()), "null"); }

TEST(ADocument, IsAnEmptyListWhenThereIsNothingToList) {
    EXPECT_EQ(document(std::vector<HistoryRow>()), "[]");
    EXPECT_EQ(document(std::vector<DeviceRow>()), "[]");
}

TEST(ADocument, HasTheMembersOfTheSocket) {
    EXPECT_EQ(document(StartedJob{7, model::SetId::parse("2026-11-23-02-00-00")}), R"({"job":7,"set":"2026-11-23-02-00-00"})");
    EXPECT_EQ(document(Removed{{"a", "b"}}), R"({"names":["a","b"]})");
}
