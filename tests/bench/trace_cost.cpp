// SPDX-License-Identifier: Apache-2.0
// What one line of the trace costs its caller, and how many reach the file, beside spdlog's asynchronous logger with a queue for as many lines.
// trace-cost ours|spdlog flow|rate|full|blocked DIRECTORY   one line of JSON; DIRECTORY lies on a full disk for `full`
#include <fmt/format.h>
#include <spdlog/async.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/blocked_writes.hpp"
#include "trace/trace.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr std::size_t lines_in_queue = 8192;
constexpr std::size_t bytes_of_a_line = 152;  // of the one below, in our queue
constexpr std::size_t calls = 200'000, calls_between_pauses = 1000;
constexpr std::chrono::seconds rate_for{2};

/// The two are told the same.
class Logger {
public:
    virtual ~Logger() = default;
    virtual void say(std::size_t number) = 0;
    /// Until its queue is empty.
    virtual void catch_up() = 0;
    virtual std::uint64_t dropped() = 0;
};

class Ours final : public Logger {
public:
    explicit Ours(const std::string& where)
        : trace_({.directory = where, .prefix = "bench", .file_bytes = 1u << 30, .compress = false, .queue_bytes = lines_in_queue * bytes_of_a_line, .error_bytes = 0}) {}
    void say(std::size_t number) override {
        trace_.info("Operation.component_ends", "{} on {} ends {}, {} bytes, {} stored", "UCM/CCMDB", "node1", "SUCCESS", number, number / 3);
    }
    void catch_up() override {
        if (!trace_.flush(60s)) throw std::runtime_error("the trace does not catch up");
    }
    std::uint64_t dropped() override { return trace_.lost(); }

private:
    drs::trace::Trace trace_;
};

class Theirs final : public Logger {
public:
    explicit Theirs(const std::string& where) : pool_(std::make_shared<spdlog::details::thread_pool>(lines_in_queue, 1)) {
        auto sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(where + "/bench.log");
        logger_ = std::make_shared<spdlog::async_logger>("bench", std::move(sink), pool_, spdlog::async_overflow_policy::overrun_oldest);
        logger_->set_pattern("%Y-%m-%d %H:%M:%S,%e %l [%t] - %v");
        logger_->set_error_handler([](const std::string&) {});
    }
    void say(std::size_t number) override {
        logger_->info("Operation.component_ends: {} on {} ends {}, {} bytes, {} stored", "UCM/CCMDB", "node1", "SUCCESS", number, number / 3);
    }
    void catch_up() override {
        while (pool_->queue_size() > 0) std::this_thread::yield();
    }
    std::uint64_t dropped() override { return pool_->overrun_counter(); }

private:
    std::shared_ptr<spdlog::details::thread_pool> pool_;
    std::shared_ptr<spdlog::async_logger> logger_;
};

std::int64_t nanoseconds(Clock::duration time) { return std::chrono::duration_cast<std::chrono::nanoseconds>(time).count(); }

std::vector<std::int64_t> costs(const std::function<void(std::size_t)>& call, const std::function<void()>& pause) {
    std::vector<std::int64_t> all(calls);
    for (std::size_t i = 0; i < calls; ++i) {
        if (i % calls_between_pauses == 0) pause();
        const auto before = Clock::now();
        call(i);
        all[i] = nanoseconds(Clock::now() - before);
    }
    std::sort(all.begin(), all.end());
    return all;
}

void print_costs(Logger& logger, bool with_pauses) {
    const auto nothing = costs([](std::size_t) {}, [] {});
    const auto pause = [&] {
        if (with_pauses) logger.catch_up();
    };
    const auto all = costs([&](std::size_t i) { logger.say(i); }, pause);
    const auto at = [&](double share) { return all[static_cast<std::size_t>(static_cast<double>(calls - 1) * share)]; };
    fmt::print(R"({{"median": {}, "p99": {}, "p999": {}, "clock": {}, "dropped": {}}})" "\n", at(0.5), at(0.99), at(0.999), nothing[calls / 2], logger.dropped());
}

/// Two threads say as much as they can; counted is what did not have to be dropped.
void print_rate(Logger& logger) {
    std::atomic<std::uint64_t> said{0};
    const auto began = Clock::now();
    const auto talk = [&] {
        std::uint64_t mine = 0;
        for (; Clock::now() - began < rate_for; ++mine) logger.say(mine);
        said += mine;
    };
    std::thread other(talk);
    talk();
    other.join();
    logger.catch_up();
    const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
    const auto written = said - std::min<std::uint64_t>(said, logger.dropped());
    fmt::print(R"({{"written_per_second": {:.0f}, "said_per_second": {:.0f}}})" "\n", static_cast<double>(written) / seconds, static_cast<double>(said) / seconds);
}

std::unique_ptr<Logger> make(const std::string& whose, const std::string& directory) {
    if (whose == "ours") return std::make_unique<Ours>(directory);
    if (whose == "spdlog") return std::make_unique<Theirs>(directory);
    throw std::invalid_argument("the first argument is ours or spdlog");
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        fmt::print(stderr, "usage: trace-cost ours|spdlog flow|rate|full|blocked DIRECTORY\n");
        return 2;
    }
    const std::string disk = argv[2];
    if (disk == "blocked") drs::bench::block_writes();
    auto logger = make(argv[1], argv[3]);
    logger->say(0);  // a thread's first line asks for its name
    if (disk == "rate") print_rate(*logger);
    else print_costs(*logger, disk == "flow");
    std::fflush(stdout);
    ::_exit(0);  // no farewell: neither can say it on a disk that is blocked
}
