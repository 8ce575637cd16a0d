// SPDX-License-Identifier: Apache-2.0
// What SET has to know of a table in which managers make rows.
#pragma once

#include <span>
#include <string_view>

#include "control/edits.hpp"
#include "mib/group.hpp"
#include "mib/role.hpp"

namespace drs::mib {

using Values = std::map<SubId, Value>;  // by column

class RowTable {
public:
    virtual ~RowTable() = default;
    /// As Group::at.
    virtual Oid at() const = 0;
    virtual SubId status_column() const = 0;
    /// Who may make rows.
    virtual Role role() const { return Role::administrator; }
    /// A row with these values that lacks one of these columns is notReady.
    virtual std::span<const SubId> required(const Values& values) const = 0;
    /// Of the state; what managers are still making is in `pending`.
    virtual bool exists(const Source& source, SubId index) const = 0;
    /// Whether a row that exists is active: one that is not is made active by its RowStatus.
    virtual bool is_active(const Source& source, SubId index) const { return exists(source, index); }
    /// Whether columns of an active row can be written.
    virtual bool changes_in_place() const = 0;
    virtual PendingRows& pending(Pending& all) const = 0;
    /// A row with `values` set: over the one there is, or over the defaults. `activate`: its RowStatus says so. Throws control::Refusal with its field.
    virtual control::Edit put(const Source& source, SubId index, const Values& values, bool activate) const = 0;
    virtual control::Edit remove(SubId index) const = 0;
    /// The column that a refusal's field means; 0: none.
    virtual SubId column_of(std::string_view field) const = 0;
};

std::span<const RowTable* const> row_tables();

}  // namespace drs::mib
