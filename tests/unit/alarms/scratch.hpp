// SPDX-License-Identifier: Apache-2.0
// What tests of alarms share: a directory of their own, a disk that is full, a record to append.
#pragma once

#include <stdlib.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "alarms/spool.hpp"
#include "runtime/clock.hpp"

struct ScratchDirectory {
    std::filesystem::path path;

    ScratchDirectory() {
        std::string name = (std::filesystem::temp_directory_path() / "drs-alarms-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch directory");
        path = name;
    }
    ~ScratchDirectory() { std::filesystem::remove_all(path); }
    ScratchDirectory(const ScratchDirectory&) = delete;
    ScratchDirectory& operator=(const ScratchDirectory&) = delete;
};

/// While it lives no file grows beyond `bytes`: what a full disk looks like to write(2).
struct FullDisk {
    explicit FullDisk(rlim_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before);
        const rlimit limit{bytes, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before); }
    rlimit before{};
};

struct FixedClock final : drs::runtime::Clock {
    drs::model::TimePoint time{std::chrono::milliseconds(1'795'392'000'123)};  // 2026-11-23 00:00:00,123 UTC
    drs::model::TimePoint now() const override { return time; }
};

inline drs::alarms::Record failure(const std::string& reason = "the server refused the login") {
    return {.id = drs::alarms::AlarmId::sftp_failure, .state = drs::alarms::State::raised, .detail = {.reason = reason}};
}

inline drs::alarms::Record news() {
    return {.id = drs::alarms::AlarmId::backup_completed, .detail = {.reason = "all is well"}};
}

inline std::vector<std::uint64_t> sequences(const std::vector<drs::alarms::Record>& records) {
    std::vector<std::uint64_t> all;
    for (const auto& record : records) all.push_back(record.sequence);
    return all;
}
