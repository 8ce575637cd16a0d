// SPDX-License-Identifier: Apache-2.0
#include "storage/config/element.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "storage/config/xml_text.hpp"

namespace drs::storage::xml {
namespace {

bool among(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_text(const pugi::xml_node& node) { return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata; }

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

std::string known(std::initializer_list<std::string_view> names) {
    return names.size() == 0 ? "it has none" : fmt::format("known: {}", fmt::join(names, ", "));
}

}  // namespace

void Element::fail(std::string_view sentence) const { source_->fail(node_.offset_debug(), sentence); }

void Element::wrong(const char* attribute, std::string_view expected) const {
    fail(fmt::format("attribute `{}` of <{}> is `{}`; expected {}", attribute, node_.name(), shown(optional_text(attribute)), expected));
}

void Element::allow_only(std::initializer_list<std::string_view> attributes, std::initializer_list<std::string_view> children,
                         Content content) const {
    for (const auto& attribute : node_.attributes())
        if (!among(attribute.name(), attributes))
            fail(fmt::format("unknown attribute `{}` of <{}>; {}", shown(attribute.name()), node_.name(), known(attributes)));
    for (const auto& child : node_.children()) {
        if (child.type() == pugi::node_element && !among(child.name(), children))
            Element(*source_, child).fail(fmt::format("unknown element <{}> in <{}>; {}", shown(child.name()), node_.name(), known(children)));
        if (content == Content::elements && is_text(child) && !blank(child.value()))
            fail(fmt::format("text in <{}>, which has none; remove it", node_.name()));
    }
}

std::string Element::text(const char* attribute) const {
    if (!has(attribute)) fail(fmt::format("<{}> has no attribute `{}`; add it", node_.name(), attribute));
    return node_.attribute(attribute).value();
}

std::string Element::name(const char* attribute) const {
    auto value = text(attribute);
    if (value.empty()) fail(fmt::format("attribute `{}` of <{}> is empty", attribute, node_.name()));
    return value;
}

std::string Element::named(const char* attribute, std::optional<std::string> (*rule)(std::string_view)) const {
    auto value = text(attribute);
    if (const auto why = rule(value)) fail(fmt::format("attribute `{}` of <{}>: {}", attribute, node_.name(), *why));
    return value;
}

std::uint64_t Element::number(const char* attribute, std::uint64_t least, std::uint64_t most) const {
    const auto digits = text(attribute);
    std::uint64_t value = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool whole = failure == std::errc{} && end == digits.data() + digits.size();
    if (!whole || value < least || value > most) wrong(attribute, fmt::format("a whole number from {} to {}", least, most));
    return value;
}

bool Element::flag(const char* attribute, bool fallback) const {
    if (!has(attribute)) return fallback;
    const auto value = text(attribute);
    if (value != "true" && value != "false") wrong(attribute, "true or false");
    return value == "true";
}

model::TimePoint Element::time(const char* attribute) const {
    if (const auto time = parse_iso(text(attribute))) return *time;
    wrong(attribute, "a time such as 2026-11-23T02:00:00.000Z");
}

std::vector<Element> Element::children(const char* name) const {
    std::vector<Element> found;
    for (const auto& child : node_.children(name)) found.emplace_back(*source_, child);
    return found;
}

std::optional<Element> Element::child(const char* name) const {
    const auto found = children(name);
    if (found.empty()) return std::nullopt;
    if (found.size() > 1) found[1].fail(fmt::format("second <{}> in <{}>; only one is allowed", name, node_.name()));
    return found.front();
}

Element Element::required_child(const char* name) const {
    if (const auto found = child(name)) return *found;
    fail(fmt::format("<{}> has no element <{}>; add it", node_.name(), name));
}

std::string Element::content() const {
    std::string text;
    for (const auto& child : node_.children())
        if (is_text(child)) text += child.value();
    return text;
}

std::string iso_text(model::TimePoint time) {
    using namespace std::chrono;
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{time - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()), clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                       clock.subseconds().count());
}

std::optional<model::TimePoint> parse_iso(std::string_view text) {
    static constexpr std::string_view pattern = "dddd-dd-ddTdd:dd:dd.dddZ";
    const auto fits = [](char form, char c) { return form == 'd' ? c >= '0' && c <= '9' : c == form; };
    if (text.size() != pattern.size() || !std::equal(pattern.begin(), pattern.end(), text.begin(), fits)) return std::nullopt;
    const auto part = [text](std::size_t offset, std::size_t size) {
        int value = 0;
        for (const char c : text.substr(offset, size)) value = value * 10 + (c - '0');
        return value;
    };
    using namespace std::chrono;
    const auto date = year{part(0, 4)} / part(5, 2) / part(8, 2);
    if (!date.ok() || part(11, 2) > 23 || part(14, 2) > 59 || part(17, 2) > 59) return std::nullopt;
    return sys_days{date} + hours{part(11, 2)} + minutes{part(14, 2)} + seconds{part(17, 2)} + milliseconds{part(20, 3)};
}

}  // namespace drs::storage::xml
