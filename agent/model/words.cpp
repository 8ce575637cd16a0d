// SPDX-License-Identifier: Apache-2.0
#include "model/words.hpp"

#include <array>
#include <cstddef>

namespace drs::model {
namespace {

template <std::size_t N, class Enum>
std::string_view pick(const std::array<std::string_view, N>& table, Enum value) {
    const auto index = static_cast<std::size_t>(value) - 1;
    return index < N ? table[index] : std::string_view("?");
}

}  // namespace

std::string_view word(DeviceKind kind) {
    static constexpr std::array<std::string_view, 3> table{"TAPE", "NETWORK", "LOCAL"};
    return pick(table, kind);
}
std::string_view word(DeviceState state) {
    static constexpr std::array<std::string_view, 7> table{"UNKNOWN", "VALIDATING", "READY", "UNREACHABLE",
                                                           "REFUSED", "FULL",       "FAILED"};
    return pick(table, state);
}
std::string_view word(ComponentKind kind) {
    static constexpr std::array<std::string_view, 2> table{"files", "script"};
    return pick(table, kind);
}
std::string_view word(NodeRole role) {
    static constexpr std::array<std::string_view, 3> table{"master", "standby", "node"};
    return pick(table, role);
}
std::string_view word(SystemState state) {
    static constexpr std::array<std::string_view, 5> table{"IDLE", "BACKUP", "RESTORE", "VERIFY", "DRILL"};
    return pick(table, state);
}
std::string_view word(JobKind kind) {
    static constexpr std::array<std::string_view, 4> table{"BACKUP", "RESTORE", "VERIFY", "DRILL"};
    return pick(table, kind);
}
std::string_view word(Trigger trigger) { return trigger == Trigger::scheduled ? "SCHEDULED" : "MANUAL"; }
std::string_view word(Result result) {
    static constexpr std::array<std::string_view, 7> table{"NONE",  "ACTIVE",   "SUCCESS", "WARNING",
                                                           "ERROR", "CANCELED", "PENDING"};
    return pick(table, result);
}
std::string_view word(Frequency frequency) {
    static constexpr std::array<std::string_view, 4> table{"once", "daily", "weekly", "monthly"};
    return pick(table, frequency);
}

}  // namespace drs::model
