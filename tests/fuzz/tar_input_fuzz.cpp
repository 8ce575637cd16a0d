// SPDX-License-Identifier: Apache-2.0
// Any bytes are either unpacked within the scratch directory or refused; beside it nothing appears, and without a commit nothing stays.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "storage/archive/error.hpp"
#include "storage/archive/tar.hpp"

using namespace drs::storage;
namespace fs = std::filesystem;

namespace {

/// The members of the seeds lie under this path; each process has a scratch name of its own there.
const fs::path place = "/tmp/drs-fuzz-tar";
const std::string tag = "fuzz" + std::to_string(::getpid());

void expect_only_scratch() {
    for (const auto& entry : fs::directory_iterator(place))
        if (!entry.path().filename().string().starts_with(".drs-restore-fuzz")) std::abort();
}

void expect_scratch_gone() {
    for (const auto& entry : fs::directory_iterator(place))
        if (entry.path().filename() == ".drs-restore-" + tag + "-0") std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fs::create_directories(place);
    const auto tar = std::as_bytes(std::span(data, size));
    try {
        TarExtractor extractor({(place / "tree").string()}, tag);
        extractor.write(tar.first(size / 2));
        extractor.write(tar.subspan(size / 2));
        extractor.finish();
        expect_only_scratch();
    } catch (const ArchiveError&) {
        expect_only_scratch();
    }
    expect_scratch_gone();
    return 0;
}
