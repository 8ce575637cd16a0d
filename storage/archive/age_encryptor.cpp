// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "storage/archive/age_format.hpp"
#include "storage/archive/age_x25519.hpp"
#include "storage/archive/error.hpp"

namespace drs::storage {

namespace age {

std::string write_header(const model::Secret& file_key, const std::vector<AgeRecipient>& recipients) {
    std::string text = "age-encryption.org/v1\n";
    for (const AgeRecipient& recipient : recipients) {
        const Stanza stanza = lock(file_key, recipient);
        // 32 bytes are 43 columns: one line, and never a full one that would ask for another.
        text += "-> " + stanza.arguments[0] + " " + stanza.arguments[1] + "\n" + runtime::base64(stanza.body, false) + "\n";
    }
    text += "---";
    return text + " " + runtime::base64(header_mac(file_key, text), false) + "\n";
}

std::array<std::byte, 32> payload_key(const model::Secret& file_key, runtime::ByteView payload_nonce) {
    return runtime::hkdf_sha256(runtime::bytes_of(file_key.reveal()), payload_nonce, "payload");
}

std::span<const std::byte, 12> ChunkNonce::bytes(bool last) {
    for (unsigned i = 0; i < 8; ++i) bytes_[10 - i] = static_cast<std::byte>(counter_ >> 8 * i & 255);
    bytes_[11] = std::byte{last};
    return bytes_;
}

void ChunkNonce::next() { ++counter_; }

}  // namespace age

namespace {

using age::chunk_bytes;
using age::sealed_chunk_bytes;

constexpr std::size_t chunks_a_write = 4;

model::Secret new_file_key() {
    std::string key(age::file_key_bytes, '\0');
    runtime::random_bytes(std::as_writable_bytes(std::span(key)));
    return model::Secret(std::move(key));
}

class Encryptor final : public ByteSink {
public:
    Encryptor(const std::vector<AgeRecipient>& recipients, ByteSink& next) : next_(next), out_(chunks_a_write * sealed_chunk_bytes) {
        if (recipients.empty()) throw ArchiveError(ArchiveFault::bad_key, "No recipient is given for whom the data shall be encrypted.");
        const model::Secret file_key = new_file_key();
        std::array<std::byte, age::payload_nonce_bytes> payload_nonce;
        runtime::random_bytes(payload_nonce);
        head_ = age::write_header(file_key, recipients);
        head_ += runtime::text_of(payload_nonce);
        aead_.emplace(age::payload_key(file_key, payload_nonce));
        chunk_.reserve(chunk_bytes);
    }

    // A full chunk waits for the next byte, because only then it is known not to be the last one.
    void write(std::span<const std::byte> bytes) override {
        while (!bytes.empty()) {
            if (chunk_.size() == chunk_bytes) seal_chunk(false);
            if (chunk_.empty() && bytes.size() > chunk_bytes) {
                seal(bytes.first(chunk_bytes), false);
                bytes = bytes.subspan(chunk_bytes);
                continue;
            }
            const auto part = bytes.first(std::min(bytes.size(), chunk_bytes - chunk_.size()));
            chunk_.insert(chunk_.end(), part.begin(), part.end());
            bytes = bytes.subspan(part.size());
        }
    }

    void finish() override {
        seal_chunk(true);
        flush();
        next_.finish();
    }

private:
    void seal_chunk(bool last) {
        seal(chunk_, last);
        chunk_.clear();
    }

    void seal(std::span<const std::byte> clear, bool last) {
        const std::size_t size = clear.size() + runtime::Aead::tag_bytes;
        if (out_.size() - filled_ < size) flush();
        aead_->seal(nonce_.bytes(last), clear, std::span(out_).subspan(filled_, size));
        nonce_.next();
        filled_ += size;
    }

    void flush() {
        if (!head_.empty()) next_.write(runtime::bytes_of(head_));
        head_.clear();
        next_.write(std::span(out_).first(filled_));
        filled_ = 0;
    }

    ByteSink& next_;
    std::string head_;                    // header and payload nonce, until the first write
    std::optional<runtime::Aead> aead_;
    age::ChunkNonce nonce_;
    runtime::Bytes chunk_;
    runtime::Bytes out_;
    std::size_t filled_ = 0;
};

}  // namespace

std::unique_ptr<ByteSink> age_encryptor(const std::vector<AgeRecipient>& recipients, ByteSink& next) {
    return std::make_unique<Encryptor>(recipients, next);
}

}  // namespace drs::storage
