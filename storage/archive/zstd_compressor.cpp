// SPDX-License-Identifier: Apache-2.0
#include <zstd.h>

#include <string>
#include <vector>

#include "storage/archive/error.hpp"
#include "storage/archive/zstd.hpp"

namespace drs::storage {
namespace {

constexpr std::size_t out_bytes = 256u << 10;
// zstd's own choice at level 3 is 8 MiB a job: 77 MiB resident with two threads where this takes 32, at the same rate and size.
constexpr int job_bytes = 2 << 20;

struct Freed {
    void operator()(ZSTD_CCtx* context) const noexcept { ZSTD_freeCCtx(context); }
};

std::size_t checked(std::size_t outcome) {
    if (ZSTD_isError(outcome))
        throw ArchiveError(ArchiveFault::source, std::string("The data cannot be compressed: ") + ZSTD_getErrorName(outcome) + ".");
    return outcome;
}

class Compressor final : public ByteSink {
public:
    Compressor(int level, unsigned threads, ByteSink& next) : next_(next), context_(ZSTD_createCCtx()), out_(out_bytes) {
        if (!context_) throw std::bad_alloc();
        set(ZSTD_c_compressionLevel, level);
        set(ZSTD_c_checksumFlag, 1);
        if (threads > 1) {
            set(ZSTD_c_nbWorkers, static_cast<int>(threads));
            set(ZSTD_c_jobSize, job_bytes);
        }
    }

    void write(std::span<const std::byte> bytes) override {
        ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
        while (in.pos < in.size) step(in, ZSTD_e_continue);
    }

    void finish() override {
        ZSTD_inBuffer none{nullptr, 0, 0};
        while (step(none, ZSTD_e_end) != 0) {
        }
        flush();
        next_.finish();
    }

private:
    void set(ZSTD_cParameter parameter, int value) { checked(ZSTD_CCtx_setParameter(context_.get(), parameter, value)); }

    std::size_t step(ZSTD_inBuffer& in, ZSTD_EndDirective directive) {
        ZSTD_outBuffer out{out_.data(), out_.size(), filled_};
        const std::size_t left = checked(ZSTD_compressStream2(context_.get(), &out, &in, directive));
        filled_ = out.pos;
        if (filled_ == out_.size()) flush();
        return left;
    }

    void flush() {
        if (filled_ > 0) next_.write(std::span(out_).first(filled_));
        filled_ = 0;
    }

    ByteSink& next_;
    std::unique_ptr<ZSTD_CCtx, Freed> context_;
    std::vector<std::byte> out_;
    std::size_t filled_ = 0;
};

}  // namespace

std::unique_ptr<ByteSink> zstd_compressor(int level, unsigned threads, ByteSink& next) {
    return std::make_unique<Compressor>(level, threads, next);
}

}  // namespace drs::storage
