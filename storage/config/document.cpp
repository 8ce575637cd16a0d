// SPDX-License-Identifier: Apache-2.0
#include "storage/config/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

#include "storage/config/well_formed.hpp"
#include "storage/config/xml_text.hpp"

namespace drs::storage::xml {
namespace {

constexpr std::uint64_t form_version = 1;

// A fragment may have text and several roots at its top: they are kept so that check_top_level can refuse them.
constexpr unsigned parse_options = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_wconv_attribute |
                                   pugi::parse_ws_pcdata_single | pugi::parse_declaration | pugi::parse_fragment;

bool utf8(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c; });
    return name.empty() || name == "UTF-8" || name == "US-ASCII";
}

}  // namespace

Document::Document(std::string_view text, const std::string& file_name, std::size_t limit) : source_(text, file_name) {
    if (text.size() > limit) source_.fail(0, fmt::format("the file has {} bytes; at most {} are allowed", text.size(), limit));
    check_well_formed(source_);
    const auto result = document_.load_buffer(text.data(), text.size(), parse_options, pugi::encoding_utf8);
    if (result.status == pugi::status_out_of_memory) throw std::bad_alloc();
    if (!result) source_.fail(result.offset, "the markup is broken here; compare it with a file that works");
    check_top_level();
    check_attributes(document_);
}

void Document::check_top_level() const {
    pugi::xml_node root;
    for (const auto& node : document_.children()) {
        if (node.type() == pugi::node_declaration && !utf8(node.attribute("encoding").value()))
            source_.fail(0, fmt::format("encoding is `{}`; save the file in UTF-8", shown(node.attribute("encoding").value())));
        if (node.type() == pugi::node_element && root)
            source_.fail(node.offset_debug(), fmt::format("second root element <{}>; only one is allowed", shown(node.name())));
        if (node.type() == pugi::node_element) root = node;
        const std::string_view text = node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata ? node.value() : "";
        const auto visible = text.find_first_not_of(" \t\r\n");
        if (visible != std::string_view::npos)
            source_.fail(node.offset_debug() + static_cast<std::ptrdiff_t>(visible), "text outside of the root element; remove it");
    }
    if (!root) source_.fail(std::numeric_limits<std::ptrdiff_t>::max(), "the file has no root element");
}

// Depth is bounded by check_well_formed.
void Document::check_attributes(const pugi::xml_node& node) const {
    std::set<std::string_view> names;
    for (const auto& attribute : node.attributes())
        if (!names.insert(attribute.name()).second)
            source_.fail(node.offset_debug(), fmt::format("attribute `{}` of <{}> is there twice", shown(attribute.name()), shown(node.name())));
    for (const auto& child : node.children()) check_attributes(child);
}

Element Document::root(const char* name) const {
    const auto found = document_.document_element();
    if (found.name() != std::string_view(name))
        source_.fail(found.offset_debug(), fmt::format("root element is <{}>; expected <{}>", shown(found.name()), name));
    return {source_, found};
}

Element Document::versioned_root(const char* name) const {
    const auto found = root(name);
    if (found.number("version", 1, std::numeric_limits<std::uint32_t>::max()) > form_version)
        found.fail(fmt::format("version of <{}> is {}, this release reads {}; use the release that wrote the file", name,
                               found.text("version"), form_version));
    return found;
}

}  // namespace drs::storage::xml
