// SPDX-License-Identifier: Apache-2.0
// Any payload behind a good header either authenticates to its end or is refused as damaged. The file key is sixteen zeros.
#include <cstdlib>

#include "storage/archive/age_format.hpp"
#include "storage/archive/error.hpp"

using namespace drs::storage;

namespace {

struct Counter final : ByteSink {
    std::size_t bytes = 0;
    void write(std::span<const std::byte> part) override { bytes += part.size(); }
    void finish() override {}
};

drs::model::Secret file_key() { return drs::model::Secret(std::string(age::file_key_bytes, '\0')); }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::string header = age::write_header(file_key(), {AgeIdentity::generate().recipient()});
    const auto payload = std::as_bytes(std::span(data, size));
    Counter clear;
    try {
        const auto decryptor = age_decryptor(file_key(), clear);
        decryptor->write(drs::runtime::bytes_of(header));
        decryptor->write(payload.first(size / 2));
        decryptor->write(payload.subspan(size / 2));
        decryptor->finish();
        if (clear.bytes + age::payload_nonce_bytes + drs::runtime::Aead::tag_bytes > size) std::abort();
    } catch (const ArchiveError& error) {
        if (error.fault() != ArchiveFault::damaged) std::abort();
    }
    return 0;
}
