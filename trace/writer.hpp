// SPDX-License-Identifier: Apache-2.0
// The one thread that brings lines from the queue into the files: all that the trace does with the disk happens on it.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "trace/compression.hpp"
#include "trace/line_form.hpp"
#include "trace/line_queue.hpp"
#include "trace/rotating_file.hpp"
#include "trace/wake_up.hpp"

namespace drs::trace {

class Writer {
public:
    struct Options {
        Rotation rotation;
        bool compress = true;
        std::vector<std::filesystem::path> also_watched;  // directories beside its own whose state `trouble()` tells
        std::chrono::milliseconds look_every{20};         // into the queue; a half full one is looked into at once
        std::chrono::milliseconds probe_every{5000};      // the directories, and each second while there is trouble
        std::chrono::milliseconds stuck_after{10000};     // one disk operation
    };
    Writer(Options options, LineQueue& queue);

    /// The thread's part: until `stop()`, then until the queue is empty or the disk takes no more.
    void run();
    /// From any thread and from a signal handler; as is `wake()`.
    void stop() noexcept;
    void wake() noexcept { wake_up_.ring(); }
    /// Of `run()`.
    const End& end() const noexcept { return end_; }
    /// What the last line says when the process is about to die; call before `stop()`.
    void say_last(int signal) noexcept { signal_.store(signal); }

    /// All that was pushed before is in the file. False: not within `longest`.
    bool flush(std::chrono::milliseconds longest);
    bool wait_until_ended(std::chrono::milliseconds longest);
    /// One clause, when lines or probes do not reach a disk, or one operation lasts longer than `stuck_after`.
    std::optional<std::string> trouble() const;
    bool has_looked() const;
    /// Lines that will never be in a file.
    std::uint64_t lost() const { return queue_.dropped() + given_up_.load(); }

private:
    void gather();
    bool write_gathered();
    void say_dropped();
    void say_signal();
    void say(Level level, const std::string& text);
    void look_at_places();
    bool compress_some();
    void give_up();
    template <class Work>
    auto timed(Work work);

    const Options options_;
    LineQueue& queue_;
    RotatingFile file_;
    std::unique_ptr<Compression> compression_;
    LineForm form_;
    std::string gathered_;
    std::uint64_t gathered_up_to_ = 0;
    std::uint64_t dropped_said_ = 0, compressed_before_ = 0;
    std::chrono::steady_clock::time_point next_probe_{};
    WakeUp wake_up_;
    End end_;
    std::atomic<bool> stopping_{false};
    std::atomic<int> signal_{0};
    std::atomic<std::uint64_t> given_up_{0};
    std::atomic<std::int64_t> busy_since_{0};  // steady milliseconds; 0: not at the disk

    mutable std::mutex mutex_;  // of the rest; never held while at the disk
    std::condition_variable progress_;
    std::uint64_t written_up_to_ = 0;
    bool ended_ = false, looked_ = false;
    std::string not_written_, not_probed_;
};

}  // namespace drs::trace
