// SPDX-License-Identifier: Apache-2.0
#include "storage/config/absolute_path.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "storage/config/xml_text.hpp"

namespace drs::storage::xml {

std::optional<std::string> wrong_path(std::string_view path) {
    if (path.empty()) return "path is empty";
    if (path.front() != '/') return fmt::format("path `{}` is not absolute; begin it with `/`", shown(path));
    if (path == "/") return "path is `/`; name the directories or files below it";
    if (path.back() == '/') return fmt::format("path `{}` ends with `/`; leave that out", shown(path));
    for (std::size_t begin = 1; begin <= path.size();) {
        const auto end = std::min(path.find('/', begin), path.size());
        const auto part = path.substr(begin, end - begin);
        if (part.empty() || part == "." || part == "..")
            return fmt::format("path `{}` has the part `{}`; write it without", shown(path), part.empty() ? "//" : part);
        begin = end + 1;
    }
    return std::nullopt;
}

bool lies_in(std::string_view path, std::string_view directory) {
    return path.starts_with(directory) && (path.size() == directory.size() || path[directory.size()] == '/');
}

}  // namespace drs::storage::xml
