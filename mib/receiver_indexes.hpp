// SPDX-License-Identifier: Apache-2.0
// The number that stands for a receiver in drsReceiverTable: survives restarts, and is never given to another name.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace drs::mib {

/// One file, `next NUMBER`, then `NUMBER NAME` a line. Whoever comes back after it was taken out has its old number.
class ReceiverIndexes {
public:
    /// Throws runtime::Error(file) when the file is there and cannot be read. A damaged one counts as none, and `damage` says so.
    explicit ReceiverIndexes(std::filesystem::path file);

    /// Durable when it returns; throws runtime::Error(file).
    std::uint32_t of(const std::string& name);
    const std::optional<std::string>& damage() const { return damage_; }

private:
    void save() const;

    const std::filesystem::path file_;
    std::map<std::string, std::uint32_t> known_;
    std::uint32_t next_ = 1;
    std::optional<std::string> damage_;
};

}  // namespace drs::mib
