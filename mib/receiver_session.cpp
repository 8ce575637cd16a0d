// SPDX-License-Identifier: Apache-2.0
#include "mib/receiver_session.hpp"

#include <cstring>
#include <map>
#include <utility>

#include "mib/clog_varbinds.hpp"
#include "mib/notification_varbinds.hpp"
#include "mib/session_request.hpp"
#include "runtime/error.hpp"

namespace drs::mib {
namespace {

using Clock = Delivery::Clock;

constexpr std::uint64_t discovery = 0;  // no key of Delivery's
constexpr long discovery_seconds = 1;
constexpr unsigned reports_before_discovery = 3;

[[noreturn]] void not_sent(int why) {
    throw runtime::Error(runtime::Fault::network, std::string("It cannot be sent: ") + snmp_api_errstring(why) + ".");
}

Pdu new_pdu(int command) {
    Pdu pdu(snmp_pdu_create(command));
    if (!pdu) throw std::bad_alloc();
    return pdu;
}

/// A request without a user: what comes back is a report that names the engine.
Pdu discovery_pdu() {
    auto pdu = new_pdu(SNMP_MSG_GET);
    pdu->version = SNMP_VERSION_3;
    pdu->securityName = ::strdup("");
    pdu->securityLevel = SNMP_SEC_LEVEL_NOAUTH;
    pdu->securityModel = SNMP_SEC_MODEL_USM;
    pdu->flags |= UCD_MSG_FLAG_PDU_TIMEOUT;
    pdu->time = discovery_seconds;
    return pdu;
}

}  // namespace

struct ReceiverSession::State {
    /// One request on the wire; the library hands its address back with the answer.
    struct Sending {
        State* self;
        std::uint64_t key;
        Clock::time_point at;
        bool told_time = false;
    };
    const int command;
    const bool clog;
    const Events events;
    SessionRequest request;
    Session session{};
    bool engine_known = false;
    bool stale = false;  // the session is closed before the next sending: not in a callback of its own
    Clock::time_point asked{};  // for the engine
    unsigned reports = 0;
    std::map<const Sending*, std::unique_ptr<Sending>> sendings{};

    void open();
    void close();
    void launch(Pdu pdu, std::uint64_t key);
    void discover();
    void notice_engine();
    void take_report(Sending& sending, netsnmp_pdu& pdu);
    void take_response(std::uint64_t key, Clock::duration took, const netsnmp_pdu& pdu);
    void take(int operation, netsnmp_pdu* pdu, Sending& sending);

    static int on_answer(int operation, netsnmp_session*, int, netsnmp_pdu* pdu, void* sending) {
        auto& which = *static_cast<Sending*>(sending);
        which.self->take(operation, pdu, which);
        return 1;
    }
};

void ReceiverSession::State::open() {
    if (std::exchange(stale, false)) close();
    if (session) return;
    session = request.open();
    engine_known = !request.needs_engine();
    asked = {};
    reports = 0;
}

void ReceiverSession::State::close() {
    session.reset();
    sendings.clear();
}

void ReceiverSession::State::launch(Pdu pdu, std::uint64_t key) {
    auto made = std::make_unique<Sending>(Sending{this, key, Clock::now()});
    auto* sending = made.get();
    sendings.emplace(sending, std::move(made));
    if (snmp_async_send(session.get(), pdu.get(), on_answer, sending) == 0) {
        sendings.erase(sending);
        not_sent(session->s_snmp_errno);
    }
    (void)pdu.release();  // the library's now
}

void ReceiverSession::State::discover() {
    const auto now = Clock::now();
    if (now - asked < std::chrono::seconds(discovery_seconds)) return;
    asked = now;
    launch(discovery_pdu(), discovery);
}

/// The library puts the engine of the report into the session after its callback, so it cannot be seen in that.
void ReceiverSession::State::notice_engine() {
    if (!session || engine_known || session->securityEngineIDLen == 0) return;
    if (!know_user(*session)) return events.refused("Its answer to the discovery of SNMPv3 cannot be used.");
    engine_known = true;
    events.reachable();
}

void ReceiverSession::State::take_report(Sending& sending, netsnmp_pdu& pdu) {
    const int type = snmpv3_get_report_type(&pdu);
    // The first of these tells the time of the receiver's engine, and the library sends once more by itself.
    if (type == SNMPERR_NOT_IN_TIME_WINDOW && !std::exchange(sending.told_time, true)) return;
    stale = stale || type == SNMPERR_UNKNOWN_ENG_ID || ++reports >= reports_before_discovery;
    events.refused(std::string("It refuses the notification: ") + snmp_api_errstring(type) + ".");
}

void ReceiverSession::State::take_response(std::uint64_t key, Clock::duration took, const netsnmp_pdu& pdu) {
    reports = 0;
    if (pdu.errstat == SNMP_ERR_NOERROR) return events.answered(key, took);
    events.refused(std::string("It answers with the error ") + snmp_errstring(static_cast<int>(pdu.errstat)) + ".");
}

/// Only with these two is it certain that the library lets go of the request: it tells of a report as of an error first, and may send once more after it.
/// What is left stays until the session closes; few reports make it do so.
void ReceiverSession::State::take(int operation, netsnmp_pdu* pdu, Sending& sending) {
    const auto key = sending.key;
    const auto took = Clock::now() - sending.at;
    const bool came = operation == NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE;
    if (came && pdu->command == SNMP_MSG_REPORT && key != discovery) return take_report(sending, *pdu);
    const bool answered = came && pdu->command == SNMP_MSG_RESPONSE;
    if (answered || operation == NETSNMP_CALLBACK_OP_TIMED_OUT) sendings.erase(&sending);
    if (answered && key != discovery) take_response(key, took, *pdu);
}

ReceiverSession::ReceiverSession(const Receiver& receiver, const Passwords& secrets, Events events)
    : state_(new State{static_cast<int>(receiver.kind == ReceiverKind::inform ? SNMP_MSG_INFORM : SNMP_MSG_TRAP2), receiver.clog, std::move(events), {receiver, secrets}}) {}

ReceiverSession::~ReceiverSession() { state_->close(); }

void ReceiverSession::notice() { state_->notice_engine(); }

/// A v2c receiver is whoever listens there.
void ReceiverSession::doubt() { state_->stale = state_->request.needs_engine(); }

bool ReceiverSession::send(const alarms::Record& record, std::uint64_t key) {
    auto& state = *state_;
    state.open();
    if (!state.engine_known) {
        state.discover();
        return false;
    }
    auto pdu = new_pdu(state.command);
    pdu->variables = with_uptime(state.clog ? clog_varbinds(record) : notification_varbinds(record)).release();
    if (state.command == SNMP_MSG_INFORM) {
        state.launch(std::move(pdu), key);
        return true;
    }
    if (snmp_send(state.session.get(), pdu.get()) == 0) not_sent(state.session->s_snmp_errno);
    (void)pdu.release();
    return true;
}

}  // namespace drs::mib
