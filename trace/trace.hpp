// SPDX-License-Identifier: Apache-2.0
// The trace files an analyst reads first: drfMA0* of the Master, drfLA0* of a Local Agent, drfConfLib0* of the faces.
#pragma once

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "trace/areas.hpp"
#include "trace/level.hpp"

namespace drs::trace {

/// The level of each area, by the area's number.
using Levels = std::array<Level, area_count>;
constexpr Levels all_at(Level level) {
    Levels levels{};
    levels.fill(level);
    return levels;
}

class JobTrace;

/// What can be traced to: a Trace, or a Trace on behalf of a job.
template <class Derived>
class Traces {
public:
    template <class... Args>
    void error(std::string_view where, fmt::format_string<Args...> text, Args&&... args) const {
        line(Level::error, where, text, std::forward<Args>(args)...);
    }
    template <class... Args>
    void warn(std::string_view where, fmt::format_string<Args...> text, Args&&... args) const {
        line(Level::warn, where, text, std::forward<Args>(args)...);
    }
    template <class... Args>
    void info(std::string_view where, fmt::format_string<Args...> text, Args&&... args) const {
        line(Level::info, where, text, std::forward<Args>(args)...);
    }
    template <class... Args>
    void debug(std::string_view where, fmt::format_string<Args...> text, Args&&... args) const {
        line(Level::debug, where, text, std::forward<Args>(args)...);
    }

private:
    /// Up to 500 bytes take no memory.
    template <class... Args>
    void line(Level level, std::string_view where, fmt::format_string<Args...> text, Args&&... args) const {
        const auto& self = static_cast<const Derived&>(*this);
        if (!self.enabled(level, where)) return;
        fmt::memory_buffer buffer;
        fmt::format_to(std::back_inserter(buffer), text, std::forward<Args>(args)...);
        self.write(level, where, {buffer.data(), buffer.size()});
    }
};

/// A line and the files are as docs/traces.md says. Any thread may write; a call copies its line into a queue of `queue_bytes` and never waits:
/// it takes no lock and makes no system call as long as the queue is less than half full (one that does not block, beyond). A queue that is
/// full drops lines, and how many is said where they are missing; the last `error_bytes` of it are for ERROR lines. A directory that cannot be
/// written never stops the daemon: the queue is then the memory until it can.
class Trace : public Traces<Trace> {
public:
    struct Options {
        std::filesystem::path directory;
        std::string prefix;                     // drfMA, drfLA, drfConfLib
        Level level = Level::info;              // of every area, until `set_levels`
        std::uint64_t file_bytes = 2u << 20;
        unsigned files = 20;
        std::chrono::seconds file_age{86400};   // as in Rotation
        std::chrono::seconds keep_age{0};
        bool compress = true;                   // all but the newest two files; not where two processes share a prefix
        std::vector<std::filesystem::path> also_watched{};  // directories beside the trace's own whose state `trouble()` tells
        std::size_t queue_bytes = 2u << 20;
        std::size_t error_bytes = 256u << 10;
    };
    explicit Trace(Options options);
    /// Traces nothing: for tests and for --check-config.
    Trace();
    /// Everything is in the files afterwards, unless the disk does not take it within 5 s.
    ~Trace();
    Trace(const Trace&) = delete;
    Trace& operator=(const Trace&) = delete;

    /// Of an area at some level; without `where`: of any area.
    bool enabled(Level level) const;
    bool enabled(Level level, std::string_view where) const;
    void write(Level level, std::string_view where, std::string_view text, std::uint64_t job = 0) const;
    /// Its lines begin their text with `job 12: `.
    JobTrace of_job(std::uint64_t job) const;

    Levels levels() const;
    void set_level(Area area, Level level);
    void set_levels(const Levels& levels);

    /// Lines that will never be in a file.
    std::uint64_t lost() const;
    /// `trouble()` knows its directories: their first look is over, or lasts too long.
    bool has_looked() const;
    /// Why lines do not reach their files, or a watched directory takes none, in one clause.
    std::optional<std::string> trouble() const;
    /// All that was written before is in the file. False: not within `longest`.
    bool flush(std::chrono::milliseconds longest) const;

private:
    friend class WriteOnCrash;
    struct State;
    std::shared_ptr<State> state_;  // shared with the writer's thread, which a dead disk may hold longer than we wait
};

/// The trace of one job: what is written through it is found by searching for `job 12: `.
class JobTrace : public Traces<JobTrace> {
public:
    JobTrace(const Trace& trace, std::uint64_t job) : trace_(&trace), job_(job) {}
    bool enabled(Level level, std::string_view where) const { return trace_->enabled(level, where); }
    void write(Level level, std::string_view where, std::string_view text) const { trace_->write(level, where, text, job_); }

private:
    const Trace* trace_;
    std::uint64_t job_;
};

inline JobTrace Trace::of_job(std::uint64_t job) const { return {*this, job}; }

/// While it lives, a process that dies of SIGSEGV, SIGBUS, SIGFPE, SIGILL or SIGABRT (so of std::terminate too) has what is queued written
/// first, by the writer's thread, for at most a second; then it dies as it would have. Lost is at most what the queue holds: when the
/// writer itself failed, or needs memory whose lock the dying thread holds. One at a time in a process.
class WriteOnCrash {
public:
    explicit WriteOnCrash(const Trace& trace);
    ~WriteOnCrash();
    WriteOnCrash(const WriteOnCrash&) = delete;
    WriteOnCrash& operator=(const WriteOnCrash&) = delete;

private:
    struct Before;
    std::unique_ptr<Before> before_;
};

}  // namespace drs::trace
