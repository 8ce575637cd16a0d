// SPDX-License-Identifier: Apache-2.0
// The words that enumerations are written as in JSON: those of the faces, where each value has one of its own.
#pragma once

#include <string>
#include <string_view>

#include "control/service.hpp"

namespace drs::control {

template <class Enum>
std::string_view json_word(Enum value) { return model::word(value); }

/// The faces show two types of job; on the socket all five stay apart.
template <>
inline std::string_view json_word(model::Trigger trigger) {
    switch (trigger) {
        case model::Trigger::manual: return "manual";
        case model::Trigger::scheduled: return "scheduled";
        case model::Trigger::snmp: return "snmp";
        case model::Trigger::web: return "web";
        case model::Trigger::cli: return "cli";
    }
    return "?";
}

template <>
inline std::string_view json_word(CancelMode mode) {
    switch (mode) {
        case CancelMode::after_component: return "after_component";
        case CancelMode::now: return "now";
    }
    return "?";
}

template <>
inline std::string_view json_word(RequestState state) {
    switch (state) {
        case RequestState::waiting: return "waiting";
        case RequestState::running: return "running";
        case RequestState::finished: return "finished";
        case RequestState::refused: return "refused";
    }
    return "?";
}

/// Calls `each(value)` for every value there is: the enumerations of the model count from 1 without gaps.
template <class Enum, class Each>
void for_each_value(Each each) {
    for (int number = 1; json_word(static_cast<Enum>(number)) != "?"; ++number) each(static_cast<Enum>(number));
}

}  // namespace drs::control
