// SPDX-License-Identifier: Apache-2.0
#include "storage/archive/zstd.hpp"

#include <gmock/gmock.h>

#include "archive/age_file.hpp"
#include "archive/own_directory.hpp"

using namespace drs::storage;
using testing::Optional;

namespace {

std::string compressed(std::string_view text, unsigned threads = 2) {
    Collector file;
    pour(text, *zstd_compressor(3, threads, file));
    return file.text;
}

std::string decompressed(std::string_view file, std::size_t piece = 100'000) {
    Collector text;
    pour(file, *zstd_decompressor(text), piece);
    EXPECT_TRUE(text.finished);
    return text.text;
}

std::string mixed_text(std::size_t size) {
    std::string text = random_text(size / 2);
    while (text.size() < size) text += "a line that comes often\n";
    text.resize(size);
    return text;
}

}  // namespace

using AZstdFrame = OwnDirectory;

TEST_F(AZstdFrame, ComesBackHoweverItIsSplit) {
    for (const std::size_t size : {0, 1, 131'072, 5'000'000}) {
        const std::string text = mixed_text(size), frame = compressed(text);
        EXPECT_TRUE(decompressed(frame) == text);
        EXPECT_TRUE(decompressed(frame, 1'000) == text);
    }
    EXPECT_EQ(decompressed(compressed("hello"), 1), "hello");
}

TEST_F(AZstdFrame, IsReadByZstdAndCarriesAChecksum) {
    const std::string text = mixed_text(3'000'000);
    for (const unsigned threads : {0, 1, 2}) {
        file("data.zst", compressed(text, threads));
        EXPECT_EQ(run("zstd -q -d -f -o data data.zst").output, "");
        EXPECT_TRUE(contents(path("data")) == text);
        EXPECT_THAT(run("zstd -l -v data.zst").output, testing::HasSubstr("XXH64"));
    }
}

TEST_F(AZstdFrame, OfZstdIsReadInAnyNumber) {
    file("a", "first ");
    file("b", "second");
    run("zstd -q a b && cat a.zst b.zst > both.zst");
    EXPECT_EQ(decompressed(contents(path("both.zst"))), "first second");
}

TEST_F(AZstdFrame, IsDamagedWhereverItIsCut) {
    const std::string frame = compressed("a text of some length, " + random_text(300));
    for (std::size_t size = 0; size < frame.size(); ++size)
        EXPECT_THAT(fault_of([&] { decompressed(frame.substr(0, size)); }), Optional(ArchiveFault::damaged)) << size;
}

TEST_F(AZstdFrame, IsDamagedWithAByteChangedOrAdded) {
    const std::string frame = compressed(random_text(2'000));
    for (std::size_t i = 20; i < frame.size(); i += 7) {
        std::string bad = frame;
        bad[i] ^= 0x10;
        EXPECT_THAT(fault_of([&] { decompressed(bad); }), Optional(ArchiveFault::damaged)) << i;
    }
    EXPECT_THAT(fault_of([&] { decompressed(frame + "x"); }), Optional(ArchiveFault::damaged));
}

TEST_F(AZstdFrame, IsRefusedWithAWindowBeyond128MiB) {
    run("head -c 300000000 /dev/zero | zstd -q --ultra --long=28 -o long.zst");
    EXPECT_THAT(fault_of([&] { decompressed(contents(path("long.zst"))); }), Optional(ArchiveFault::damaged));
}

