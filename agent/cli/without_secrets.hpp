// SPDX-License-Identifier: Apache-2.0
// Configuration as others may see it.
#pragma once

#include <string>
#include <string_view>

namespace drs::cli {

/// Settings (`key = value`) and XML: the values of whatever is called a password, passphrase, secret or token come out as `(left out)`, sealed ones
/// too; of an address that people post to only its beginning stays (a webhook's path is often its secret), and no login in any address.
std::string without_secrets(std::string_view text);

/// A private key, an age identity: nothing that says so is ever handed on.
bool holds_a_key(std::string_view bytes);

}  // namespace drs::cli
