// SPDX-License-Identifier: Apache-2.0
// A value as it goes into a varbind, and how the model's types become one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "model/secret.hpp"
#include "model/set_id.hpp"

namespace drs::mib {

/// The base types of SMIv2 that DRS-MIB uses, and TimeTicks. Gauge32 and Unsigned32 are the same on the wire (RFC 2578 section 7.1.11).
enum class Syntax { integer32, unsigned32, counter32, counter64, octets, timeticks };

struct Value {
    Syntax syntax = Syntax::octets;
    std::uint64_t number = 0;
    std::string octets;
    std::shared_ptr<const model::Secret> secret = nullptr;  // instead of octets, of a column that is never read
    bool operator==(const Value&) const = default;
};

inline constexpr std::uint32_t never_happened = 4294967295u;           // drsSystemLastGoodBackupAge
inline constexpr std::uint64_t unknown_bytes = 18446744073709551615u;  // DrsBytes

/// SnmpAdminString: at most 255 octets; DrsLongText: at most 1024. Cut before a character that would not fit whole.
Value text(std::string_view utf8);
Value long_text(std::string_view utf8);
/// An unsigned that does not fit stays at the largest value; a counter wraps.
Value unsigned32(std::uint64_t number);
Value counter32(std::uint64_t number);
Value counter64(std::uint64_t number);
Value truth(bool yes);
/// DrsDateAndTime: 11 octets in the machine's zone, or none.
Value date_and_time(std::optional<model::TimePoint> time);

/// Enumerations of the model carry the MIB's numbers.
template <class Enum>
    requires std::is_enum_v<Enum>
Value enumerated(Enum value) {
    return {Syntax::integer32, static_cast<std::uint64_t>(value), {}};
}

}  // namespace drs::mib
