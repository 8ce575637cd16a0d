// SPDX-License-Identifier: Apache-2.0
// What a command has at hand while it runs: the Master, the console, and the way of showing.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <variant>

#include "cli/console.hpp"
#include "control/codec.hpp"
#include "runtime/paths.hpp"

namespace drs::cli {

struct Session {
    /// One request to the Master; throws Refusal.
    std::function<control::Answer(const control::Request&)> ask;
    Console& console;
    /// One JSON document instead of text for a person.
    bool json = false;
    /// Lets some time pass between two looks at what goes on. Throws ClosedOutput.
    std::function<void()> pause;
    /// Where the traces and component logs of this appliance lie.
    runtime::Paths paths{};

    /// `T` is the answer that belongs to `request`. Throws Refusal(internal) when the Master answers another.
    template <class T>
    T answer(const control::Request& request) {
        auto given = ask(request);
        if (auto* expected = std::get_if<T>(&given)) return std::move(*expected);
        throw control::Refusal(control::Kind::internal,
                               "the Master Agent answered something else than was asked; check that drs and drs-master are of one release");
    }
    std::shared_ptr<const control::Snapshot> snapshot() {
        return answer<std::shared_ptr<const control::Snapshot>>(control::StatusQuery{});
    }

    /// A document for a program, or text for a person; ends the line.
    void show_document(const std::string& document) { console.write(document + "\n"); }
};

}  // namespace drs::cli
