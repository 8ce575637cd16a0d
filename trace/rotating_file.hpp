// SPDX-License-Identifier: Apache-2.0
// Numbered files of bounded size, of which only the newest few are kept.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace drs::trace {

enum class Written { yes, no };

/// `<prefix>00000001.log` and so on. Opens nothing before the first line; then continues after the highest number found, also
/// when another process took that number in the same moment. Not for two threads at once.
class RotatingFile {
public:
    RotatingFile(std::filesystem::path directory, std::string prefix, std::uint64_t file_bytes, unsigned files);
    ~RotatingFile();
    RotatingFile(const RotatingFile&) = delete;
    RotatingFile& operator=(const RotatingFile&) = delete;

    /// The whole line by one write(2), or nothing of it. Each call tries anew, so a directory that is put back is found.
    Written append(std::string_view line);
    /// errno of the last `Written::no`.
    int reason() const { return reason_; }

private:
    void begin_next();
    bool lives() const;
    std::uint64_t highest_number() const;
    void remove_oldest() const;

    std::filesystem::path directory_;
    std::string prefix_;
    std::uint64_t file_bytes_;
    unsigned files_;
    std::uint64_t number_ = 0;
    std::uint64_t size_ = 0;
    int fd_ = -1;
    int reason_ = 0;
};

}  // namespace drs::trace
