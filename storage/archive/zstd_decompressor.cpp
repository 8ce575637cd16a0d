// SPDX-License-Identifier: Apache-2.0
#include <zstd.h>

#include <string>
#include <vector>

#include "storage/archive/error.hpp"
#include "storage/archive/zstd.hpp"

namespace drs::storage {
namespace {

constexpr std::size_t out_bytes = 256u << 10;
constexpr int largest_window_log = 27;

struct Freed {
    void operator()(ZSTD_DCtx* context) const noexcept { ZSTD_freeDCtx(context); }
};

[[noreturn]] void damaged(const std::string& what) {
    throw ArchiveError(ArchiveFault::damaged, "The compressed data is damaged: " + what + ".");
}

class Decompressor final : public ByteSink {
public:
    explicit Decompressor(ByteSink& next) : next_(next), context_(ZSTD_createDCtx()), out_(out_bytes) {
        if (!context_) throw std::bad_alloc();
        checked(ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, largest_window_log));
    }

    void write(std::span<const std::byte> bytes) override {
        ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
        bool more_inside = false;
        while (in.pos < in.size || more_inside) {
            ZSTD_outBuffer out{out_.data(), out_.size(), 0};
            expected_ = checked(ZSTD_decompressStream(context_.get(), &out, &in));
            begun_ = true;
            more_inside = out.pos == out.size && expected_ != 0;
            if (out.pos > 0) next_.write(std::span(out_).first(out.pos));
        }
    }

    void finish() override {
        if (!begun_) damaged("it is empty");
        if (expected_ != 0) damaged("its last frame is cut short");
        next_.finish();
    }

private:
    static std::size_t checked(std::size_t outcome) {
        if (ZSTD_isError(outcome)) damaged(ZSTD_getErrorName(outcome));
        return outcome;
    }

    ByteSink& next_;
    std::unique_ptr<ZSTD_DCtx, Freed> context_;
    std::vector<std::byte> out_;
    std::size_t expected_ = 0;            // 0: at the end of a frame
    bool begun_ = false;
};

}  // namespace

std::unique_ptr<ByteSink> zstd_decompressor(ByteSink& next) { return std::make_unique<Decompressor>(next); }

}  // namespace drs::storage
