// SPDX-License-Identifier: Apache-2.0
// drsHistoryTable: backups first, then restores, each by its running number.
#include <algorithm>
#include <array>

#include "mib/groups.hpp"
#include "model/names.hpp"

namespace drs::mib {
namespace {

const control::HistoryRow& entry(const Source& source, std::size_t row) {
    const auto& backups = source.snapshot.backups;
    return row < backups.size() ? backups[row] : source.snapshot.restores[row - backups.size()];
}
const model::Job& job(const Source& source, std::size_t row) { return entry(source, row).job; }

Oid index(const Source& source, std::size_t row) {
    const auto kind = row < source.snapshot.backups.size() ? model::JobKind::backup : model::JobKind::restore;
    return {static_cast<SubId>(kind), entry(source, row).index};
}

Value duration(const model::Job& job) {
    if (!job.ended || *job.ended < job.started) return unsigned32(0);
    const auto length = std::chrono::duration_cast<std::chrono::seconds>(*job.ended - job.started);
    return unsigned32(static_cast<std::uint64_t>(length.count()));
}

constexpr std::array columns{
    Column{3, "drsHistoryJobId", [](const Source& s, std::size_t row) { return unsigned32(job(s, row).id); }},
    Column{4, "drsHistorySetId",
           [](const Source& s, std::size_t row) { return text(job(s, row).set ? job(s, row).set->text() : ""); }},
    Column{5, "drsHistoryDeviceName", [](const Source& s, std::size_t row) { return text(job(s, row).device); }},
    Column{6, "drsHistoryCompleted", [](const Source& s, std::size_t row) { return date_and_time(job(s, row).ended); }},
    Column{7, "drsHistoryResult", [](const Source& s, std::size_t row) { return enumerated(job(s, row).result); }},
    Column{8, "drsHistoryTrigger", [](const Source& s, std::size_t row) { return enumerated(job(s, row).trigger); }},
    Column{9, "drsHistoryVersion", [](const Source& s, std::size_t row) { return text(job(s, row).product_version); }},
    Column{10, "drsHistoryFeatures",
           [](const Source& s, std::size_t row) { return long_text(model::join(job(s, row).features)); }},
    Column{11, "drsHistoryFailedFeatures",
           [](const Source& s, std::size_t row) { return long_text(model::join(job(s, row).failed_features)); }},
    Column{12, "drsHistoryBytes", [](const Source& s, std::size_t row) { return counter64(job(s, row).bytes_stored()); }},
    Column{13, "drsHistoryDuration", [](const Source& s, std::size_t row) { return duration(job(s, row)); }},
};

}  // namespace

Group history_group() {
    return {{objects_branch, 8, 1},
            columns,
            [](const Source& s) { return s.snapshot.backups.size() + s.snapshot.restores.size(); },
            index};
}

}  // namespace drs::mib
