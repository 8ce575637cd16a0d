// SPDX-License-Identifier: Apache-2.0
#include "trace/writer.hpp"

#include <fmt/format.h>
#include <string.h>

#include <algorithm>

#include "trace/log_place.hpp"

namespace drs::trace {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t most_at_once = 64u << 10;
constexpr milliseconds again_after_failure{250}, probe_in_trouble{1000};

std::int64_t steady_milliseconds() { return std::chrono::duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count(); }
std::int64_t wall_milliseconds() {
    return std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

Writer::Writer(Options options, LineQueue& queue) : options_(std::move(options)), queue_(queue), file_(options_.rotation) {
    // What is pending in a crash is written without taking memory, which the dying thread may hold the lock of.
    gathered_.reserve(2 * most_at_once + 8 * queue_.longest_text());
}

template <class Work>
auto Writer::timed(Work work) {
    busy_since_.store(steady_milliseconds());
    const auto result = work();
    busy_since_.store(0);
    return result;
}

void Writer::run() {
    if (options_.compress) compression_ = std::make_unique<Compression>(options_.rotation.directory, options_.rotation.prefix);
    for (;;) {
        const bool last = stopping_.load();  // before the queue is looked into: what was pushed before the stop is then seen
        gather();
        if (last) say_signal();
        if (!write_gathered()) {
            if (last) break;
            wake_up_.nap(again_after_failure);
            look_at_places();
            continue;
        }
        if (queue_.front()) continue;
        if (last) break;
        look_at_places();
        if (!compress_some()) wake_up_.nap(options_.look_every);
    }
    give_up();
    end_.come();
    const std::lock_guard guard(mutex_);
    ended_ = true;
    progress_.notify_all();
}

void Writer::stop() noexcept {
    stopping_.store(true);
    wake();
}

void Writer::gather() {
    while (gathered_.size() < most_at_once) {
        const auto line = queue_.front();
        if (!line) break;
        form_.append(gathered_, *line);
        queue_.pop();
    }
    say_dropped();
    gathered_up_to_ = queue_.released();
}

/// As soon as the queue has been read: those that were dropped stood behind what it held.
void Writer::say_dropped() {
    const auto dropped = queue_.dropped();
    if (dropped == dropped_said_ || gathered_.size() >= 2 * most_at_once) return;
    const auto count = dropped - dropped_said_;
    dropped_said_ = dropped;
    say(Level::warn, fmt::format("{} lost about here: they came faster than the disk took them, and the queue was full",
                                 count == 1 ? "1 line was" : fmt::format("{} lines were", count)));
}

void Writer::say_signal() {
    if (const int signal = signal_.exchange(0); signal != 0) {
        const char* const name = ::sigdescr_np(signal);
        say(Level::error, fmt::format("the process dies of signal {} ({}); what it traced before is written", signal, name ? name : "?"));
    }
}

void Writer::say(Level level, const std::string& text) {
    form_.append(gathered_, {.level = level, .milliseconds = wall_milliseconds(), .thread = "trace", .where = "Trace.write", .text = text});
}

/// False: something is left, which is tried again.
bool Writer::write_gathered() {
    if (!gathered_.empty()) gathered_.erase(0, timed([this] { return file_.append(gathered_); }));
    const bool all = gathered_.empty();
    const std::lock_guard guard(mutex_);
    not_written_ = all ? "" : cannot_be_written(options_.rotation.directory, file_.reason());
    if (all) written_up_to_ = gathered_up_to_;
    progress_.notify_all();
    return all;
}

void Writer::look_at_places() {
    const auto now = steady_clock::now();
    if (now < next_probe_) return;
    auto wrong = timed([this] {
        auto found = what_is_wrong_with(options_.rotation.directory);
        for (const auto& place : options_.also_watched)
            if (!found) found = what_is_wrong_with(place);
        return found;
    });
    next_probe_ = now + (wrong ? probe_in_trouble : options_.probe_every);
    const std::lock_guard guard(mutex_);
    not_probed_ = wrong.value_or("");
    looked_ = true;
}

/// The file before the current one stays plain too: it is the one that is looked at most.
bool Writer::compress_some() {
    if (!compression_) return false;
    const auto before = std::max<std::uint64_t>(file_.number(), 1) - 1;
    if (before != compressed_before_) compression_->look_again();
    compressed_before_ = before;
    return timed([&] { return compression_->step(before); });
}

/// The end has come and the disk takes no more: count what is left.
void Writer::give_up() {
    std::uint64_t lines = static_cast<std::uint64_t>(std::count(gathered_.begin(), gathered_.end(), '\n'));
    for (; queue_.front(); queue_.pop()) ++lines;
    given_up_.store(lines);
}

bool Writer::flush(milliseconds longest) {
    const auto target = queue_.reserved();
    wake();
    std::unique_lock lock(mutex_);
    return progress_.wait_for(lock, longest, [&] { return written_up_to_ >= target; });
}

bool Writer::wait_until_ended(milliseconds longest) {
    std::unique_lock lock(mutex_);
    return progress_.wait_for(lock, longest, [&] { return ended_; });
}

bool Writer::has_looked() const {
    if (trouble()) return true;
    const std::lock_guard guard(mutex_);
    return looked_;
}

std::optional<std::string> Writer::trouble() const {
    const auto since = busy_since_.load();
    const milliseconds busy(since == 0 ? 0 : steady_milliseconds() - since);
    if (busy >= options_.stuck_after)
        return fmt::format("the disk below {} has not answered for {} s", options_.rotation.directory.string(),
                           std::chrono::duration_cast<std::chrono::seconds>(busy).count());
    const std::lock_guard guard(mutex_);
    if (!not_written_.empty()) return not_written_;
    if (!not_probed_.empty()) return not_probed_;
    return std::nullopt;
}

}  // namespace drs::trace
