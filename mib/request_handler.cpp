// SPDX-License-Identifier: Apache-2.0
#include "mib/request_handler.hpp"

#include <array>

#include "mib/net_snmp.hpp"
#include "mib/view.hpp"
#include "runtime/error.hpp"

#include <net-snmp/agent/agent_sysORTable.h>

namespace drs::mib {
namespace {

constexpr const char* registration_name = "drsObjects";
constexpr const char* capability = "OpenDRS: disaster recovery of an appliance";

}  // namespace

struct RequestHandler::State {
    explicit State(trace::Trace& where) : trace(where) {}

    trace::Trace& trace;
    std::shared_ptr<const control::Snapshot> snapshot = std::make_shared<const control::Snapshot>();
    DeliveryState delivery;
    model::TimePoint now{};
    netsnmp_handler_registration* registration = nullptr;  // the library's, until it is unregistered

    Source source() const { return {*snapshot, delivery, now}; }

    void get(netsnmp_agent_request_info* info, netsnmp_request_info* request) const {
        const auto asked = oid_of(request->requestvb->name, request->requestvb->name_length);
        const auto value = find(groups(), source(), OidView(asked).subspan(root.size()));
        if (value)
            answer(*request->requestvb, {}, *value);
        else
            netsnmp_set_request_error(info, request, SNMP_NOSUCHINSTANCE);
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

    void handle(netsnmp_agent_request_info* info, netsnmp_request_info* requests) const {
        for (auto* request = requests; request != nullptr; request = request->next) {
            if (request->processed != 0) continue;
            if (info->mode == MODE_GET)
                get(info, request);
            else if (info->mode == MODE_GETNEXT)
                get_next(request);
            else
                netsnmp_set_request_error(info, request, SNMP_ERR_NOTWRITABLE);
        }
    }

    static int on_request(netsnmp_mib_handler*, netsnmp_handler_registration* registration, netsnmp_agent_request_info* info,
                          netsnmp_request_info* requests) {
        const auto* self = static_cast<const State*>(registration->my_reg_void);
        try {
            self->handle(info, requests);
        } catch (const std::exception& failure) {  // must not pass through the C library
            self->trace.error("RequestHandler.handle", "A request was answered with genErr: {}", failure.what());
            return SNMP_ERR_GENERR;
        }
        return SNMP_ERR_NOERROR;
    }
};

RequestHandler::RequestHandler(trace::Trace& trace) : state_(std::make_unique<State>(trace)) {
    const auto subtree = native(absolute(std::array{objects_branch}));
    auto* registration =
        netsnmp_create_handler_registration(registration_name, State::on_request, subtree.data(), subtree.size(), HANDLER_CAN_RONLY);
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
}

}  // namespace drs::mib
