// SPDX-License-Identifier: Apache-2.0
// How a line stands in the file.
#pragma once

#include <ctime>
#include <string>

#include "trace/line_queue.hpp"

namespace drs::trace {

/// `YYYY-MM-DD hh:mm:ss,mmm LEVEL [thread] - Class.method: text`, in local time. A line of a job begins its text with `job 12: `. Control
/// characters (C0, DEL, C1 in UTF-8) come out as `\xNN`, so that one call is one line. Remembers the second it wrote last: not for
/// two threads at once.
class LineForm {
public:
    void append(std::string& to, const Line& line);

private:
    void append_time(std::string& to, std::int64_t milliseconds);

    std::time_t second_ = -1;
    std::string second_text_;
};

}  // namespace drs::trace
