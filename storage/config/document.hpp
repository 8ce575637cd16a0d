// SPDX-License-Identifier: Apache-2.0
// One XML file, parsed: well-formed beyond what pugixml asks, with one root of the expected name.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "storage/config/element.hpp"

namespace drs::storage::xml {

inline constexpr std::size_t usual_limit = 1u << 20;        // bytes of a file
inline constexpr std::size_t catalogue_limit = 16u << 20;

/// Refers to the caller's text while it parses; elements refer to the document.
class Document {
public:
    Document(std::string_view text, const std::string& file_name, std::size_t limit = usual_limit);
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;

    /// Throws when the root is not <name>.
    Element root(const char* name) const;
    /// As above, and its attribute `version` is one that this release reads (1); a later form is refused.
    Element versioned_root(const char* name) const;

private:
    void check_top_level() const;
    void check_attributes(const pugi::xml_node& node) const;

    Source source_;
    pugi::xml_document document_;
};

}  // namespace drs::storage::xml
