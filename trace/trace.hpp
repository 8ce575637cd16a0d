// SPDX-License-Identifier: Apache-2.0
// The trace files an analyst reads first: drfMA0* of the Master, drfLA0* of a Local Agent, drfConfLib0* of the faces.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace drs::trace {

enum class Level { error, warn, info, debug };

/// A line reads `YYYY-MM-DD hh:mm:ss,mmm LEVEL [thread] - Class.method: text`, in local time; text's control
/// characters come out as `\xNN` so that one call is one line. Lines of a job begin their text with `job 12: `.
/// Files are `<prefix>00000001.log`, `<prefix>00000002.log`, ...: a new one begins at `file_bytes` and at each start, the oldest beyond
/// `files` goes. Any thread may write. A directory that cannot be written never stops the daemon: lines are counted as lost,
/// and the number is said in the first line that can be written again.
class Trace {
public:
    struct Options {
        std::filesystem::path directory;
        std::string prefix;                    // drfMA, drfLA, drfConfLib
        Level level = Level::info;
        std::uint64_t file_bytes = 2u << 20;
        unsigned files = 20;
    };
    explicit Trace(Options options);
    /// Traces nothing: for tests and for --check-config.
    Trace();
    ~Trace();
    Trace(const Trace&) = delete;
    Trace& operator=(const Trace&) = delete;

    bool enabled(Level level) const;
    void write(Level level, std::string_view where, std::string_view text);
    std::uint64_t lost() const;

    template <class... Args>
    void error(std::string_view where, fmt::format_string<Args...> text, Args&&... args) {
        line(Level::error, where, text, std::forward<Args>(args)...);
    }
    template <class... Args>
    void warn(std::string_view where, fmt::format_string<Args...> text, Args&&... args) {
        line(Level::warn, where, text, std::forward<Args>(args)...);
    }
    template <class... Args>
    void info(std::string_view where, fmt::format_string<Args...> text, Args&&... args) {
        line(Level::info, where, text, std::forward<Args>(args)...);
    }
    template <class... Args>
    void debug(std::string_view where, fmt::format_string<Args...> text, Args&&... args) {
        line(Level::debug, where, text, std::forward<Args>(args)...);
    }

private:
    template <class... Args>
    void line(Level level, std::string_view where, fmt::format_string<Args...> text, Args&&... args) {
        if (enabled(level)) write(level, where, fmt::format(text, std::forward<Args>(args)...));
    }
    struct State;
    std::unique_ptr<State> state_;
};

/// ERROR, WARN, INFO or DEBUG in any case; throws std::invalid_argument for any other word.
Level level_named(std::string_view word);

}  // namespace drs::trace
