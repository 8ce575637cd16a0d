// SPDX-License-Identifier: Apache-2.0
// Which files of a directory are trace files, in plain and compressed form.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace drs::trace {

/// One number of one prefix. Both forms are there when a process was killed between the last byte of the compressed form and the
/// removal of the plain one.
struct TraceFile {
    std::uint64_t number = 0;
    bool plain = false, compressed = false;
    std::filesystem::file_time_type written = std::filesystem::file_time_type::min();  // of the younger form
};

/// `drfMA00000012.log`
std::string plain_name(std::string_view prefix, std::uint64_t number);
/// `drfMA00000012.log.gz`
std::string compressed_name(std::string_view prefix, std::uint64_t number);

/// By number, the lowest first. A directory that cannot be read shows none: who opens a file in it learns why.
std::vector<TraceFile> trace_files(const std::filesystem::path& directory, std::string_view prefix);

}  // namespace drs::trace
