// SPDX-License-Identifier: Apache-2.0
#include "mib/request_handler.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "mib/net_snmp.hpp"
#include "mib/set_transaction.hpp"
#include "mib/view.hpp"
#include "runtime/error.hpp"

#include <net-snmp/agent/agent_sysORTable.h>

namespace drs::mib {
namespace {

constexpr const char* registration_name = "drsObjects";
constexpr const char* capability = "OpenDRS: disaster recovery of an appliance";

Value octets_of(OidView below, std::string octets) {
    const auto* column = object_at(groups(), below).column;
    if (column == nullptr || column->writable == nullptr || !column->writable->secret) return {Syntax::octets, 0, std::move(octets)};
    return {Syntax::octets, 0, {}, std::make_shared<const model::Secret>(std::move(octets))};
}

Assignment assignment_of(const netsnmp_variable_list& varbind) {
    const auto name = oid_of(varbind.name, varbind.name_length);
    Assignment assignment{{name.begin() + static_cast<std::ptrdiff_t>(std::min(root.size(), name.size())), name.end()}, {}, true};
    switch (varbind.type) {
        case ASN_INTEGER: assignment.value = {Syntax::integer32, static_cast<std::uint64_t>(*varbind.val.integer), {}}; break;
        case ASN_UNSIGNED: assignment.value = {Syntax::unsigned32, static_cast<std::uint64_t>(*varbind.val.integer) & 0xffffffffu, {}}; break;
        case ASN_OCTET_STR: assignment.value = octets_of(assignment.below, std::string(reinterpret_cast<const char*>(varbind.val.string), varbind.val_len)); break;
        default: assignment.known_type = false;
    }
    return assignment;
}

std::vector<Assignment> assignments_of(const netsnmp_request_info* requests) {
    std::vector<Assignment> all;
    for (const auto* request = requests; request != nullptr; request = request->next) all.push_back(assignment_of(*request->requestvb));
    return all;
}

/// A community is a secret, and behind an AgentX master nobody says who asks.
control::Caller caller_of(const netsnmp_agent_request_info* info) {
    const auto* pdu = info->asp == nullptr ? nullptr : info->asp->pdu;
    if (pdu == nullptr || pdu->version != SNMP_VERSION_3 || pdu->securityName == nullptr) return {model::Trigger::snmp, "an SNMP manager"};
    return {model::Trigger::snmp, "SNMP user " + std::string(pdu->securityName, pdu->securityNameLen)};
}

/// A community goes over the wire in clear text: it reads, whatever drs-master.conf says. Behind an AgentX master that one decides.
bool is_unprotected(const netsnmp_agent_request_info* info) {
    const auto* pdu = info->asp == nullptr ? nullptr : info->asp->pdu;
    return pdu != nullptr && (pdu->version == SNMP_VERSION_1 || pdu->version == SNMP_VERSION_2c);
}

}  // namespace

struct RequestHandler::State {
    State(control::Desk* where_to, trace::Trace& where) : desk(where_to), trace(where) {}

    control::Desk* desk;
    trace::Trace& trace;
    std::shared_ptr<const control::Snapshot> snapshot = std::make_shared<const control::Snapshot>();
    DeliveryState delivery;
    std::uint64_t trace_dropped = 0;
    model::TimePoint now{};
    Pending pending;
    std::unique_ptr<SetTransaction> set;
    bool applied = false;  // by the one SET that is under way
    netsnmp_handler_registration* registration = nullptr;  // the library's, until it is unregistered

    Source source() const { return {*snapshot, delivery, now, pending, trace_dropped}; }

    void get(netsnmp_agent_request_info* info, netsnmp_request_info* request) const {
        const auto asked = oid_of(request->requestvb->name, request->requestvb->name_length);
        const auto below = OidView(asked).subspan(root.size());
        if (const auto value = find(groups(), source(), below)) return answer(*request->requestvb, {}, *value);
        const bool is_object = object_at(groups(), below).column != nullptr;
        netsnmp_set_request_error(info, request, is_object ? SNMP_NOSUCHINSTANCE : SNMP_NOSUCHOBJECT);
    }

    /// Without a successor the varbind stays as it is: the library then goes on behind our subtree.
    void get_next(netsnmp_request_info* request) const {
        const auto asked = oid_of(request->requestvb->name, request->requestvb->name_length);
        const bool inside = begins_with(asked, root);
        if (!inside && compare(asked, root) > 0) return;
        const auto below = inside ? OidView(asked).subspan(root.size()) : OidView{};
        if (request->inclusive != 0) {
            if (const auto value = find(groups(), source(), below)) return answer(*request->requestvb, {}, *value);
        }
        if (const auto cell = next(groups(), source(), below)) answer(*request->requestvb, absolute(cell->at), cell->value);
    }

    void answer_reads(netsnmp_agent_request_info* info, netsnmp_request_info* requests) const {
        for (auto* request = requests; request != nullptr; request = request->next) {
            if (request->processed != 0) continue;
            if (info->mode == MODE_GET)
                get(info, request);
            else
                get_next(request);
        }
    }

    /// A phase that comes again, because an AgentX master did not wait for our answer, does nothing twice.
    void run_phase(netsnmp_agent_request_info* info, netsnmp_request_info* requests) {
        switch (info->mode) {
            case MODE_SET_RESERVE1:
                applied = false;
                set = std::make_unique<SetTransaction>(assignments_of(requests), caller_of(info));
                return set->check_each();
            case MODE_SET_RESERVE2: return set ? set->plan(source(), pending, *desk) : void();
            case MODE_SET_ACTION:
                if (!set || std::exchange(applied, true)) return;
                return set->apply(pending, *desk);
            case MODE_SET_COMMIT:
                if (set) set->commit(*desk);
                break;
            case MODE_SET_UNDO:
                if (set && applied) set->undo(pending, *desk);
                break;
            default: break;  // FREE: nothing has changed
        }
        set.reset();
    }

    void handle_set(netsnmp_agent_request_info* info, netsnmp_request_info* requests) {
        if (desk == nullptr) return (void)netsnmp_set_request_error(info, requests, SNMP_ERR_NOTWRITABLE);
        if (is_unprotected(info)) return (void)netsnmp_set_request_error(info, requests, SNMP_ERR_NOACCESS);
        try {
            run_phase(info, requests);
        } catch (const SetError& error) {
            applied = false;
            auto* request = requests;
            for (std::size_t i = 0; i < error.varbind() && request->next != nullptr; ++i) request = request->next;
            trace.info("RequestHandler.handle", "a SET is refused with error {} at varbind {}: {}", static_cast<int>(error.fault()), error.varbind() + 1, error.what());
            netsnmp_set_request_error(info, request, static_cast<int>(error.fault()));
        }
    }

    void handle(netsnmp_agent_request_info* info, netsnmp_request_info* requests) {
        if (info->mode == MODE_GET || info->mode == MODE_GETNEXT) answer_reads(info, requests);
        else handle_set(info, requests);
    }

    static int on_request(netsnmp_mib_handler*, netsnmp_handler_registration* registration, netsnmp_agent_request_info* info,
                          netsnmp_request_info* requests) {
        auto* self = static_cast<State*>(registration->my_reg_void);
        try {
            self->handle(info, requests);
        } catch (const std::exception& failure) {  // must not pass through the C library
            self->trace.error("RequestHandler.handle", "A request was answered with genErr: {}", failure.what());
            return SNMP_ERR_GENERR;
        }
        return SNMP_ERR_NOERROR;
    }
};

RequestHandler::RequestHandler(control::Desk* desk, trace::Trace& trace) : state_(std::make_unique<State>(desk, trace)) {
    const auto subtree = native(absolute(std::array{objects_branch}));
    auto* registration =
        netsnmp_create_handler_registration(registration_name, State::on_request, subtree.data(), subtree.size(), HANDLER_CAN_RWRITE);
    if (registration == nullptr) throw std::bad_alloc();
    registration->my_reg_void = state_.get();
    // On failure the library frees the registration itself.
    if (const int result = netsnmp_register_handler(registration); result != MIB_REGISTERED_OK)
        throw runtime::Error(runtime::Fault::network, "SNMP cannot register drsObjects: Net-SNMP answers " + std::to_string(result) +
                                                          "; see the lines before this one in the trace.");
    state_->registration = registration;
    const auto module = native(absolute({}));
    register_sysORTable(const_cast<oid*>(module.data()), module.size(), capability);
}

RequestHandler::~RequestHandler() {
    auto module = native(absolute({}));
    unregister_sysORTable(module.data(), module.size());
    netsnmp_unregister_handler(state_->registration);
}

void RequestHandler::show(std::shared_ptr<const control::Snapshot> snapshot, DeliveryState delivery, model::TimePoint now) {
    state_->snapshot = std::move(snapshot);
    state_->delivery = delivery;
    state_->now = now;
    state_->trace_dropped = state_->trace.lost();
}

}  // namespace drs::mib
