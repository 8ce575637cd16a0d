// SPDX-License-Identifier: Apache-2.0
// LogDirAccessFailure: raised while traces or component logs do not reach their directories.
#pragma once

#include <string>

#include "alarms/alarms.hpp"
#include "runtime/event.hpp"
#include "trace/trace.hpp"

namespace drs::alarms {

class LogDirectoryWatch {
public:
    LogDirectoryWatch(const runtime::Executor& executor, const trace::Trace& trace, Alarms& alarms, std::string node);

    /// Asks the trace each second how its directories are, which never waits for a disk; until `stop()`.
    runtime::Awaitable<void> run();
    void stop();
    /// Raises or clears as the trace says; nothing before its writer has looked for the first time.
    void look();

private:
    const trace::Trace& trace_;
    Alarms& alarms_;
    const std::string node_;
    runtime::Event stopping_;
    bool stopped_ = false;
};

}  // namespace drs::alarms
