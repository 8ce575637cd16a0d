// SPDX-License-Identifier: Apache-2.0
#include "runtime/crypto/openssl.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

#include "runtime/error.hpp"

namespace drs::runtime::openssl {

void fail(const std::string& sentence) {
    const char* reason = ERR_reason_error_string(ERR_peek_last_error());
    ERR_clear_error();
    throw Error(Fault::crypto, reason ? sentence + " (" + reason + ")" : sentence);
}

Bio reader_of(std::string_view text) {
    Bio bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    require(bio != nullptr, "There is no memory to read a PEM text");
    return bio;
}

Bio writer() {
    Bio bio(BIO_new(BIO_s_secmem()));
    require(bio != nullptr, "There is no memory to write a PEM text");
    return bio;
}

std::string written(const Bio& bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
}

Key private_key_of(std::string_view pem) {
    const auto no_passphrase = [](char*, int, int, void*) { return -1; };
    Key key(PEM_read_bio_PrivateKey(reader_of(pem).get(), nullptr, no_passphrase, nullptr));
    require(key != nullptr, "The text is not an unencrypted private key in PEM form");
    return key;
}

std::string private_pem_of(const Key& key) {
    const Bio bio = writer();
    require(PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1,
            "A private key could not be written as PEM");
    return written(bio);
}

}  // namespace drs::runtime::openssl
