// SPDX-License-Identifier: Apache-2.0
#include "alarms/log_directory_watch.hpp"

namespace drs::alarms {
namespace {

constexpr auto look_every = std::chrono::seconds(1);

}  // namespace

LogDirectoryWatch::LogDirectoryWatch(const runtime::Executor& executor, const trace::Trace& trace, Alarms& alarms, std::string node)
    : trace_(trace), alarms_(alarms), node_(std::move(node)), stopping_(executor) {}

runtime::Awaitable<void> LogDirectoryWatch::run() {
    while (!stopped_) {
        look();
        co_await stopping_.wait_for(look_every);
    }
}

void LogDirectoryWatch::stop() {
    stopped_ = true;
    stopping_.notify_all();
}

void LogDirectoryWatch::look() {
    if (!trace_.has_looked()) return;
    Detail detail;
    detail.node = node_;
    if (const auto trouble = trace_.trouble()) {
        detail.reason = *trouble;
        alarms_.raise(AlarmId::log_dir_access_failure, std::move(detail));
    } else {
        detail.reason = "traces and component logs can be written again";
        alarms_.clear(AlarmId::log_dir_access_failure, std::move(detail));
    }
}

}  // namespace drs::alarms
