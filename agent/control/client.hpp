// SPDX-License-Identifier: Apache-2.0
// The command line's side of the control socket: one request, one answer, blocking.
#pragma once

#include <chrono>
#include <filesystem>

#include "control/codec.hpp"

namespace drs::control {

class Client {
public:
    static constexpr std::chrono::seconds usual_limit{120};

    explicit Client(std::filesystem::path socket, std::chrono::seconds limit = usual_limit)
        : socket_(std::move(socket)), limit_(limit) {}
    /// One connection a call. A Refusal in the answer is thrown; so are Refusal(unreachable) when no Master
    /// listens or it does not answer within the limit, and Refusal(not_permitted) when it closes on us.
    Answer call(const Request& request);

private:
    std::filesystem::path socket_;
    std::chrono::seconds limit_;
};

}  // namespace drs::control
