// SPDX-License-Identifier: Apache-2.0
#include "mib/clog_history.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "mib/clog_message.hpp"
#include "mib/clog_varbinds.hpp"
#include "mib/view.hpp"
#include "runtime/error.hpp"

namespace drs::mib {
namespace {

constexpr const char* registration_name = "clogHistory";
constexpr SubId length_scalar = 1, flushed_scalar = 2;

}  // namespace

struct ClogHistory::State {
    State(const alarms::Spool& from, trace::Trace& where) : spool(from), trace(where) {}

    const alarms::Spool& spool;
    trace::Trace& trace;
    std::uint64_t last = 0;     // the newest record in `cells`
    std::vector<Cell> cells{};  // below clog_history, in the order of a walk
    netsnmp_handler_registration* registration = nullptr;  // the library's, until it is unregistered

    void refresh() {
        const auto newest = spool.last_sequence();
        if (newest == last && !cells.empty()) return;
        const auto records = spool.after(newest - std::min<std::uint64_t>(newest, most_clog_messages), most_clog_messages);
        cells.clear();
        for (const auto& record : records) add(record);
        last = records.empty() ? newest : records.back().sequence;
        cells.push_back({{length_scalar, 0}, {Syntax::integer32, most_clog_messages, {}}});
        cells.push_back({{flushed_scalar, 0}, counter32(last - records.size())});
        std::ranges::sort(cells, [](const Cell& left, const Cell& right) { return compare(left.at, right.at) < 0; });
    }

    void add(const alarms::Record& record) {
        for (auto& [column, value] : clog_cells(record)) {
            const std::array instance{column, clog_index(record.sequence)};
            cells.push_back({joined(clog_entry, instance), std::move(value)});
        }
    }

    auto first_from(OidView at) const {
        return std::ranges::lower_bound(cells, at, [](OidView left, OidView right) { return compare(left, right) < 0; }, [](const Cell& cell) { return OidView(cell.at); });
    }

    static bool is_object(OidView at) {
        if (begins_with(at, clog_entry)) return at.size() > 2 && at[2] >= clog_column::facility && at[2] <= clog_column::timestamp;
        return !at.empty() && (at[0] == length_scalar || at[0] == flushed_scalar);
    }

    void get(netsnmp_agent_request_info* info, netsnmp_request_info* request, OidView at) const {
        const auto cell = first_from(at);
        if (cell != cells.end() && compare(cell->at, at) == 0) return mib::answer(*request->requestvb, {}, cell->value);
        netsnmp_set_request_error(info, request, is_object(at) ? SNMP_NOSUCHINSTANCE : SNMP_NOSUCHOBJECT);
    }

    void get_next(netsnmp_request_info* request, OidView at) const {
        auto cell = first_from(at);
        if (cell != cells.end() && request->inclusive == 0 && compare(cell->at, at) == 0) ++cell;
        if (cell != cells.end()) mib::answer(*request->requestvb, joined(clog_history, cell->at), cell->value);
    }

    void handle(netsnmp_agent_request_info* info, netsnmp_request_info* requests) {
        if (info->mode != MODE_GET && info->mode != MODE_GETNEXT) return (void)netsnmp_set_request_error(info, requests, SNMP_ERR_NOTWRITABLE);
        refresh();
        for (auto* request = requests; request != nullptr; request = request->next) {
            if (request->processed != 0) continue;
            const auto asked = oid_of(request->requestvb->name, request->requestvb->name_length);
            const bool inside = begins_with(asked, clog_history);
            if (!inside && compare(asked, clog_history) > 0) continue;
            const auto at = inside ? OidView(asked).subspan(clog_history.size()) : OidView{};
            if (info->mode == MODE_GET) get(info, request, at);
            else get_next(request, at);
        }
    }

    static int on_request(netsnmp_mib_handler*, netsnmp_handler_registration* registration, netsnmp_agent_request_info* info, netsnmp_request_info* requests) {
        auto* self = static_cast<State*>(registration->my_reg_void);
        try {
            self->handle(info, requests);
        } catch (const std::exception& failure) {  // must not pass through the C library
            self->trace.error("ClogHistory.handle", "A request was answered with genErr: {}", failure.what());
            return SNMP_ERR_GENERR;
        }
        return SNMP_ERR_NOERROR;
    }
};

ClogHistory::ClogHistory(const alarms::Spool& spool, trace::Trace& trace) : state_(std::make_unique<State>(spool, trace)) {
    const auto subtree = native(clog_history);
    auto* registration = netsnmp_create_handler_registration(registration_name, State::on_request, subtree.data(), subtree.size(), HANDLER_CAN_RWRITE);
    if (registration == nullptr) throw std::bad_alloc();
    registration->my_reg_void = state_.get();
    // On failure the library frees the registration itself.
    if (const int result = netsnmp_register_handler(registration); result != MIB_REGISTERED_OK)
        throw runtime::Error(runtime::Fault::network, "SNMP cannot register clogHistory: Net-SNMP answers " + std::to_string(result) +
                                                          "; see the lines before this one in the trace, or set snmp.clog = no.");
    state_->registration = registration;
}

ClogHistory::~ClogHistory() { netsnmp_unregister_handler(state_->registration); }

}  // namespace drs::mib
