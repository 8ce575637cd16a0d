// SPDX-License-Identifier: Apache-2.0
// Makes .gz of trace files that nobody writes to any more, a little at a time; and reads them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace drs::trace {

/// gzip and not zstd: `zcat`, `zgrep` and `less` of every appliance and every analyst's machine read it without anything installed.
/// Works on a hidden `.part`, which becomes the .gz in one rename after its last byte is on the disk; only then the plain file
/// goes. So at every moment one whole form is there. Keeps the time of last writing, by which old files go.
class Compression {
public:
    Compression(std::filesystem::path directory, std::string prefix);
    ~Compression();

    /// One bite (256 KiB) of the oldest plain file below number `before`. False: there is nothing to do, or it cannot be done now, which is
    /// tried again after the next `look_again()`.
    bool step(std::uint64_t before);
    /// There may be something to do: a new file has begun.
    void look_again() { nothing_to_do_ = false; }

private:
    struct Work;
    bool begin(std::uint64_t before);
    bool go_on();
    void sweep() const;

    const std::filesystem::path directory_;
    const std::string prefix_;
    std::unique_ptr<Work> work_;
    bool nothing_to_do_ = false;
};

/// Whether `file` begins as a gzip stream does; its position does not move.
bool is_compressed(int file);
/// Hands what is compressed in `file` to `sink`, piece by piece, from its beginning. Throws std::runtime_error with one clause when it is damaged or
/// cut off; what came before that is then with the sink.
void decompress(int file, const std::function<void(std::string_view)>& sink);

}  // namespace drs::trace
