// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "crypto/from_hex.hpp"
#include "crypto/own_directory.hpp"
#include "runtime/error.hpp"

using namespace drs::runtime;
using testing::HasSubstr;

class AnEd25519Signature : public OwnDirectory {
protected:
    SigningKeyPair keys_ = generate_signing_key();
    Bytes signature_of(std::string_view text) const {
        const auto signature = sign(keys_.private_pem, bytes_of(text));
        return {signature.begin(), signature.end()};
    }
};

TEST_F(AnEd25519Signature, VerifiesWithThePublicKey) {
    EXPECT_TRUE(verify(keys_.public_pem, bytes_of("catalogue"), signature_of("catalogue")));
}

TEST_F(AnEd25519Signature, FailsForAnotherTextKeyOrLength) {
    const Bytes signature = signature_of("catalogue");
    EXPECT_FALSE(verify(keys_.public_pem, bytes_of("catalogue."), signature));
    EXPECT_FALSE(verify(generate_signing_key().public_pem, bytes_of("catalogue"), signature));
    EXPECT_FALSE(verify(keys_.public_pem, bytes_of("catalogue"), ByteView(signature).first(63)));
    EXPECT_FALSE(verify(keys_.public_pem, bytes_of("catalogue"), {}));
}

TEST_F(AnEd25519Signature, VerifiesWithOpensslAlone) {
    const std::string key = file("signing.pub", keys_.public_pem), text = file("text", "catalogue"),
                      signature = file("text.sig", text_of(signature_of("catalogue")));
    const auto outcome = run("openssl pkeyutl -verify -pubin -inkey " + key + " -rawin -in " + text + " -sigfile " + signature);
    EXPECT_EQ(outcome.status, 0) << outcome.output;
    EXPECT_THAT(outcome.output, HasSubstr("Signature Verified Successfully"));
}

TEST_F(AnEd25519Signature, IsNotMadeWithAKeyThatIsNotOne) {
    EXPECT_THROW(sign(drs::model::Secret("nonsense"), bytes_of("text")), Error);
    const auto certificate = make_authority("authority", std::chrono::days(1));
    EXPECT_THROW(sign(certificate.key_pem, bytes_of("text")), Error);
    EXPECT_THROW(verify("nonsense", bytes_of("text"), Bytes(64)), Error);
}
