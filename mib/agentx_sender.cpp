// SPDX-License-Identifier: Apache-2.0
#include "mib/agentx_sender.hpp"

#include <map>

#include "mib/clog_varbinds.hpp"
#include "mib/notification_varbinds.hpp"
#include "runtime/error.hpp"

#include <net-snmp/agent/agent_callbacks.h>

namespace drs::mib {
namespace {

constexpr int agentx_notify = 12;  // RFC 2741 section 6.1; the library's header with its name is not installed
constexpr long answer_seconds = 5;

std::string failure_of(int operation, const netsnmp_pdu* pdu) {
    switch (operation) {
        case NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE: break;
        case NETSNMP_CALLBACK_OP_TIMED_OUT: return "snmpd does not answer.";
        default: return "the connection to snmpd broke.";
    }
    if (pdu->errstat == SNMP_ERR_NOERROR) return {};
    return "snmpd refuses the notification with AgentX error " + std::to_string(pdu->errstat) + ".";
}

}  // namespace

struct AgentxSender::State {
    Events events;
    const bool clog;
    netsnmp_session* master = nullptr;  // the library's; set while it is connected
    std::map<int, std::uint64_t> sent{};  // request number -> sequence

    /// The number of the request.
    int request(Varbinds varbinds);

    void answer(int operation, int request, const netsnmp_pdu* pdu) {
        const auto found = sent.find(request);
        if (found == sent.end()) return;  // forgotten
        const auto sequence = found->second;
        sent.erase(found);
        events.answered(sequence, failure_of(operation, pdu));
    }

    static int on_answer(int operation, netsnmp_session*, int request, netsnmp_pdu* pdu, void* self) {
        static_cast<State*>(self)->answer(operation, request, pdu);
        return 1;
    }
    static int on_connected(int, int, void* session, void* self) {
        auto& state = from_place<State>(self);
        state.master = static_cast<netsnmp_session*>(session);
        state.events.connected();
        return 0;
    }
    static int on_disconnected(int, int, void*, void* self) {
        auto& state = from_place<State>(self);
        state.master = nullptr;
        state.events.disconnected();
        return 0;
    }
};

AgentxSender::AgentxSender(Events events, bool clog) : state_(new State{std::move(events), clog}) {
    snmp_register_callback(SNMP_CALLBACK_APPLICATION, SNMPD_CALLBACK_INDEX_START, State::on_connected, placed(state_.get()));
    snmp_register_callback(SNMP_CALLBACK_APPLICATION, SNMPD_CALLBACK_INDEX_STOP, State::on_disconnected, placed(state_.get()));
}

// The library has let go of us when it shut down.
AgentxSender::~AgentxSender() = default;

bool AgentxSender::ready() const { return state_->master != nullptr; }

int AgentxSender::State::request(Varbinds varbinds) {
    Pdu pdu(snmp_pdu_create(agentx_notify));
    if (!pdu) throw std::bad_alloc();
    pdu->version = master->version;
    pdu->sessid = master->sessid;
    pdu->variables = varbinds.release();
    // The session's own limit is that of a ping, and short; a busy master may take longer over a notification.
    pdu->flags |= UCD_MSG_FLAG_PDU_TIMEOUT;
    pdu->time = answer_seconds;
    const int number = snmp_async_send(master, pdu.get(), on_answer, this);
    if (number == 0) throw runtime::Error(runtime::Fault::network, "snmpd did not take the notification.");
    (void)pdu.release();  // the library's now
    return number;
}

bool AgentxSender::send(const alarms::Record& record) {
    // The answer to the second, which comes later on the same connection, stands for both.
    if (state_->clog) (void)state_->request(clog_varbinds(record));
    state_->sent[state_->request(notification_varbinds(record))] = record.sequence;
    return false;
}

void AgentxSender::send_once(const alarms::Record& record) { (void)state_->request(notification_varbinds(record)); }

void AgentxSender::forget() { state_->sent.clear(); }

}  // namespace drs::mib
