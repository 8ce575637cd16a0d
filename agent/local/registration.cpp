// SPDX-License-Identifier: Apache-2.0
#include "local/registration.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/atomic_file.hpp"
#include "runtime/error.hpp"
#include "storage/config/config.hpp"

namespace drs::local {
namespace {

std::vector<std::filesystem::path> files_in(const std::filesystem::path& directory) {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(directory, error))
        if (entry.path().extension() == ".xml") files.push_back(entry.path());
    if (error && error != std::errc::no_such_file_or_directory)
        throw runtime::Error(runtime::Fault::file, "cannot read " + directory.string() + ": " + error.message());
    std::sort(files.begin(), files.end());
    return files;
}

void read_one(Registration& registration, const std::filesystem::path& file) {
    const auto text = runtime::read_file(file, 1u << 20);
    if (!text) return;  // gone since the directory was read
    auto definition = storage::parse_component(*text, file.string());
    const auto key = definition.component.key;
    const auto [place, fresh] = registration.components.try_emplace(key, std::move(definition));
    if (!fresh)
        registration.problems.push_back(fmt::format("{}: component {} is already defined by {}; remove one of the two", file.string(),
                                                    key.text(), place->second.source));
}

}  // namespace

Registration read_registration(const std::filesystem::path& directory) {
    Registration registration;
    try {
        for (const auto& file : files_in(directory)) {
            try {
                read_one(registration, file);
            } catch (const std::exception& e) {
                registration.problems.emplace_back(e.what());
            }
        }
    } catch (const runtime::Error& e) {
        registration.problems.emplace_back(e.what());
    }
    return registration;
}

}  // namespace drs::local
