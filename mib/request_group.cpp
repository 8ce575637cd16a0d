// SPDX-License-Identifier: Apache-2.0
// drsJobRequestTable: jobs that managers ask for, and what became of them; and the two objects that cancel a job.
#include <algorithm>
#include <array>

#include "mib/groups.hpp"
#include "mib/request_rows.hpp"
#include "mib/row_status.hpp"
#include "model/names.hpp"

namespace drs::mib {
namespace {

using Row = control::RequestRow;
enum : SubId { owner = 2, kind = 3, device = 4, set = 5, features = 6, nodes = 7, state = 8, job = 9, result = 10, reason = 11, storage = 12, row_status = 13 };

SubId index_at(const Source& s, std::size_t row) { return s.snapshot.requests[row].request.index; }
Place place(const Source& s, std::size_t number) {
    return place_at(number, s.snapshot.requests.size(), [&](std::size_t row) { return index_at(s, row); }, s.pending.requests);
}

template <class Read>
Value cell(const Source& s, std::size_t number, SubId column, Read read) {
    const auto at = place(s, number);
    if (at.row) return read(s.snapshot.requests[*at.row]);
    static const Row fresh;
    return pending_value(*at.pending, column, read(fresh));
}

constexpr Writable name_syntax{Syntax::octets, 0, 255};
constexpr Writable kind_syntax{Syntax::integer32, 1, 4};
constexpr Writable index_syntax{Syntax::unsigned32, 1, 4294967295u};
constexpr Writable list_syntax{Syntax::octets, 0, 1024};
constexpr Writable status_syntax{Syntax::integer32, 1, 6};

constexpr std::array columns{
    Column{owner, "drsJobRequestOwner", [](const Source& s, std::size_t n) { return cell(s, n, owner, [](const Row& r) { return text(r.request.owner); }); }, &name_syntax},
    Column{kind, "drsJobRequestKind", [](const Source& s, std::size_t n) { return cell(s, n, kind, [](const Row& r) { return enumerated(r.request.kind); }); }, &kind_syntax},
    Column{device, "drsJobRequestDeviceIndex", [](const Source& s, std::size_t n) { return cell(s, n, device, [](const Row& r) { return unsigned32(r.request.device_index); }); }, &index_syntax},
    Column{set, "drsJobRequestSetId", [](const Source& s, std::size_t n) { return cell(s, n, set, [](const Row& r) { return text(r.request.set); }); }, &name_syntax},
    Column{features, "drsJobRequestFeatures", [](const Source& s, std::size_t n) { return cell(s, n, features, [](const Row& r) { return long_text(model::join(r.request.features, ",")); }); }, &list_syntax},
    Column{nodes, "drsJobRequestNodes", [](const Source& s, std::size_t n) { return cell(s, n, nodes, [](const Row& r) { return long_text(model::join(r.request.nodes, ",")); }); }, &list_syntax},
    Column{state, "drsJobRequestState", [](const Source& s, std::size_t n) { return cell(s, n, state, [](const Row& r) { return enumerated(r.state); }); }},
    Column{job, "drsJobRequestJobId", [](const Source& s, std::size_t n) { return cell(s, n, job, [](const Row& r) { return unsigned32(r.job); }); }},
    Column{result, "drsJobRequestResult", [](const Source& s, std::size_t n) { return cell(s, n, result, [](const Row& r) { return enumerated(r.result); }); }},
    Column{reason, "drsJobRequestReason", [](const Source& s, std::size_t n) { return cell(s, n, reason, [](const Row& r) { return long_text(r.reason); }); }},
    Column{storage, "drsJobRequestStorageType", [](const Source&, std::size_t) { return enumerated(StorageType::volatile_); }},
    Column{row_status, "drsJobRequestRowStatus", [](const Source& s, std::size_t n) { return status_of(place(s, n)); }, &status_syntax},
};

constexpr std::array<SubId, 2> needed{kind, device};
constexpr std::array<std::pair<std::string_view, SubId>, 5> fields{
    {{"kind", kind}, {"device", device}, {"set", set}, {"features", features}, {"nodes", nodes}}};

std::vector<std::string> names_in(const Value& value) {
    return value.octets.empty() ? std::vector<std::string>{} : model::split_features(value.octets);
}

class RequestRows final : public RowTable {
public:
    Oid at() const override { return {objects_branch, 7, 13, 1}; }
    SubId status_column() const override { return row_status; }
    Role role() const override { return Role::operator_; }
    std::span<const SubId> required(const Values&) const override { return needed; }
    bool exists(const Source& source, SubId index) const override {
        const auto& rows = source.snapshot.requests;
        return std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return row.request.index == index; });
    }
    bool changes_in_place() const override { return false; }
    PendingRows& pending(Pending& all) const override { return all.requests; }
    control::Edit put(const Source&, SubId index, const Values& values, bool) const override {
        control::JobRequest request;
        request.index = index;
        for (const auto& [column, value] : values) {
            switch (column) {
                case owner: request.owner = value.octets; break;
                case kind: request.kind = static_cast<model::JobKind>(value.number); break;
                case device: request.device_index = static_cast<std::uint32_t>(value.number); break;
                case set: request.set = value.octets; break;
                case features: request.features = names_in(value); break;
                case nodes: request.nodes = names_in(value); break;
                default: break;
            }
        }
        return control::SubmitJob{std::move(request)};
    }
    control::Edit remove(SubId index) const override { return control::ForgetRequest{index}; }
    SubId column_of(std::string_view field) const override {
        for (const auto& [word, column] : fields)
            if (word == field) return column;
        return 0;
    }
};

constexpr Writable cancel_syntax{Syntax::integer32, 1, 2};
constexpr Writable job_syntax{Syntax::unsigned32, 1, 4294967295u};

/// What is read is that nothing is asked for: 0 is no job, and the mode is the milder one.
constexpr std::array cancel_columns{
    Column{cancel_column::mode, "drsJobCancel", [](const Source&, std::size_t) { return enumerated(control::CancelMode::after_component); }, &cancel_syntax},
    Column{cancel_column::job, "drsJobCancelJobId", [](const Source&, std::size_t) { return unsigned32(0); }, &job_syntax},
};

}  // namespace

const RowTable& request_rows() {
    static const RequestRows rows;
    return rows;
}

Group job_request_group() {
    return {{objects_branch, 7, 13, 1},
            columns,
            [](const Source& s) { return places(s.snapshot.requests.size(), [&](std::size_t row) { return index_at(s, row); }, s.pending.requests); },
            [](const Source& s, std::size_t n) { return Oid{place(s, n).index}; }};
}

Group job_cancel_group() { return {{objects_branch, 7}, cancel_columns, one_row, scalar_index}; }

}  // namespace drs::mib
