// SPDX-License-Identifier: Apache-2.0
// One SET: all of its varbinds become true together, or none does.
#pragma once

#include <optional>
#include <vector>

#include "control/desk.hpp"
#include "mib/row_table.hpp"
#include "mib/set_fault.hpp"
#include "mib/set_requests.hpp"

namespace drs::mib {

/// What a manager writes: `below` the root. `known_type`: the value has one of the types a column can have.
struct Assignment {
    Oid below;
    Value value;
    bool known_type = true;
};

/// Goes through the phases of Net-SNMP's SET processing (also those of AgentX, RFC 2741 section 7.2.4), each at most once and in their order. What is thrown is a SetError;
/// then nothing has changed. Varbinds may come in any order.
class SetTransaction {
public:
    SetTransaction(std::vector<Assignment> assignments, control::Caller caller);

    /// RESERVE1: each varbind for itself: there is such an object, it can be written, the value has its type, length and range.
    void check_each();
    /// RESERVE2: rows as a whole, and what the control service says of all of it.
    void plan(const Source& source, Pending& pending, control::Desk& desk);
    /// ACTION: what can be undone, durably.
    void apply(Pending& pending, control::Desk& desk);
    /// COMMIT: what cannot fail any more.
    void commit(control::Desk& desk);
    /// UNDO, after `apply`.
    void undo(Pending& pending, control::Desk& desk);

private:
    void plan_row(const RowTable& table, SubId index, const std::vector<std::size_t>& varbinds, const Source& source, Pending& pending);
    void plan_request(const SetRequest& request, SubId index, const std::vector<std::size_t>& varbinds, const Source& source);
    void put(const RowTable& table, SubId index, const Values& values, const Source& source, std::size_t blamed, bool activate);
    struct Origin {
        const RowTable* table;
        const SetRequest* request;
        SubId index;
        std::size_t varbind;
    };
    void add(control::Edit edit, const Origin& origin);
    [[noreturn]] void blame(const control::Refusal& refusal, const Origin& origin) const;
    void ask(control::Desk& desk, control::Desk::Work work);

    std::vector<Assignment> assignments_;
    control::Caller caller_;
    struct Where {
        const Group* group = nullptr;
        const RowTable* table = nullptr;      // either this
        const SetRequest* request = nullptr;  // or this
        SubId column = 0;
        SubId index = 0;
    };
    std::vector<Where> where_;  // of each assignment
    control::Edits edits_;
    std::vector<Origin> origins_;  // of each edit
    std::optional<Pending> next_;
    Pending before_;
    control::Undo undo_;
};

}  // namespace drs::mib
