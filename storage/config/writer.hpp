// SPDX-License-Identifier: Apache-2.0
// Writes an XML file: all values are attributes, and one that XML 1.0 cannot hold is refused instead of written.
#pragma once

#include <cstdint>
#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace drs::storage::xml {

class Writer {
public:
    /// `file_name` is for messages.
    Writer(const char* root, std::string file_name);

    pugi::xml_node root() const { return document_.document_element(); }
    pugi::xml_node add(const char* element) { return root().append_child(element); }
    /// Throws ConfigError when `value` is not UTF-8 or has a control character.
    void set(pugi::xml_node node, const char* attribute, std::string_view value) const;
    void set(pugi::xml_node node, const char* attribute, std::uint64_t value) const;
    /// Left out when it is empty.
    void set_unless_empty(pugi::xml_node node, const char* attribute, std::string_view value) const;

    std::string text() const;

private:
    std::string file_name_;
    pugi::xml_document document_;
};

}  // namespace drs::storage::xml
