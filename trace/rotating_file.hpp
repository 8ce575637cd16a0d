// SPDX-License-Identifier: Apache-2.0
// Numbered files of bounded size, number and age.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace drs::trace {

struct Rotation {
    std::filesystem::path directory;
    std::string prefix;                      // drfMA, drfLA, drfConfLib
    std::uint64_t file_bytes = 2u << 20;     // a new file begins at this size,
    std::chrono::seconds file_age{86400};    // and at this age; 0: never for its age
    unsigned files = 20;                     // so many are kept, in plain and compressed form together,
    std::chrono::seconds keep_age{0};        // and none that was written to longer ago; 0: as long as the number allows
};

/// `<prefix>00000001.log` and so on. Opens nothing before the first line; then continues after the highest number found, also
/// when another process took that number in the same moment. Not for two threads at once.
class RotatingFile {
public:
    explicit RotatingFile(Rotation rotation);
    ~RotatingFile();
    RotatingFile(const RotatingFile&) = delete;
    RotatingFile& operator=(const RotatingFile&) = delete;

    /// `lines` are whole ones. Returns how many bytes of them are written: whole lines again, never a part of one. Fewer than
    /// given: `reason()` says why. Each call tries anew, so a directory that is put back is found.
    std::size_t append(std::string_view lines);
    /// errno of what went wrong last.
    int reason() const { return reason_; }
    /// Of the file written to; 0 before the first.
    std::uint64_t number() const { return number_; }
    const Rotation& rotation() const { return rotation_; }
    /// Removes what is beyond number and age.
    void remove_old() const;

private:
    std::size_t write(std::string_view lines);
    void begin_next();
    bool lives() const;
    bool too_old() const;

    const Rotation rotation_;
    std::uint64_t number_ = 0;
    std::uint64_t size_ = 0;
    std::chrono::steady_clock::time_point begun_{};
    int fd_ = -1;
    int reason_ = 0;
};

}  // namespace drs::trace
