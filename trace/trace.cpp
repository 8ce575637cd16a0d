// SPDX-License-Identifier: Apache-2.0
#include "trace/trace.hpp"

#include <pthread.h>

#include <algorithm>

#include "trace/state.hpp"

namespace drs::trace {
namespace {

constexpr std::chrono::seconds longest_farewell{5};

/// Asked once a thread: name the thread before its first line.
std::string_view thread_name() {
    thread_local const std::array<char, 16> name = [] {
        std::array<char, 16> buffer{};
        if (::pthread_getname_np(::pthread_self(), buffer.data(), buffer.size()) != 0) buffer = {'?'};
        return buffer;
    }();
    return name.data();
}

std::int64_t milliseconds_now() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

void Trace::State::set(const Levels& levels) {
    for (std::size_t area = 0; area < area_count; ++area) level_of[area].store(levels[area], std::memory_order_relaxed);
    const auto [low, high] = std::minmax_element(levels.begin(), levels.end());
    least.store(*low, std::memory_order_relaxed);
    most.store(*high, std::memory_order_relaxed);
}

Trace::Trace() = default;

Trace::Trace(Options options) : state_(std::make_shared<State>(options)) {
    state_->thread = std::thread([state = state_.get()] {
        ::pthread_setname_np(::pthread_self(), "drs-trace");
        state->writer.run();
    });
}

Trace::~Trace() {
    if (!state_) return;
    state_->writer.stop();
    if (state_->writer.wait_until_ended(longest_farewell)) {
        state_->thread.join();
        return;
    }
    // A disk that does not answer holds the thread; it keeps what it works on until the process has ended.
    state_->thread.detach();
    new std::shared_ptr<State>(state_);
}

bool Trace::enabled(Level level) const { return state_ && level <= state_->most.load(std::memory_order_relaxed); }

bool Trace::enabled(Level level, std::string_view where) const {
    if (!enabled(level)) return false;
    if (level <= state_->least.load(std::memory_order_relaxed)) return true;
    return level <= state_->level_of[static_cast<std::size_t>(area_of(where))].load(std::memory_order_relaxed);
}

void Trace::write(Level level, std::string_view where, std::string_view text, std::uint64_t job) const {
    if (!enabled(level, where)) return;
    const Line line{.level = level, .milliseconds = milliseconds_now(), .job = job, .thread = thread_name(), .where = where, .text = text};
    if (state_->queue.push(line) == Pushed::half_full) state_->writer.wake();
}

Levels Trace::levels() const {
    auto levels = all_at(Level::info);
    for (std::size_t area = 0; state_ && area < area_count; ++area) levels[area] = state_->level_of[area].load(std::memory_order_relaxed);
    return levels;
}

void Trace::set_level(Area area, Level level) {
    auto changed = levels();
    changed[static_cast<std::size_t>(area)] = level;
    set_levels(changed);
}

void Trace::set_levels(const Levels& levels) {
    if (state_) state_->set(levels);
}

std::uint64_t Trace::lost() const { return state_ ? state_->writer.lost() : 0; }

std::optional<std::string> Trace::trouble() const { return state_ ? state_->writer.trouble() : std::nullopt; }

bool Trace::has_looked() const { return !state_ || state_->writer.has_looked(); }

bool Trace::flush(std::chrono::milliseconds longest) const { return !state_ || state_->writer.flush(longest); }

}  // namespace drs::trace
