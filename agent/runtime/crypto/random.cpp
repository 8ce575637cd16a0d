// SPDX-License-Identifier: Apache-2.0
#include <openssl/rand.h>

#include "runtime/crypto/crypto.hpp"
#include "runtime/crypto/openssl.hpp"

namespace drs::runtime {

void random_bytes(std::span<std::byte> out) {
    openssl::require(RAND_bytes(openssl::raw(out.data()), static_cast<int>(out.size())) == 1,
                     "The system gives no random bytes");
}

}  // namespace drs::runtime
