// SPDX-License-Identifier: Apache-2.0
// What a Database holds; shared by the sources that implement it.
#pragma once

#include "storage/db/database.hpp"
#include "storage/db/sqlite.hpp"

namespace drs::storage {

struct Database::State {
    explicit State(const std::filesystem::path& file) : connection(file) {}
    db::Connection connection;
};

}  // namespace drs::storage
