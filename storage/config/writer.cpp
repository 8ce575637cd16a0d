// SPDX-License-Identifier: Apache-2.0
#include "storage/config/writer.hpp"

#include <fmt/format.h>

#include <sstream>

#include "storage/config/config.hpp"
#include "storage/config/xml_text.hpp"

namespace drs::storage::xml {

Writer::Writer(const char* root, std::string file_name) : file_name_(std::move(file_name)) {
    auto declaration = document_.append_child(pugi::node_declaration);
    declaration.append_attribute("version") = "1.0";
    declaration.append_attribute("encoding") = "UTF-8";
    document_.append_child(root).append_attribute("version") = "1";
}

void Writer::set(pugi::xml_node node, const char* attribute, std::string_view value) const {
    if (const auto bad = bad_character(value))
        throw ConfigError(fmt::format("{} cannot hold attribute `{}` of <{}>: {} is not allowed in XML; remove it from the value", file_name_,
                                      attribute, node.name(), bad->what));
    node.append_attribute(attribute) = std::string(value).c_str();
}

void Writer::set(pugi::xml_node node, const char* attribute, std::uint64_t value) const {
    node.append_attribute(attribute) = static_cast<unsigned long long>(value);
}

void Writer::set_unless_empty(pugi::xml_node node, const char* attribute, std::string_view value) const {
    if (!value.empty()) set(node, attribute, value);
}

std::string Writer::text() const {
    std::ostringstream out;
    document_.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
    return std::move(out).str();
}

}  // namespace drs::storage::xml
