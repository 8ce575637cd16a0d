// SPDX-License-Identifier: Apache-2.0
#include "storage/archive/sparse_map.hpp"

#include <errno.h>
#include <unistd.h>

#include <algorithm>

namespace drs::storage {

std::vector<DataRange> data_ranges(int descriptor, const struct stat& state) {
    constexpr blkcnt_t block_unit = 512;
    const std::vector<DataRange> whole{{0, static_cast<std::uint64_t>(state.st_size)}};
    if (state.st_size == 0 || state.st_blocks * block_unit >= state.st_size) return whole;  // asked first: it costs nothing

    std::vector<DataRange> ranges;
    for (off_t offset = 0; offset < state.st_size;) {
        const off_t begin = ::lseek(descriptor, offset, SEEK_DATA);
        if (begin < 0 && errno == ENXIO) break;  // a hole up to the end
        const off_t end = begin < 0 ? -1 : ::lseek(descriptor, begin, SEEK_HOLE);
        if (end < 0) return whole;
        if (begin >= state.st_size) break;
        offset = std::min(end, state.st_size);
        ranges.push_back({static_cast<std::uint64_t>(begin), static_cast<std::uint64_t>(offset - begin)});
    }
    return ranges;
}

}  // namespace drs::storage
