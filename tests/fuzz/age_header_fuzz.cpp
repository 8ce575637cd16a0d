// SPDX-License-Identifier: Apache-2.0
// Any bytes are either the beginning of an age header, a whole one that covers a part of them, or refused as damaged.
#include <cstdlib>

#include "storage/archive/age_format.hpp"
#include "storage/archive/age_x25519.hpp"
#include "storage/archive/error.hpp"

using namespace drs::storage;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const AgeIdentity identity = AgeIdentity::generate();
    const std::string_view head(reinterpret_cast<const char*>(data), size);
    try {
        const auto header = age::parse_header(head);
        if (!header) return 0;
        if (header->bytes > size || header->covered.size() >= header->bytes) std::abort();
        for (const age::Stanza& stanza : header->stanzas)
            if (age::unlock(stanza, identity)) std::abort();
    } catch (const ArchiveError& error) {
        if (error.fault() != ArchiveFault::damaged) std::abort();
    }
    return 0;
}
