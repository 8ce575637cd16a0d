// SPDX-License-Identifier: Apache-2.0
// What a Trace and its writer's thread share.
#pragma once

#include <atomic>
#include <thread>

#include "trace/trace.hpp"
#include "trace/writer.hpp"

namespace drs::trace {

struct Trace::State {
    explicit State(const Options& options)
        : queue(options.queue_bytes, options.error_bytes), writer({{options.directory, options.prefix, options.file_bytes, options.file_age, options.files, options.keep_age}, options.compress, options.also_watched}, queue) {
        set(all_at(options.level));
    }
    /// Keeps the least and the most talkative level at hand, so that most calls need not look for their area.
    void set(const Levels& levels);

    LineQueue queue;
    Writer writer;
    std::array<std::atomic<Level>, area_count> level_of{};
    std::atomic<Level> least{}, most{};
    std::thread thread;
};

}  // namespace drs::trace
