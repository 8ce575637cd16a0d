// SPDX-License-Identifier: Apache-2.0
// Goes through directory trees and puts every file of them into a tar stream; for the sources of this folder only.
#pragma once

#include <sys/stat.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "storage/archive/descriptor.hpp"
#include "storage/archive/tar.hpp"
#include "storage/archive/tar_stream.hpp"

namespace drs::storage {

/// Own walk instead of libarchive's, which changes the working directory of the whole process. Each directory is held open while its
/// members are read, so that nobody can swap a link in between.
class TarWalk {
public:
    explicit TarWalk(TarStream& stream);
    ~TarWalk();
    TarWalk(const TarWalk&) = delete;
    TarWalk& operator=(const TarWalk&) = delete;

    /// An absolute path that must exist, and all below it.
    void add(const std::string& path);
    TarReport report() && { return std::move(report_); }

private:
    struct Found {
        int directory;                    // descriptor of the directory it is in
        std::string name;                 // there
        std::string member;               // in the archive: the path without its leading slash
        struct stat state;
    };

    void add_member(int directory, const std::string& name, const std::string& member, bool must_exist);
    void add_directory(const Found& found);
    void add_file(Found found);
    void add_link(const Found& found, const std::string& first_name);
    void add_without_data(const Found& found);

    /// Nothing when it vanished since it was listed. Throws ArchiveError(source).
    Descriptor open(const Found& found, int flags);
    void describe(const Found& found, int descriptor);
    void copy_data(const Found& found, int descriptor);
    void copy_range(const Found& found, int descriptor, std::uint64_t offset, std::uint64_t size);
    void warn(const std::string& member, const std::string& what);

    TarStream& stream_;
    archive* disk_;                       // knows how to read xattrs, ACLs and names of owners
    Entry entry_;
    std::vector<std::byte> buffer_;
    std::map<std::pair<dev_t, ino_t>, std::string> linked_;  // first name of files with several
    bool shrunk_ = false;                 // the present file, while it is read
    TarReport report_;
};

}  // namespace drs::storage
