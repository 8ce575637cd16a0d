// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "crypto/own_directory.hpp"
#include "runtime/crypto/crypto.hpp"
#include "runtime/error.hpp"

using namespace drs::runtime;
using namespace std::chrono_literals;
using testing::HasSubstr;

class ACertificate : public OwnDirectory {
protected:
    Certificate authority_ = make_authority("DRS authority of cluster one", std::chrono::days(3650));
    Certificate leaf_ = issue(authority_, "ucm-pub.example", std::chrono::days(825));

    std::string text_of_leaf() const { return run("openssl x509 -noout -text -in " + file("leaf", leaf_.certificate_pem)).output; }
    Outcome verified(const std::string& options) const {
        return run("openssl verify -x509_strict " + options + " -CAfile " + file("ca", authority_.certificate_pem) + " " +
                   file("leaf", leaf_.certificate_pem));
    }
};

TEST_F(ACertificate, VerifiesStrictlyForServerAndClient) {
    for (const char* purpose : {"sslserver", "sslclient"}) {
        const auto outcome = verified(std::string("-verify_hostname ucm-pub.example -purpose ") + purpose);
        EXPECT_EQ(outcome.status, 0) << outcome.output;
    }
}

TEST_F(ACertificate, IsForItsOwnHostOnly) { EXPECT_NE(verified("-verify_hostname ucm-sub.example").status, 0); }

TEST_F(ACertificate, IsNotTrustedUnderAnotherAuthority) {
    authority_ = make_authority("DRS authority of cluster one", std::chrono::days(3650));
    EXPECT_NE(verified("").status, 0);
}

TEST_F(ACertificate, SaysWhatItIsFor) {
    const std::string text = text_of_leaf();
    EXPECT_THAT(text, HasSubstr("DNS:ucm-pub.example"));
    EXPECT_THAT(text, HasSubstr("CA:FALSE"));
    EXPECT_THAT(text, HasSubstr("TLS Web Server Authentication, TLS Web Client Authentication"));
    EXPECT_THAT(text, HasSubstr("prime256v1"));
    EXPECT_THAT(text, HasSubstr("ecdsa-with-SHA256"));
}

TEST_F(ACertificate, TakesANameAsOneDnsName) {
    leaf_ = issue(authority_, "a,DNS:evil", std::chrono::days(1));
    EXPECT_NE(verified("-verify_hostname evil").status, 0);
}

TEST_F(ACertificate, BelongsToItsKey) {
    const auto of_certificate = run("openssl x509 -noout -pubkey -in " + file("leaf", leaf_.certificate_pem));
    const auto of_key = run("openssl pkey -pubout -in " + file("key", leaf_.key_pem.reveal()));
    EXPECT_EQ(of_certificate.output, of_key.output);
    EXPECT_EQ(of_key.status, 0);
}

TEST_F(ACertificate, TellsWhenItExpires) {
    const auto left = certificate_expiry(leaf_.certificate_pem) - std::chrono::system_clock::now();
    EXPECT_GT(left, std::chrono::days(825) - 1h);
    EXPECT_LE(left, std::chrono::days(825));
}

TEST_F(ACertificate, HasASerialNumberOfItsOwn) {
    const std::string command = "openssl x509 -noout -serial -in ";
    const auto other = issue(authority_, "ucm-pub.example", std::chrono::days(825));
    EXPECT_NE(run(command + file("leaf", leaf_.certificate_pem)).output, run(command + file("other", other.certificate_pem)).output);
}

TEST_F(ACertificate, IsNotIssuedByAnAuthorityWithAnotherKey) {
    authority_.key_pem = generate_signing_key().private_pem;
    EXPECT_THROW(issue(authority_, "ucm-pub.example", std::chrono::days(1)), Error);
}

TEST_F(ACertificate, OfNonsenseHasNoExpiry) { EXPECT_THROW(certificate_expiry("nonsense"), Error); }
