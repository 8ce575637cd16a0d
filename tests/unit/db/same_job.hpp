// SPDX-License-Identifier: Apache-2.0
// Two jobs are the same when every field is: the message says which is not.
#pragma once

#include <gtest/gtest.h>

#include "model/job.hpp"

namespace drs::storage {

inline void expect_same(const model::ComponentProgress& a, const model::ComponentProgress& b) {
    EXPECT_EQ(a.node, b.node);
    EXPECT_EQ(a.key, b.key);
    EXPECT_EQ(a.result, b.result);
    EXPECT_EQ(a.bytes_before, b.bytes_before);
    EXPECT_EQ(a.bytes_stored, b.bytes_stored);
    EXPECT_EQ(a.bytes_expected, b.bytes_expected);
    EXPECT_EQ(a.finished, b.finished);
    EXPECT_EQ(a.reason, b.reason);
    EXPECT_EQ(a.log_file, b.log_file);
}

inline void expect_same(const model::Job& a, const model::Job& b) {
    EXPECT_EQ(a.id, b.id);
    EXPECT_EQ(a.kind, b.kind);
    EXPECT_EQ(a.trigger, b.trigger);
    EXPECT_EQ(a.schedule, b.schedule);
    EXPECT_EQ(a.set, b.set);
    EXPECT_EQ(a.device, b.device);
    EXPECT_EQ(a.device_kind, b.device_kind);
    EXPECT_EQ(a.location, b.location);
    EXPECT_EQ(a.started, b.started);
    EXPECT_EQ(a.ended, b.ended);
    EXPECT_EQ(a.result, b.result);
    EXPECT_EQ(a.reason, b.reason);
    EXPECT_EQ(a.product_version, b.product_version);
    EXPECT_EQ(a.features, b.features);
    EXPECT_EQ(a.failed_features, b.failed_features);
    ASSERT_EQ(a.components.size(), b.components.size());
    for (std::size_t i = 0; i < a.components.size(); ++i) expect_same(a.components[i], b.components[i]);
}

}  // namespace drs::storage
