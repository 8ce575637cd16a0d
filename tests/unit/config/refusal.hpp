// SPDX-License-Identifier: Apache-2.0
// What a parser or writer says when it refuses.
#pragma once

#include <string>

#include "storage/config/config.hpp"

namespace drs::storage {

template <class Call>
std::string refusal(Call call) {
    try {
        call();
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "no refusal";
}

/// Seals by moving letters (rot13): enough to see that the clear text is not in the file.
inline Sealer test_sealer() {
    const auto turned = [](std::string text) {
        for (auto& c : text)
            if (c >= 'a' && c <= 'z') c = static_cast<char>('a' + (c - 'a' + 13) % 26);
        return text;
    };
    return {[turned](const model::Secret& clear) { return "sealed:" + turned(std::string(clear.reveal())); },
            [turned](const std::string& sealed) {
                if (!sealed.starts_with("sealed:")) throw ConfigError("the password does not open with the key of this machine");
                return model::Secret(turned(sealed.substr(7)));
            }};
}

}  // namespace drs::storage
