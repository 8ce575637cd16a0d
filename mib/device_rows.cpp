// SPDX-License-Identifier: Apache-2.0
#include "mib/device_rows.hpp"

#include <algorithm>
#include <array>

namespace drs::mib {
namespace {

using namespace device_column;

constexpr std::array<SubId, 3> needed{name, kind, path};
constexpr std::array<SubId, 5> needed_on_a_server{name, kind, path, server, user};
constexpr std::array<std::pair<std::string_view, SubId>, 8> fields{{{"name", name},
                                                                    {"kind", kind},
                                                                    {"server", server},
                                                                    {"port", port},
                                                                    {"path", path},
                                                                    {"user", user},
                                                                    {"password", password},
                                                                    {"keep_sets", keep_sets}}};

bool is_on_a_server(const Values& values) {
    const auto chosen = values.find(kind);
    return chosen != values.end() && static_cast<model::DeviceKind>(chosen->second.number) == model::DeviceKind::network;
}

control::DeviceChange change_of(const Values& values) {
    control::DeviceChange change;
    for (const auto& [column, value] : values) {
        switch (column) {
            case name: change.name = value.octets; break;
            case kind: change.kind = static_cast<model::DeviceKind>(value.number); break;
            case server: change.server = value.octets; break;
            case port: change.port = static_cast<std::uint32_t>(value.number); break;
            case path: change.path = value.octets; break;
            case user: change.user = value.octets; break;
            case password: change.password = value.secret; break;
            case keep_sets: change.keep_sets = static_cast<std::uint32_t>(value.number); break;
            default: break;
        }
    }
    return change;
}

class DeviceRows final : public RowTable {
public:
    Oid at() const override { return {objects_branch, 5, 1}; }
    SubId status_column() const override { return row_status; }
    std::span<const SubId> required(const Values& values) const override {
        return is_on_a_server(values) ? std::span<const SubId>(needed_on_a_server) : std::span<const SubId>(needed);
    }
    bool exists(const Source& source, SubId index) const override { return device_at(source, index).row != nullptr; }
    bool is_active(const Source& source, SubId index) const override { return device_at(source, index).saved; }
    bool changes_in_place() const override { return true; }
    PendingRows& pending(Pending& all) const override { return all.devices; }
    control::Edit put(const Source& source, SubId index, const Values& values, bool activate) const override {
        return control::PutDevice{index, change_of(values), !exists(source, index), activate};
    }
    control::Edit remove(SubId index) const override { return control::RemoveDevice{index}; }
    SubId column_of(std::string_view field) const override {
        for (const auto& [word, column] : fields)
            if (word == field) return column;
        return 0;
    }
};

}  // namespace

DeviceOfState device_at(const Source& source, SubId index) {
    const auto in = [&](const std::vector<control::DeviceRow>& rows) {
        const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.index == index; });
        return found == rows.end() ? nullptr : &*found;
    };
    if (const auto* saved = in(source.snapshot.devices)) return {saved, true};
    return {in(source.snapshot.device_candidates), false};
}

const RowTable& device_rows() {
    static const DeviceRows rows;
    return rows;
}

}  // namespace drs::mib
