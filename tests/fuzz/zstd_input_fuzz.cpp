// SPDX-License-Identifier: Apache-2.0
// Any bytes are either whole zstd frames or refused as damaged. Small frames can hold much: the sink stops at 64 MiB.
#include "storage/archive/zstd.hpp"

#include <cstdlib>

#include "storage/archive/error.hpp"

using namespace drs::storage;

namespace {

struct Enough {};

struct Limited final : ByteSink {
    std::size_t bytes = 0;
    void write(std::span<const std::byte> part) override {
        bytes += part.size();
        if (bytes > (64u << 20)) throw Enough();
    }
    void finish() override {}
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto frames = std::as_bytes(std::span(data, size));
    Limited out;
    try {
        const auto decompressor = zstd_decompressor(out);
        decompressor->write(frames.first(size / 2));
        decompressor->write(frames.subspan(size / 2));
        decompressor->finish();
    } catch (const Enough&) {
    } catch (const ArchiveError& error) {
        if (error.fault() != ArchiveFault::damaged) std::abort();
    }
    return 0;
}
