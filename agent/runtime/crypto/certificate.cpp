// SPDX-License-Identifier: Apache-2.0
// X.509 version 3 (RFC 5280) for the agents' TLS.
#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <ctime>

#include "runtime/crypto/crypto.hpp"
#include "runtime/crypto/openssl.hpp"

namespace drs::runtime {

using openssl::require;

namespace {

using Extension = std::unique_ptr<X509_EXTENSION, openssl::Freed<X509_EXTENSION_free>>;
using Number = std::unique_ptr<BIGNUM, openssl::Freed<BN_free>>;
using Names = std::unique_ptr<GENERAL_NAMES, openssl::Freed<GENERAL_NAMES_free>>;

constexpr int version_3 = 2;
constexpr int serial_bits = 159;               // positive and at most 20 octets: RFC 5280 section 4.1.2.2
constexpr long seconds_before = -3600;         // clocks of two nodes may differ

openssl::Key generate_key() {
    openssl::Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    require(key != nullptr, "A P-256 key could not be generated");
    return key;
}

openssl::X509Handle read_certificate(std::string_view pem) {
    openssl::X509Handle certificate(PEM_read_bio_X509(openssl::reader_of(pem).get(), nullptr, nullptr, nullptr));
    require(certificate != nullptr, "The text is not a certificate in PEM form");
    return certificate;
}

std::string pem_of(const openssl::X509Handle& certificate) {
    const openssl::Bio bio = openssl::writer();
    require(PEM_write_bio_X509(bio.get(), certificate.get()) == 1, "A certificate could not be written as PEM");
    return openssl::written(bio);
}

void set_serial(X509* certificate) {
    const Number number(BN_new());
    require(number && BN_rand(number.get(), serial_bits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
                BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr,
            "A certificate's serial number could not be made");
}

void set_common_name(X509* certificate, std::string_view name) {
    require(X509_NAME_add_entry_by_NID(X509_get_subject_name(certificate), NID_commonName, MBSTRING_UTF8,
                                       reinterpret_cast<const unsigned char*>(name.data()), static_cast<int>(name.size()), -1,
                                       0) == 1,
            "A certificate does not take this name, give one of at most 64 characters");
}

openssl::X509Handle blank(std::string_view name, const openssl::Key& key, std::chrono::days lifetime) {
    openssl::X509Handle certificate(X509_new());
    require(certificate && X509_set_version(certificate.get(), version_3) == 1, "A certificate could not be begun");
    set_serial(certificate.get());
    set_common_name(certificate.get(), name);
    require(X509_gmtime_adj(X509_getm_notBefore(certificate.get()), seconds_before) &&
                X509_time_adj_ex(X509_getm_notAfter(certificate.get()), static_cast<int>(lifetime.count()), 0, nullptr) &&
                X509_set_pubkey(certificate.get(), key.get()) == 1,
            "A certificate's times and key could not be set");
    return certificate;
}

/// `value` in the notation of x509v3_config(5); never a text from outside, which could smuggle in more.
void add_extension(X509* certificate, X509* issuer, int kind, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value));
    require(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "A certificate's extension could not be added");
}

void add_dns_name(X509* certificate, std::string_view name) {
    const Names names(sk_GENERAL_NAME_new_null());
    GENERAL_NAME* entry = GENERAL_NAME_new();
    ASN1_IA5STRING* text = ASN1_IA5STRING_new();
    require(names && entry && text && ASN1_STRING_set(text, name.data(), static_cast<int>(name.size())) == 1,
            "There is no memory for a certificate's DNS name");
    GENERAL_NAME_set0_value(entry, GEN_DNS, text);
    require(sk_GENERAL_NAME_push(names.get(), entry) > 0 &&
                X509_add1_ext_i2d(certificate, NID_subject_alt_name, names.get(), 0, X509V3_ADD_DEFAULT) == 1,
            "A certificate's DNS name could not be added");
}

Certificate signed_by(const openssl::Key& issuer_key, X509* certificate, const openssl::Key& key) {
    require(X509_sign(certificate, issuer_key.get(), EVP_sha256()) > 0, "A certificate could not be signed");
    require(X509_up_ref(certificate) == 1, "A certificate could not be kept");
    return {pem_of(openssl::X509Handle(certificate)), model::Secret(openssl::private_pem_of(key))};
}

}  // namespace

Certificate make_authority(std::string_view name, std::chrono::days lifetime) {
    const auto key = generate_key();
    const auto certificate = blank(name, key, lifetime);
    X509* self = certificate.get();
    require(X509_set_issuer_name(self, X509_get_subject_name(self)) == 1, "An authority could not be named");
    add_extension(self, self, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    add_extension(self, self, NID_key_usage, "critical,keyCertSign,cRLSign");
    add_extension(self, self, NID_subject_key_identifier, "hash");
    return signed_by(key, self, key);
}

Certificate issue(const Certificate& authority, std::string_view name, std::chrono::days lifetime) {
    const auto issuer = read_certificate(authority.certificate_pem);
    const auto issuer_key = openssl::private_key_of(authority.key_pem.reveal());
    require(X509_check_private_key(issuer.get(), issuer_key.get()) == 1, "The authority's key is not that of its certificate");
    const auto key = generate_key();
    const auto certificate = blank(name, key, lifetime);
    X509* leaf = certificate.get();
    require(X509_set_issuer_name(leaf, X509_get_subject_name(issuer.get())) == 1, "A certificate's issuer could not be set");
    add_extension(leaf, issuer.get(), NID_basic_constraints, "critical,CA:FALSE");
    add_extension(leaf, issuer.get(), NID_key_usage, "critical,digitalSignature");
    add_extension(leaf, issuer.get(), NID_ext_key_usage, "serverAuth,clientAuth");
    add_extension(leaf, issuer.get(), NID_subject_key_identifier, "hash");
    add_extension(leaf, issuer.get(), NID_authority_key_identifier, "keyid:always");
    add_dns_name(leaf, name);
    return signed_by(issuer_key, leaf, key);
}

model::TimePoint certificate_expiry(std::string_view certificate_pem) {
    const auto certificate = read_certificate(certificate_pem);
    std::tm broken_down{};
    require(ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &broken_down) == 1, "A certificate's end is not a time");
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::from_time_t(timegm(&broken_down)));
}

}  // namespace drs::runtime
