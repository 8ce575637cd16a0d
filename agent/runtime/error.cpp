// SPDX-License-Identifier: Apache-2.0
#include "runtime/error.hpp"

namespace drs::runtime {
namespace {

struct Category : std::error_category {
    const char* name() const noexcept override { return "drs.runtime"; }
    std::string message(int value) const override {
        switch (static_cast<Fault>(value)) {
            case Fault::bad_configuration: return "bad configuration";
            case Fault::file: return "file error";
            case Fault::network: return "network error";
            case Fault::timed_out: return "timed out";
            case Fault::trust: return "not trusted";
            case Fault::crypto: return "cryptographic error";
            case Fault::pipe_broken: return "broken pipe";
        }
        return "unknown fault";
    }
};

}  // namespace

const std::error_category& category() {
    static const Category instance;
    return instance;
}

Error::Error(Fault fault, const std::string& sentence)
    : std::system_error(static_cast<int>(fault), category()), sentence_(sentence) {}

std::string reason_of(int error) { return std::generic_category().message(error); }

}  // namespace drs::runtime
