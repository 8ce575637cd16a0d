// SPDX-License-Identifier: Apache-2.0
#include "storage/config/well_formed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "storage/config/xml_text.hpp"

namespace drs::storage::xml {
namespace {

constexpr std::size_t longest_reference = 12;  // &#x0010ffff;

/// `lt`, `#65`, `#x41`: what stands between `&` and `;`.
bool is_reference(std::string_view body) {
    static constexpr std::array<std::string_view, 5> predefined{"lt", "gt", "amp", "quot", "apos"};
    if (!body.starts_with('#')) return std::find(predefined.begin(), predefined.end(), body) != predefined.end();
    body.remove_prefix(1);
    const int base = body.starts_with('x') ? 16 : 10;
    if (base == 16) body.remove_prefix(1);
    std::uint32_t point = 0;
    const auto [end, failure] = std::from_chars(body.data(), body.data() + body.size(), point, base);
    return failure == std::errc{} && end == body.data() + body.size() && is_character(point);
}

class Scanner {
public:
    explicit Scanner(const Source& source) : source_(source), text_(source.text()) {}

    void run() {
        while (at_ < text_.size()) step();
        if (!open_.empty())
            fail(text_.size(), fmt::format("<{}> of line {} is not closed", shown(open_.back().name), source_.line(open_.back().offset)));
    }

private:
    struct Open {
        std::string_view name;
        std::ptrdiff_t offset;
    };

    [[noreturn]] void fail(std::size_t offset, const std::string& sentence) const {
        source_.fail(static_cast<std::ptrdiff_t>(offset), sentence);
    }

    void step() {
        if (skipped("<!--", "-->", "comment") || skipped("<![CDATA[", "]]>", "CDATA section") ||
            skipped("<?", "?>", "processing instruction"))
            return;
        if (ahead("<!")) fail(at_, "DOCTYPE and other declarations are not allowed; remove it");
        if (ahead("</")) return end_tag();
        if (text_[at_] == '<') return start_tag();
        if (text_[at_] == '&') reference();
        ++at_;
    }

    bool ahead(std::string_view what) const { return text_.substr(at_).starts_with(what); }

    bool skipped(std::string_view begin, std::string_view end, std::string_view name) {
        if (!ahead(begin)) return false;
        const auto found = text_.find(end, at_ + begin.size());
        if (found == std::string_view::npos) fail(at_, fmt::format("{} is not closed with {}", name, end));
        at_ = found + end.size();
        return true;
    }

    std::string_view name_at(std::size_t offset) const {
        return text_.substr(offset, std::min(text_.find_first_of(" \t\r\n/>", offset), text_.size()) - offset);
    }

    void end_tag() {
        const auto name = name_at(at_ + 2);
        if (open_.empty()) fail(at_, fmt::format("</{}> closes nothing", shown(name)));
        if (name != open_.back().name)
            fail(at_, fmt::format("</{}> stands where </{}> of line {} is expected", shown(name), shown(open_.back().name),
                                  source_.line(open_.back().offset)));
        open_.pop_back();
        at_ = std::min(text_.find('>', at_), text_.size() - 1) + 1;
    }

    void start_tag() {
        const auto begin = at_;
        const auto end = end_of_start_tag();
        if (text_[end - 1] != '/') open_.push_back({name_at(begin + 1), static_cast<std::ptrdiff_t>(begin)});
        if (open_.size() > deepest_nesting)
            fail(begin, fmt::format("elements are nested deeper than {}", deepest_nesting));
        at_ = end + 1;
    }

    /// The offset of its `>`; checks the references in its values on the way.
    std::size_t end_of_start_tag() {
        const auto begin = at_;
        char quote = 0;
        for (++at_; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == '<') fail(at_, "`<` is not allowed inside a tag; write &lt; in a value, or close the tag with `>`");
            if (c == '&') reference();
            if (quote == 0 && c == '>') return at_;
            if (quote == 0 && (c == '"' || c == '\'')) quote = c;
            else if (c == quote) quote = 0;
        }
        fail(begin, fmt::format("tag <{} is not closed with `>`", shown(name_at(begin + 1))));
    }

    void reference() const {
        const auto body = text_.substr(at_ + 1, longest_reference);
        const auto end = body.find(';');
        if (end == std::string_view::npos || !is_reference(body.substr(0, end)))
            fail(at_, "`&` does not begin a reference that XML knows; write &amp; for the character itself");
    }

    const Source& source_;
    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<Open> open_;
};

}  // namespace

void check_well_formed(const Source& source) {
    if (const auto bad = bad_character(source.text()))
        source.fail(static_cast<std::ptrdiff_t>(bad->offset), bad->what + " is not allowed; the file must be text in UTF-8");
    Scanner(source).run();
}

}  // namespace drs::storage::xml
