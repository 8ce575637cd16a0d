// SPDX-License-Identifier: Apache-2.0
// An alarm as one line of syslog: the description that the field's parsers know, then libevtlog's tags.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "alarms/record.hpp"

namespace drs::alarms {

inline constexpr std::size_t longest_description = 800;

/// The code of `kern` to `local7` (RFC 5424 section 6.2.1); throws runtime::Error(bad_configuration) for any other word.
int facility_named(std::string_view word);

/// That of the catalogue; the end of an alarm is informational.
int severity_of(const Record& record);

/// `%UC_DRF-3-CiscoDRFSftpFailure: %[Reason=...][AppID=...][ClusterID=...][NodeID=...]: text`. In the values a backslash stands before
/// `[`, `]`, `\` and `=` and before a quotation mark that comes first, so that no value forges another field or a tag. One line of valid UTF-8 without control
/// characters, at most 800 octets also after libevtlog has put a backslash before each `;`: the reason is shortened to fit, with `*` at its end.
std::string describe(const Record& record);

/// seq, epoch and state; job, node, feature, component, device, repeats and operator where there are any; test of a test. Backslashes are doubled, since libevtlog leaves them as they are.
std::vector<std::pair<const char*, std::string>> tags_of(const Record& record);

/// What libevtlog makes of both, without it: any thread may call this. The body of SyslogLine, which a test holds it to.
std::string line_text(const Record& record);

/// libevtlog counts references without locks: all of one thread.
class SyslogLine {
public:
    SyslogLine(std::string program, int facility);
    ~SyslogLine();

    /// `<PRI>Mmm dd hh:mm:ss program[pid]: description; seq='1', ...` (RFC 3164 section 4.1), with the time of the alarm.
    std::string operator()(const Record& record) const;

private:
    std::string body(const Record& record) const;

    struct Context;
    std::unique_ptr<Context> context_;
};

}  // namespace drs::alarms
