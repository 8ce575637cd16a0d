// SPDX-License-Identifier: Apache-2.0
// A password or key: it does not print, does not copy, and is wiped when it goes.
#pragma once

#include <string>
#include <string_view>

namespace drs::model {

class Secret {
public:
    Secret() = default;
    /// Takes the clear text and leaves none where it came from.
    explicit Secret(std::string clear);
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    ~Secret() { wipe(); }

    /// The clear text, for the one call that needs it; never keep or log it.
    std::string_view reveal() const { return clear_; }
    bool empty() const { return clear_.empty(); }
    /// A second holder has to be asked for by name.
    Secret duplicate() const { return Secret{std::string(clear_)}; }
    void wipe() noexcept;

private:
    std::string clear_;
};

}  // namespace drs::model
