// SPDX-License-Identifier: Apache-2.0
// Header of an age v1 file: lines of text that lock the file key for each recipient.
#include <algorithm>

#include "runtime/error.hpp"
#include "storage/archive/age_format.hpp"
#include "storage/archive/error.hpp"

namespace drs::storage::age {
namespace {

constexpr std::string_view version_line = "age-encryption.org/v1";
constexpr std::string_view stanza_mark = "->";
constexpr std::string_view end_mark = "---";
constexpr std::size_t columns = 64;

[[noreturn]] void damaged(const char* what) {
    throw ArchiveError(ArchiveFault::damaged, std::string("The header of the encrypted file is damaged: ") + what + ".");
}

runtime::Bytes decoded(std::string_view text) {
    try {
        return runtime::base64_decode(text, false);
    } catch (const runtime::Error&) {
        damaged("a text in it is not canonical base64");
    }
}

/// Gives a header's lines; nothing at the end of what has arrived.
class Lines {
public:
    explicit Lines(std::string_view text) : text_(text) {}
    std::optional<std::string_view> next() {
        const std::size_t end = text_.find('\n', offset_);
        if (end == std::string_view::npos) return std::nullopt;
        const std::string_view line = text_.substr(offset_, end - offset_);
        offset_ = end + 1;
        return line;
    }
    std::size_t offset() const { return offset_; }

private:
    std::string_view text_;
    std::size_t offset_ = 0;
};

std::vector<std::string> arguments_of(std::string_view line) {
    if (!line.starts_with(stanza_mark)) damaged("a recipient does not begin with `->`");
    line.remove_prefix(stanza_mark.size());
    std::vector<std::string> arguments;
    while (!line.empty()) {
        const std::string_view argument = line.substr(1, std::min(line.find(' ', 1), line.size()) - 1);
        const auto visible = [](char c) { return c > ' ' && c < '\x7f'; };
        if (line.front() != ' ' || argument.empty() || !std::all_of(argument.begin(), argument.end(), visible))
            damaged("a recipient's words are not separated by single blanks");
        arguments.emplace_back(argument);
        line.remove_prefix(argument.size() + 1);
    }
    if (arguments.empty()) damaged("a recipient has no type");
    return arguments;
}

/// The body ends with the first line that is not full, empty when need be.
std::optional<runtime::Bytes> body_of(Lines& lines) {
    runtime::Bytes body;
    for (;;) {
        const auto line = lines.next();
        if (!line) return std::nullopt;
        if (line->size() > columns) damaged("a line of a recipient is longer than 64 columns");
        const runtime::Bytes part = decoded(*line);
        body.insert(body.end(), part.begin(), part.end());
        if (line->size() < columns) return body;
    }
}

void require_version(std::string_view head) {
    const std::string whole = std::string(version_line) + "\n";
    if (head.substr(0, whole.size()) != std::string_view(whole).substr(0, head.size()))
        damaged("it does not begin as an age v1 file does");
}

std::optional<Header> header_of(std::string_view head) {
    Lines lines(head);
    if (!lines.next()) return std::nullopt;
    Header header;
    for (;;) {
        const std::size_t begin = lines.offset();
        const auto line = lines.next();
        if (!line) return std::nullopt;
        if (line->starts_with(end_mark)) {
            header.covered = head.substr(0, begin + end_mark.size());
            if (!line->substr(end_mark.size()).starts_with(' ')) damaged("its last line is not `---` and a MAC");
            header.mac = decoded(line->substr(end_mark.size() + 1));
            header.bytes = lines.offset();
            return header;
        }
        Stanza stanza{arguments_of(*line), {}};
        auto body = body_of(lines);
        if (!body) return std::nullopt;
        stanza.body = std::move(*body);
        header.stanzas.push_back(std::move(stanza));
    }
}

}  // namespace

std::optional<Header> parse_header(std::string_view head) {
    require_version(head);
    auto header = header_of(head.substr(0, largest_header));
    if (!header && head.size() >= largest_header) damaged("it is longer than 64 KiB");
    if (header && header->stanzas.empty()) damaged("it names no recipient");
    if (header && header->mac.size() != 32) damaged("its MAC is not 32 bytes");
    return header;
}

std::array<std::byte, 32> header_mac(const model::Secret& file_key, std::string_view covered) {
    const auto key = runtime::hkdf_sha256(runtime::bytes_of(file_key.reveal()), {}, "header");
    return runtime::hmac_sha256(key, runtime::bytes_of(covered));
}

// Not in constant time: who can try MACs here already holds the file.
bool header_is_authentic(const model::Secret& file_key, const Header& header) {
    const auto mac = header_mac(file_key, header.covered);
    return std::equal(mac.begin(), mac.end(), header.mac.begin(), header.mac.end());
}

}  // namespace drs::storage::age
