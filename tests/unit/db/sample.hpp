// SPDX-License-Identifier: Apache-2.0
// Jobs and a database file for the tests of this folder.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>

#include "model/job.hpp"

namespace drs::storage {

inline model::TimePoint at(std::int64_t milliseconds) { return model::TimePoint{std::chrono::milliseconds{milliseconds}}; }

/// A running backup of two components.
inline model::Job running_backup() {
    model::Job job;
    job.kind = model::JobKind::backup;
    job.trigger = model::Trigger::cli;
    job.schedule = "every night";
    job.set = model::SetId::parse("2026-11-23-02-00-00");
    job.device = "nightly";
    job.device_kind = model::DeviceKind::network;
    job.location = "10.0.0.5 : /backup";
    job.started = at(1'795'399'200'123);
    job.product_version = "15.0.1.12900-234";
    job.features = {"UCM", "CUC"};
    job.components = {{.node = "pub", .key = {"UCM", "CCMDB"}, .bytes_expected = 900},
                      {.node = "pub", .key = {"CUC", "MAIL"}}};
    return job;
}

inline model::Job ended(model::Job job, model::JobId id, model::Result result) {
    job.id = id;
    job.result = result;
    job.ended = job.started + std::chrono::minutes(5);
    for (auto& component : job.components) {
        component.result = result;
        component.bytes_before = 1000;
        component.bytes_stored = 400;
        component.finished = job.started + std::chrono::minutes(4);
    }
    return job;
}

class ADatabaseFile : public ::testing::Test {
protected:
    ADatabaseFile() {
        std::string pattern = std::filesystem::temp_directory_path() / "drs-db-XXXXXX";
        directory_ = mkdtemp(pattern.data());
    }
    ~ADatabaseFile() override { std::filesystem::remove_all(directory_); }

    std::filesystem::path file() const { return directory_ / "drs.db"; }
    const std::filesystem::path& directory() const { return directory_; }

private:
    std::filesystem::path directory_;
};

}  // namespace drs::storage
