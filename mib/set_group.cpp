// SPDX-License-Identifier: Apache-2.0
// drsSetTable and drsSetListTable: the sets that were last seen on each device, and when and how that was.
#include <algorithm>
#include <array>
#include <utility>

#include "mib/groups.hpp"
#include "mib/set_requests.hpp"
#include "model/names.hpp"

namespace drs::mib {
namespace {

using control::SetListRow;
using control::SetRow;

enum class Completeness { complete = 1, partial = 2, unknown = 3 };
enum class Verified { verified = 1, failed = 2, unknown = 3 };

const SetListRow& list(const Source& source, std::size_t row) { return source.snapshot.set_lists[row]; }

std::size_t count(const Source& source) {
    std::size_t sum = 0;
    for (const auto& each : source.snapshot.set_lists) sum += each.sets->size();
    return sum;
}

/// `number` counts over all lists, of which there are few.
std::pair<const SetListRow&, const SetRow&> place(const Source& source, std::size_t number) {
    auto each = source.snapshot.set_lists.begin();
    for (; number >= each->sets->size(); ++each) number -= each->sets->size();
    return {*each, (*each->sets)[number]};
}
const model::SetSummary& set(const Source& source, std::size_t number) { return place(source, number).second.set; }

Completeness completeness(const model::SetSummary& set) {
    if (!set.complete) return Completeness::unknown;
    return *set.complete ? Completeness::complete : Completeness::partial;
}

Value age(const Source& source, const SetListRow& row) {
    if (!row.time) return unsigned32(never_happened);
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(source.now - *row.time).count();
    return unsigned32(static_cast<std::uint64_t>(std::clamp<decltype(age)>(age, 0, never_happened - 1)));
}

constexpr std::array set_columns{
    Column{2, "drsSetId", [](const Source& s, std::size_t n) { return text(set(s, n).id.text()); }},
    Column{3, "drsSetHost", [](const Source& s, std::size_t n) { return text(set(s, n).host); }},
    Column{4, "drsSetVersion", [](const Source& s, std::size_t n) { return text(set(s, n).complete ? set(s, n).product_version : ""); }},
    Column{5, "drsSetFeatures", [](const Source& s, std::size_t n) { return long_text(model::join(set(s, n).features, ",")); }},
    Column{6, "drsSetBytes", [](const Source& s, std::size_t n) { return counter64(set(s, n).complete ? set(s, n).bytes : unknown_bytes); }},
    Column{7, "drsSetComplete", [](const Source& s, std::size_t n) { return enumerated(completeness(set(s, n))); }},
    Column{8, "drsSetVerified", [](const Source&, std::size_t) { return enumerated(Verified::unknown); }},
    Column{9, "drsSetVerifiedTime", [](const Source&, std::size_t) { return date_and_time(std::nullopt); }},
};

constexpr Writable refresh_syntax{Syntax::integer32, 2, 2};

constexpr std::array list_columns{
    Column{1, "drsSetListState", [](const Source& s, std::size_t n) { return enumerated(list(s, n).state); }},
    Column{2, "drsSetListTime", [](const Source& s, std::size_t n) { return date_and_time(list(s, n).time); }},
    Column{3, "drsSetListAge", [](const Source& s, std::size_t n) { return age(s, list(s, n)); }},
    Column{4, "drsSetListText", [](const Source& s, std::size_t n) { return long_text(list(s, n).reason); }},
    Column{5, "drsSetListCount", [](const Source& s, std::size_t n) { return unsigned32(list(s, n).count); }},
    Column{set_list_refresh, "drsSetListRefresh", [](const Source&, std::size_t) { return Value{Syntax::integer32, 1, {}}; }, &refresh_syntax},
};

}  // namespace

Group set_group() {
    return {{objects_branch, 9, 1, 1}, set_columns, count, [](const Source& s, std::size_t n) {
                const auto [list, row] = place(s, n);
                return Oid{list.device_index, row.index};
            }};
}

Group set_list_group() {
    return {{objects_branch, 9, 2, 1},
            list_columns,
            [](const Source& s) { return s.snapshot.set_lists.size(); },
            [](const Source& s, std::size_t n) { return Oid{list(s, n).device_index}; }};
}

}  // namespace drs::mib
