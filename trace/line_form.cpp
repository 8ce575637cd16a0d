// SPDX-License-Identifier: Apache-2.0
#include "trace/line_form.hpp"

#include <fmt/format.h>

namespace drs::trace {
namespace {

bool is_control(std::string_view text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x20 || byte == 0x7f) return true;
    // U+0080 to U+009F, in UTF-8: NEL among them ends a line for some readers, CSI begins an escape sequence.
    return byte == 0xc2 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xa0;
}

void append_visible(std::string& to, std::string_view text) {
    std::size_t plain = 0;
    const auto append_byte = [&](std::size_t at) { fmt::format_to(std::back_inserter(to), "\\x{:02x}", static_cast<unsigned char>(text[at])); };
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_control(text, at)) continue;
        to.append(text.substr(plain, at - plain));
        append_byte(at);
        if (static_cast<unsigned char>(text[at]) == 0xc2) append_byte(++at);
        plain = at + 1;
    }
    to.append(text.substr(std::min(plain, text.size())));
}

}  // namespace

void LineForm::append_time(std::string& to, std::int64_t milliseconds) {
    if (const auto whole = static_cast<std::time_t>(milliseconds / 1000); whole != second_) {
        second_ = whole;
        std::tm local{};
        ::localtime_r(&second_, &local);
        second_text_ = fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday, local.tm_hour,
                                   local.tm_min, local.tm_sec);
    }
    fmt::format_to(std::back_inserter(to), "{},{:03} ", second_text_, milliseconds % 1000);
}

void LineForm::append(std::string& to, const Line& line) {
    append_time(to, line.milliseconds);
    to.append(word(line.level)).append(" [");
    append_visible(to, line.thread);
    to += "] - ";
    append_visible(to, line.where);
    to += ": ";
    if (line.job != 0) fmt::format_to(std::back_inserter(to), "job {}: ", line.job);
    append_visible(to, line.text);
    to += '\n';
}

}  // namespace drs::trace
