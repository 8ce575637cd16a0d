// SPDX-License-Identifier: Apache-2.0
#include "trace/trace.hpp"

#include <pthread.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <ctime>
#include <mutex>
#include <stdexcept>
#include <system_error>

#include "trace/rotating_file.hpp"

namespace drs::trace {
namespace {

constexpr std::array<std::string_view, 4> words{"ERROR", "WARN", "INFO", "DEBUG"};

std::string_view word(Level level) { return words[static_cast<std::size_t>(level)]; }

/// Asked once a thread: name the thread before its first line.
const std::string& thread_name() {
    thread_local const std::string name = [] {
        std::array<char, 16> buffer{};
        return std::string(::pthread_getname_np(::pthread_self(), buffer.data(), buffer.size()) == 0 ? buffer.data() : "?");
    }();
    return name;
}

bool is_control(std::string_view text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x20 || byte == 0x7f) return true;
    // U+0080 to U+009F, in UTF-8: NEL among them ends a line for some readers, CSI begins an escape sequence.
    return byte == 0xc2 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xa0;
}

void append_visible(std::string& line, std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_control(text, at)) {
            line += text[at];
            continue;
        }
        fmt::format_to(std::back_inserter(line), "\\x{:02x}", static_cast<unsigned char>(text[at]));
        if (static_cast<unsigned char>(text[at]) == 0xc2)
            fmt::format_to(std::back_inserter(line), "\\x{:02x}", static_cast<unsigned char>(text[++at]));
    }
}

}  // namespace

struct Trace::State {
    explicit State(Options given)
        : options(std::move(given)), file(options.directory, options.prefix, options.file_bytes, options.files) {}

    const Options options;
    std::atomic<std::uint64_t> lost{0};
    std::mutex mutex;  // guards all below
    RotatingFile file;
    std::uint64_t unsaid = 0;
    std::time_t second = -1;
    std::string second_text;

    void stamp(std::string& line);
    std::string compose(Level level, std::string_view where, std::string_view text);
    void append(std::string_view line);
    void say_lost();
};

void Trace::State::stamp(std::string& line) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
    if (const auto whole = static_cast<std::time_t>(milliseconds / 1000); whole != second) {
        second = whole;
        std::tm local{};
        ::localtime_r(&second, &local);
        second_text = fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday,
                                  local.tm_hour, local.tm_min, local.tm_sec);
    }
    fmt::format_to(std::back_inserter(line), "{},{:03} ", second_text, milliseconds % 1000);
}

std::string Trace::State::compose(Level level, std::string_view where, std::string_view text) {
    std::string line;
    line.reserve(text.size() + where.size() + 64);
    stamp(line);
    line.append(word(level)).append(" [");
    append_visible(line, thread_name());
    line += "] - ";
    append_visible(line, where);
    line += ": ";
    append_visible(line, text);
    line += '\n';
    return line;
}

void Trace::State::append(std::string_view line) {
    if (unsaid > 0) say_lost();
    if (unsaid == 0 && file.append(line) == Written::yes) return;
    ++unsaid;
    ++lost;
}

void Trace::State::say_lost() {
    const auto text = fmt::format("{} {} lost before this one because {} could not be written: {}", unsaid,
                                  unsaid == 1 ? "line was" : "lines were", options.directory.string(),
                                  std::generic_category().message(file.reason()));
    if (file.append(compose(Level::warn, "Trace.write", text)) == Written::yes) unsaid = 0;
}

Trace::Trace() = default;
Trace::Trace(Options options) : state_(std::make_unique<State>(std::move(options))) {}
Trace::~Trace() = default;

bool Trace::enabled(Level level) const { return state_ && level <= state_->options.level; }

void Trace::write(Level level, std::string_view where, std::string_view text) {
    if (!enabled(level)) return;
    const std::lock_guard lock(state_->mutex);  // the time is taken inside, so that lines stand in its order
    state_->append(state_->compose(level, where, text));
}

std::uint64_t Trace::lost() const { return state_ ? state_->lost.load() : 0; }

Level level_named(std::string_view word) {
    const auto same = [](char given, char capital) { return (given >= 'a' && given <= 'z' ? given - 'a' + 'A' : given) == capital; };
    for (std::size_t i = 0; i < words.size(); ++i)
        if (word.size() == words[i].size() && std::equal(word.begin(), word.end(), words[i].begin(), same)) return static_cast<Level>(i);
    throw std::invalid_argument(fmt::format("`{}` is no trace level; choose ERROR, WARN, INFO or DEBUG", word));
}

}  // namespace drs::trace
