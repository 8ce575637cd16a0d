// SPDX-License-Identifier: Apache-2.0
// Which parts of a file hold data.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <vector>

namespace drs::storage {

struct DataRange {
    std::uint64_t offset;
    std::uint64_t size;
};

/// In ascending order. A file without holes is one range; also one that the file system cannot tell about.
std::vector<DataRange> data_ranges(int descriptor, const struct stat& state);

}  // namespace drs::storage
