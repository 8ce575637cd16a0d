// SPDX-License-Identifier: Apache-2.0
#include "storage/device/scratch.hpp"

#include <fmt/format.h>

#include <mutex>
#include <random>
#include <set>

#include "storage/device/error.hpp"

namespace drs::storage {
namespace {

// Which files this process is writing is a fact about the process, like its open descriptors: one list, whatever the number of devices.
struct Held {
    std::mutex mutex;
    std::set<std::string> names;
};

Held& held() {
    static Held names;
    return names;
}

std::string random_hex() {
    std::random_device random;
    return fmt::format("{:08x}{:08x}", random(), random());
}

}  // namespace

// A file system takes 255 bytes for a name; the final name in it is there for people.
Scratch::Scratch(std::string_view final_name) : name_(fmt::format(".drs-{}-{}.part", random_hex(), final_name.substr(0, 200))) {
    const std::lock_guard lock(held().mutex);
    held().names.insert(name_);
}

Scratch::~Scratch() {
    const std::lock_guard lock(held().mutex);
    held().names.erase(name_);
}

bool is_scratch(std::string_view name) { return name.starts_with(".drs-") && name.ends_with(".part"); }

bool is_forsaken(const std::string& name) {
    const std::lock_guard lock(held().mutex);
    return is_scratch(name) && !held().names.contains(name);
}

void check_file_name(std::string_view name) {
    if (name.empty() || name == "." || name == ".." || name.find('/') != name.npos || name.find('\0') != name.npos)
        throw DeviceError(DeviceFault::failed, fmt::format("`{}` cannot be the name of a file of a backup set", name));
}

}  // namespace drs::storage
