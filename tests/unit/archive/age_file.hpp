// SPDX-License-Identifier: Apache-2.0
// Short ways to encrypt and decrypt a text in tests.
#pragma once

#include "archive/sinks.hpp"
#include "storage/archive/age.hpp"
#include "storage/archive/error.hpp"

namespace drs::storage {

inline std::string encrypted(std::string_view text, const std::vector<AgeRecipient>& recipients, std::size_t piece = 100'000) {
    Collector file;
    pour(text, *age_encryptor(recipients, file), piece);
    return file.text;
}

inline std::string decrypted(std::string_view file, const AgeIdentity& identity, std::size_t piece = 100'000) {
    Collector text;
    auto key = age_file_key(runtime::bytes_of(file), identity);
    if (!key) throw ArchiveError(ArchiveFault::damaged, "The header is not whole.");
    pour(file, *age_decryptor(std::move(*key), text), piece);
    return text.text;
}

/// Nothing when `work` succeeds.
template <class Work>
std::optional<ArchiveFault> fault_of(Work work) {
    try {
        work();
    } catch (const ArchiveError& error) {
        return error.fault();
    }
    return std::nullopt;
}

}  // namespace drs::storage
