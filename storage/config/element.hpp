// SPDX-License-Identifier: Apache-2.0
// Strict reading of an XML file: a value is there and in its range, or the sentence says which line is wrong.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "model/set_id.hpp"
#include "storage/config/source.hpp"

namespace drs::storage::xml {

enum class Content { elements, text };

/// A view into a Document, which must outlive it. Everything throws ConfigError with this element's line.
class Element {
public:
    Element(const Source& source, pugi::xml_node node) : source_(&source), node_(node) {}

    [[noreturn]] void fail(std::string_view sentence) const;
    /// Refuses every attribute and child that is not named here, and text unless the content is text.
    void allow_only(std::initializer_list<std::string_view> attributes, std::initializer_list<std::string_view> children,
                    Content content = Content::elements) const;

    bool has(const char* attribute) const { return !node_.attribute(attribute).empty(); }
    /// The attribute must be there; `text` also takes an empty one, `name` does not.
    std::string text(const char* attribute) const;
    std::string name(const char* attribute) const;
    /// As `text`, and `rule` (one of model/names.hpp) finds nothing wrong with it.
    std::string named(const char* attribute, std::optional<std::string> (*rule)(std::string_view)) const;
    /// Empty when it is not there.
    std::string optional_text(const char* attribute) const { return node_.attribute(attribute).value(); }
    std::uint64_t number(const char* attribute, std::uint64_t least, std::uint64_t most) const;
    bool flag(const char* attribute, bool fallback) const;
    /// ISO 8601 UTC with milliseconds: `2026-11-23T02:00:00.000Z`.
    model::TimePoint time(const char* attribute) const;
    /// One of the words that model::word has for `all`.
    template <class Enum>
    Enum choice(const char* attribute, std::initializer_list<Enum> all) const {
        const auto value = text(attribute);
        std::string words;
        for (const auto one : all) {
            if (word(one) == value) return one;
            words.append(words.empty() ? "" : ", ").append(word(one));
        }
        wrong(attribute, "one of " + words);
    }
    /// `attribute` is not as `expected`.
    [[noreturn]] void wrong(const char* attribute, std::string_view expected) const;

    std::vector<Element> children(const char* name) const;
    /// Nothing when there is none; two are refused.
    std::optional<Element> child(const char* name) const;
    Element required_child(const char* name) const;
    /// The text between its tags.
    std::string content() const;

private:
    const Source* source_;
    pugi::xml_node node_;
};

std::string iso_text(model::TimePoint time);
std::optional<model::TimePoint> parse_iso(std::string_view text);

}  // namespace drs::storage::xml
