// SPDX-License-Identifier: Apache-2.0
#include "control/refusal.hpp"

#include <array>
#include <utility>

namespace drs::control {
namespace {

constexpr std::array<std::pair<Kind, std::string_view>, 12> table{{
    {Kind::usage, "usage"},
    {Kind::bad_value, "bad_value"},
    {Kind::not_found, "not_found"},
    {Kind::busy, "busy"},
    {Kind::device, "device"},
    {Kind::unreachable, "unreachable"},
    {Kind::not_permitted, "not_permitted"},
    {Kind::mismatch, "mismatch"},
    {Kind::not_authentic, "not_authentic"},
    {Kind::in_use, "in_use"},
    {Kind::limit, "limit"},
    {Kind::internal, "internal"},
}};

}  // namespace

std::string_view word(Kind kind) {
    for (const auto& [each, name] : table)
        if (each == kind) return name;
    return "internal";
}

Kind kind_of(std::string_view word) {
    for (const auto& [kind, name] : table)
        if (name == word) return kind;
    return Kind::internal;
}

}  // namespace drs::control
