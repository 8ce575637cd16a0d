// SPDX-License-Identifier: Apache-2.0
// What the tests of a spool share: its directory, and processes that die with it open.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>

#include "alarms/segment.hpp"
#include "scratch.hpp"

struct ASpool : testing::Test {
    ScratchDirectory scratch;
    std::filesystem::path directory = scratch.path / "spool";

    void append_to(drs::alarms::Spool& spool, int count) const {
        for (int i = 0; i < count; ++i) spool.append(failure());
    }
    /// Appends in a process that is gone without closing anything.
    void append_and_die(int count, const std::string& sink = "", std::uint64_t delivered = 0) const {
        const auto child = ::fork();
        if (child == 0) {
            drs::alarms::Spool spool(directory);
            append_to(spool, count);
            for (std::uint64_t position = 1; position <= delivered; ++position) spool.set_position(sink, position);
            ::_exit(0);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_EQ(status, 0);
    }
    static std::string contents_of(const std::filesystem::path& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    /// Odd sequences are informational.
    static void append_mixed(drs::alarms::Spool& spool, int count) {
        for (int i = 0; i < count; ++i) spool.append(spool.last_sequence() % 2 == 0 ? news() : failure());
    }
    std::filesystem::path segment(std::uint64_t first) const { return drs::alarms::segment_path(directory, first); }
};
