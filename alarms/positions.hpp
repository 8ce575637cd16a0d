// SPDX-License-Identifier: Apache-2.0
// What the spool remembers beside its records: the positions of the sinks, the highest sequence, how many records were dropped.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace drs::alarms {

/// As text, one `key value` or `position NAME value` a line.
struct Positions {
    std::uint64_t high_water = 0;
    std::uint64_t dropped = 0;                // in all
    std::uint64_t dropped_informational = 0;  // of these
    std::map<std::string, std::uint64_t> sinks{};

    std::string text() const;
    /// Throws runtime::Error(file) on any text that `text()` does not make.
    static Positions parse(std::string_view text);
    bool operator==(const Positions&) const = default;
};

/// Two slots of 4096 octets that are written in turn, in place, each with a serial and a checksum: the older one is whole while the newer one is
/// being written, and a full disk does not matter once the file is there.
class PositionsFile {
public:
    /// Touches no file.
    explicit PositionsFile(std::filesystem::path path) : path_(std::move(path)) {}
    ~PositionsFile();
    PositionsFile(const PositionsFile&) = delete;
    PositionsFile& operator=(const PositionsFile&) = delete;

    /// What was written last, also by an earlier release; nothing when there is no file. Throws runtime::Error(file) when it is damaged.
    std::optional<Positions> read();
    /// Survives the end of the process when it returns; a loss of power after `sync()` only. Makes the file when it is missing. Throws
    /// runtime::Error(file).
    void write(const Positions& positions);
    void sync();

private:
    bool in_place();
    void close();

    std::filesystem::path path_;
    std::uint64_t serial_ = 0;
    int fd_ = -1;
};

}  // namespace drs::alarms
