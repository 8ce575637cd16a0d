// SPDX-License-Identifier: Apache-2.0
#include "storage/archive/remove_tree.hpp"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <memory>
#include <string_view>
#include <vector>

#include "storage/archive/descriptor.hpp"

namespace drs::storage {
namespace {

struct DirectoryClosed {
    void operator()(DIR* directory) const noexcept { ::closedir(directory); }
};

bool remove_at(int directory, const char* name);

bool remove_members(int directory) {
    Descriptor copy(::fcntl(directory, F_DUPFD_CLOEXEC, 0));
    const std::unique_ptr<DIR, DirectoryClosed> listing(::fdopendir(copy.number()));
    if (!listing) return false;
    copy.release();
    std::vector<std::string> names;
    while (const dirent* found = ::readdir(listing.get())) {
        const std::string_view name = found->d_name;
        if (name != "." && name != "..") names.emplace_back(name);
    }
    bool all = true;
    for (const std::string& name : names) all = remove_at(directory, name.c_str()) && all;
    return all;
}

bool remove_at(int directory, const char* name) {
    if (::unlinkat(directory, name, 0) == 0 || errno == ENOENT) return true;
    if (errno != EISDIR && errno != EPERM) return false;
    if (::unlinkat(directory, name, AT_REMOVEDIR) == 0) return true;
    Descriptor inner(::openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!inner && errno == EACCES && ::fchmodat(directory, name, S_IRWXU, 0) == 0)
        inner = Descriptor(::openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!inner) return false;
    if (::fchmod(inner.number(), S_IRWXU) != 0) return false;  // a read-only directory keeps its members from an owner who is not root
    return remove_members(inner.number()) && ::unlinkat(directory, name, AT_REMOVEDIR) == 0;
}

}  // namespace

bool remove_tree(const std::string& path) { return remove_at(AT_FDCWD, path.c_str()); }

}  // namespace drs::storage
