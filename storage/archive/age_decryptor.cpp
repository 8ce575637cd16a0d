// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "storage/archive/age_format.hpp"
#include "storage/archive/age_x25519.hpp"
#include "storage/archive/error.hpp"

namespace drs::storage {
namespace {

using age::sealed_chunk_bytes;

[[noreturn]] void damaged(const char* what) {
    throw ArchiveError(ArchiveFault::damaged, std::string("The encrypted data is damaged: ") + what + ".");
}

class Decryptor final : public ByteSink {
public:
    Decryptor(model::Secret file_key, ByteSink& next) : next_(next), file_key_(std::move(file_key)), clear_(age::chunk_bytes) {
        held_.reserve(sealed_chunk_bytes);
    }

    void write(std::span<const std::byte> bytes) override {
        if (!aead_) {
            head_.insert(head_.end(), bytes.begin(), bytes.end());
            if (!begin_payload()) return;
            const runtime::Bytes rest = std::move(head_);
            open_chunks(std::span(rest).subspan(payload_begin_));
        } else {
            open_chunks(bytes);
        }
    }

    void finish() override {
        if (!aead_) damaged("it ends within its header");
        if (held_.size() < runtime::Aead::tag_bytes) damaged("it is cut short");
        if (held_.size() == runtime::Aead::tag_bytes && !nonce_.first_chunk()) damaged("its last chunk is empty");
        open(held_, true);
        next_.finish();
    }

private:
    /// False when more is needed.
    bool begin_payload() {
        const auto header = age::parse_header(runtime::text_of(head_));
        if (!header || head_.size() < header->bytes + age::payload_nonce_bytes) return false;
        if (!age::header_is_authentic(file_key_, *header)) damaged("its header does not match its MAC");
        const auto nonce = std::span(head_).subspan(header->bytes, age::payload_nonce_bytes);
        aead_.emplace(age::payload_key(file_key_, nonce));
        file_key_.wipe();
        payload_begin_ = header->bytes + age::payload_nonce_bytes;
        return true;
    }

    // A full chunk waits for the next byte, because only then it is known not to be the last one.
    void open_chunks(std::span<const std::byte> bytes) {
        while (!bytes.empty()) {
            if (held_.size() == sealed_chunk_bytes) {
                open(held_, false);
                held_.clear();
            }
            if (held_.empty() && bytes.size() > sealed_chunk_bytes) {
                open(bytes.first(sealed_chunk_bytes), false);
                bytes = bytes.subspan(sealed_chunk_bytes);
                continue;
            }
            const auto part = bytes.first(std::min(bytes.size(), sealed_chunk_bytes - held_.size()));
            held_.insert(held_.end(), part.begin(), part.end());
            bytes = bytes.subspan(part.size());
        }
    }

    void open(std::span<const std::byte> sealed, bool last) {
        const auto clear = std::span(clear_).first(sealed.size() - runtime::Aead::tag_bytes);
        if (!aead_->open(nonce_.bytes(last), sealed, clear))
            damaged("a part of it was changed, lost or moved, or the key is not its own");
        nonce_.next();
        next_.write(clear);
    }

    ByteSink& next_;
    model::Secret file_key_;
    runtime::Bytes head_;                 // until the header and the payload nonce are complete
    std::size_t payload_begin_ = 0;
    std::optional<runtime::Aead> aead_;
    age::ChunkNonce nonce_;
    runtime::Bytes held_;
    runtime::Bytes clear_;
};

}  // namespace

std::optional<model::Secret> age_file_key(std::span<const std::byte> head, const AgeIdentity& identity) {
    const auto header = age::parse_header(runtime::text_of(head));
    if (!header) return std::nullopt;
    for (const age::Stanza& stanza : header->stanzas) {
        auto file_key = age::unlock(stanza, identity);
        if (!file_key) continue;
        if (!age::header_is_authentic(*file_key, *header)) damaged("its header does not match its MAC");
        return file_key;
    }
    throw ArchiveError(ArchiveFault::wrong_key, "The file is not encrypted for the key of this system, " +
                                                    identity.recipient().text() + ", so bring back the key it was written with.");
}

std::unique_ptr<ByteSink> age_decryptor(model::Secret file_key, ByteSink& next) {
    return std::make_unique<Decryptor>(std::move(file_key), next);
}

}  // namespace drs::storage
