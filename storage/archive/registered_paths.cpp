// SPDX-License-Identifier: Apache-2.0
#include "storage/archive/registered_paths.hpp"

#include <optional>

namespace drs::storage {
namespace {

/// `//a/./b/` -> `/a/b`; nothing when a part is `..`.
std::optional<std::string> normal(std::string_view path) {
    std::string out;
    while (!path.empty()) {
        const std::string_view part = path.substr(0, path.find('/'));
        path.remove_prefix(std::min(part.size() + 1, path.size()));
        if (part == "..") return std::nullopt;
        if (!part.empty() && part != ".") out.append("/").append(part);
    }
    return out;
}

bool lies_in(std::string_view path, std::string_view outer) {
    return path.starts_with(outer) && (path.size() == outer.size() || path[outer.size()] == '/');
}

}  // namespace

RegisteredPaths::RegisteredPaths(const std::vector<std::string>& paths, ArchiveFault fault) {
    for (const std::string& given : paths) {
        const auto path = normal(given);
        if (!given.starts_with('/') || !path || path->empty() || given.find('\0') != std::string::npos)
            throw ArchiveError(fault, "The path `" + given + "` cannot be backed up or restored, register an absolute one below `/` without `..`.");
        for (const std::string& other : paths_)
            if (lies_in(*path, other) || lies_in(other, *path))
                throw ArchiveError(fault, "The paths `" + other + "` and `" + *path + "` lie in each other, register the outer one only.");
        paths_.push_back(*path);
    }
}

RegisteredPaths::Place RegisteredPaths::place_of(std::string_view member) const {
    const auto path = normal(member);
    if (!path) throw ArchiveError(ArchiveFault::unsafe, "The member `" + std::string(member) + "` climbs with `..`, nothing is restored.");
    for (std::size_t i = 0; i < paths_.size(); ++i)
        if (lies_in(*path, paths_[i])) return {i, path->substr(paths_[i].size())};
    throw ArchiveError(ArchiveFault::unsafe,
                       "The member `" + std::string(member) + "` is outside the paths of the component, nothing is restored.");
}

}  // namespace drs::storage
