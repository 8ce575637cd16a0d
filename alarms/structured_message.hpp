// SPDX-License-Identifier: Apache-2.0
// An alarm as a message of RFC 5424, its values as structured data and the line of every other receiver behind them.
#pragma once

#include <string>
#include <string_view>

#include "alarms/record.hpp"

namespace drs::alarms {

/// `drs` of the number that the MIB's root has, netSnmpPlaypen, until one is assigned (RFC 5424 section 7.2.2 allows sub-identifiers).
inline constexpr std::string_view structured_data_id = "drs@8072.9999.9999";

/// `<PRI>1 TIME HOST APP PROCID MSGID [drs@8072.9999.9999 name="..." ...] MESSAGE`, without framing. HOST is the node that raised it, APP the agent there
/// (drfMA, drfLA), PROCID ours or `-` for a relayed record, MSGID the alarm's name without `CiscoDRF`. Absent values have no parameter.
/// MESSAGE is what SyslogLine says behind its header; without a byte order mark, so that every parser of that line finds its beginning.
std::string structured_message(const Record& record, int facility);

/// The same with its length in octets and a blank in front: a frame of RFC 5425 and of RFC 6587 section 3.4.1.
std::string framed_message(const Record& record, int facility);

}  // namespace drs::alarms
