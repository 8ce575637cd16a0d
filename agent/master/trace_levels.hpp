// SPDX-License-Identifier: Apache-2.0
// The levels of the trace that are set at run time, in the Master and in every node.
#pragma once

#include <optional>

#include "control/edits.hpp"
#include "control/snapshot.hpp"
#include "master/operation.hpp"
#include "runtime/trace_options.hpp"

namespace drs::master {

class TraceLevels {
public:
    /// Begins with the levels that an earlier Master was told to keep; a file of them that is damaged is traced and passed over.
    explicit TraceLevels(Means& means);

    std::vector<control::TraceLevelRow> rows() const;
    /// Throws EditRefusal for the first edit that names no area or no level; passes over the edits that are for others.
    void check(const control::Edits& edits) const;
    /// All of them at once, in their order. Kept levels are durable when it returns. Throws as `check`, and runtime::Error(file); then nothing has changed.
    control::Undo apply(const control::Edits& edits, const control::Caller& caller);
    /// For a node that has just connected.
    void tell(RegisteredNode& node) const;

private:
    struct Wish {
        runtime::AreaLevels set{};   // at run time, now
        runtime::AreaLevels kept{};  // also after the next start
        bool operator==(const Wish&) const = default;
    };
    Wish after(const control::Edits& edits) const;
    void become(const Wish& wish);
    wire::TraceLevels message() const;

    Means& means_;
    Wish wish_;
};

}  // namespace drs::master
