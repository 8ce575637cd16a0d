// SPDX-License-Identifier: Apache-2.0
// drsJobComponentTable: the components of the operation that runs, or else of the one that ran last.
#include <array>

#include "mib/groups.hpp"

namespace drs::mib {
namespace {

enum class State { pending = 1, active = 2, ended = 3 };

const control::JobComponentRow& row(const Source& source, std::size_t number) { return source.snapshot.job_components[number]; }
const model::Job& job(const Source& source) { return *source.snapshot.job; }
const model::ComponentProgress& component(const Source& source, std::size_t number) { return job(source).components[row(source, number).place]; }

State state_of(const model::ComponentProgress& component) {
    if (component.finished) return State::ended;
    return component.result == model::Result::pending ? State::pending : State::active;
}

constexpr std::array columns{
    Column{2, "drsJobComponentState", [](const Source& s, std::size_t n) { return enumerated(state_of(component(s, n))); }},
    Column{3, "drsJobComponentResult", [](const Source& s, std::size_t n) { return enumerated(component(s, n).result); }},
    Column{4, "drsJobComponentPercent",
           [](const Source& s, std::size_t n) { return unsigned32(static_cast<std::uint64_t>(100 * component(s, n).done(job(s).kind))); }},
    Column{5, "drsJobComponentBytes", [](const Source& s, std::size_t n) { return counter64(component(s, n).bytes(job(s).kind)); }},
    Column{6, "drsJobComponentReason", [](const Source& s, std::size_t n) { return long_text(component(s, n).reason); }},
    Column{7, "drsJobComponentLogFile", [](const Source& s, std::size_t n) { return long_text(component(s, n).log_file); }},
    Column{8, "drsJobComponentName", [](const Source& s, std::size_t n) { return text(component(s, n).key.component); }},
    Column{9, "drsJobComponentBytesTotal", [](const Source& s, std::size_t n) { return counter64(component(s, n).bytes_expected); }},
    Column{10, "drsJobComponentEndTime", [](const Source& s, std::size_t n) { return date_and_time(component(s, n).finished); }},
};

}  // namespace

Group job_component_group() {
    return {{objects_branch, 7, 12, 1},
            columns,
            [](const Source& s) { return s.snapshot.job_components.size(); },
            [](const Source& s, std::size_t n) {
                const auto& at = row(s, n);
                return Oid{job(s).id, at.node_index, at.feature_index, at.component_index};
            }};
}

}  // namespace drs::mib
