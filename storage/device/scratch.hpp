// SPDX-License-Identifier: Apache-2.0
// The names of files that are not whole yet: `.drs-<random>-<name>.part`, beside the name they will get.
#pragma once

#include <string>
#include <string_view>

namespace drs::storage {

/// The scratch name of one file that is being written. While it lives, a sweep by any device of this process leaves the
/// file alone: a sweep reads names from the directory, and cannot see otherwise that one of them is in use.
class Scratch {
public:
    explicit Scratch(std::string_view final_name);
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    const std::string& name() const { return name_; }

private:
    std::string name_;
};

/// Begins with `.drs-` and ends with `.part`.
bool is_scratch(std::string_view name);
/// Scratch that nobody in this process is writing.
bool is_forsaken(const std::string& name);
/// Throws DeviceError(failed) unless `name` can be the name of one file in a directory.
void check_file_name(std::string_view name);

}  // namespace drs::storage
