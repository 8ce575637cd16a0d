// SPDX-License-Identifier: Apache-2.0
// What the runtime says when a promise is broken: one sentence of what was tried and why it failed.
#pragma once

#include <stdexcept>
#include <string>
#include <system_error>

namespace drs::runtime {

enum class Fault {
    bad_configuration = 1,  // an option, variable or file of the operator's
    file = 2,               // a file of ours that cannot be read or written
    network = 3,            // connect, accept, read or write failed
    timed_out = 4,
    trust = 5,              // a certificate or signature that does not verify
    crypto = 6,             // data that does not decrypt, a key that is not one
    pipe_broken = 7,
};

const std::error_category& category();

class Error : public std::system_error {
public:
    Error(Fault fault, const std::string& sentence);
    Fault fault() const { return static_cast<Fault>(code().value()); }
    const char* what() const noexcept override { return sentence_.c_str(); }

private:
    std::string sentence_;
};

/// `strerror` of `error` in words, for the end of a sentence.
std::string reason_of(int error);

}  // namespace drs::runtime
