// SPDX-License-Identifier: Apache-2.0
#include "runtime/secret_file.hpp"

#include "runtime/atomic_file.hpp"
#include "runtime/error.hpp"

namespace drs::runtime {
namespace {

using std::filesystem::perms;

constexpr std::size_t longest_secret = 4096;

}  // namespace

model::Secret read_secret(const std::filesystem::path& file) {
    std::error_code unknown;
    const auto mode = std::filesystem::status(file, unknown).permissions();
    if (!unknown && (mode & (perms::group_all | perms::others_all)) != perms::none)
        throw Error(Fault::file, file.string() + " can be read by others; take that away with chmod 600");
    auto text = read_file(file, longest_secret);
    if (!text) throw Error(Fault::file, file.string() + " is not there; it has to hold the secret alone");
    while (!text->empty() && (text->back() == '\n' || text->back() == '\r')) text->pop_back();
    return model::Secret(std::move(*text));
}

}  // namespace drs::runtime
