// SPDX-License-Identifier: Apache-2.0
// zstd frames (RFC 8878) as stages of the data path.
#pragma once

#include <memory>

#include "storage/archive/byte_sink.hpp"

namespace drs::storage {

/// One frame with checksum. threads 0 or 1: compresses on the calling thread.
std::unique_ptr<ByteSink> zstd_compressor(int level, unsigned threads, ByteSink& next);
/// Decompresses any number of frames; window at most 128 MiB (27 bits). Throws ArchiveError(damaged).
std::unique_ptr<ByteSink> zstd_decompressor(ByteSink& next);

}  // namespace drs::storage
