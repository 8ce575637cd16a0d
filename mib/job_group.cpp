// SPDX-License-Identifier: Apache-2.0
// drsJob: the operation that runs, or else the one that ran last.
#include <algorithm>
#include <array>

#include "mib/groups.hpp"

namespace drs::mib {
namespace {

using Seconds = std::chrono::duration<double>;

const model::Job& job(const Source& source) {
    static const model::Job nothing_ran = [] {
        model::Job job;
        job.result = model::Result::none;
        return job;
    }();
    return source.snapshot.job ? *source.snapshot.job : nothing_ran;
}

/// Of a backup before compression, of a restore as stored: what bytes_expected counts too.
std::uint64_t bytes_done(const model::Job& job) {
    std::uint64_t sum = 0;
    for (const auto& c : job.components) sum += c.bytes(job.kind);
    return sum;
}

/// 0 as long as one component's size is not known: half a total is worse than none.
std::uint64_t bytes_total(const model::Job& job) {
    std::uint64_t sum = 0;
    for (const auto& c : job.components) {
        if (c.bytes_expected == 0) return 0;
        sum += c.bytes_expected;
    }
    return sum;
}

double elapsed(const Source& source) {
    const auto& current = job(source);
    return std::max(0.0, Seconds(current.ended.value_or(source.now) - current.started).count());
}

std::uint64_t rate(const Source& source) {
    const auto seconds = elapsed(source);
    if (job(source).id == 0 || seconds < 0.001) return 0;
    return static_cast<std::uint64_t>(static_cast<double>(bytes_done(job(source))) / seconds);
}

std::optional<model::TimePoint> end_estimate(const Source& source) {
    const auto& current = job(source);
    if (current.ended) return current.ended;
    const auto done = bytes_done(current), total = bytes_total(current), speed = rate(source);
    if (total == 0 || done > total || speed == 0) return std::nullopt;
    const auto left = std::chrono::seconds(static_cast<std::int64_t>((total - done) / speed));
    return source.now + left;
}

std::optional<model::TimePoint> start(const model::Job& job) {
    return job.id == 0 ? std::nullopt : std::optional(job.started);
}

constexpr std::array columns{
    Column{1, "drsJobId", [](const Source& s, std::size_t) { return unsigned32(job(s).id); }},
    Column{2, "drsJobKind", [](const Source& s, std::size_t) { return enumerated(job(s).kind); }},
    Column{3, "drsJobTrigger", [](const Source& s, std::size_t) { return enumerated(job(s).trigger); }},
    Column{4, "drsJobState", [](const Source& s, std::size_t) { return enumerated(job(s).result); }},
    Column{5, "drsJobPercent", [](const Source& s, std::size_t) { return unsigned32(job(s).percent()); }},
    Column{6, "drsJobBytesDone", [](const Source& s, std::size_t) { return counter64(bytes_done(job(s))); }},
    Column{7, "drsJobBytesTotal", [](const Source& s, std::size_t) { return counter64(bytes_total(job(s))); }},
    Column{8, "drsJobRate", [](const Source& s, std::size_t) { return counter64(rate(s)); }},
    Column{9, "drsJobStartTime", [](const Source& s, std::size_t) { return date_and_time(start(job(s))); }},
    Column{10, "drsJobEndEstimate", [](const Source& s, std::size_t) { return date_and_time(end_estimate(s)); }},
    Column{11, "drsJobSetId", [](const Source& s, std::size_t) { return text(job(s).set ? job(s).set->text() : ""); }},
};

}  // namespace

Group job_group() { return {{objects_branch, 7}, columns, one_row, scalar_index}; }

}  // namespace drs::mib
