// SPDX-License-Identifier: Apache-2.0
#include "mib/snmp_library.hpp"

#include <filesystem>

#include "mib/access.hpp"
#include "mib/configuration.hpp"
#include "mib/net_snmp.hpp"
#include "mib/users_file.hpp"
#include "mib/usm.hpp"
#include "runtime/error.hpp"

// Modules of the agent library whose headers are not installed.
extern "C" {
void init_vacm_vars(void);
void init_usmUser(void);
void init_system_mib(void);
void init_snmpEngine(void);
}

namespace drs::mib {
namespace {

/// Net-SNMP's number for AgentX where a session's SNMP version stands; its header is not installed.
constexpr long agentx_version_1 = 0xc1;

/// A master that hangs holds up the SNMP thread this long for each thing it is asked.
constexpr long agentx_timeout_microseconds = 330'000;

int on_log(int, int, void* server, void* client) {
    const auto* message = static_cast<const snmp_log_message*>(server);
    auto& trace = from_place<trace::Trace>(client);
    std::string_view text(message->msg);
    while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
    if (text.empty()) return 0;
    if (message->priority <= LOG_ERR)
        trace.error("SnmpLibrary.log", "{}", text);
    else if (message->priority == LOG_WARNING)
        trace.warn("SnmpLibrary.log", "{}", text);
    else
        trace.debug("SnmpLibrary.log", "{}", text);
    return 0;
}

/// Also called for the sessions of trap receivers, which keep their limits.
int on_session(int, int, void* server, void*) {
    auto& session = *static_cast<netsnmp_session*>(server);
    if (session.version != agentx_version_1) return 0;
    session.timeout = agentx_timeout_microseconds;
    session.retries = 0;
    return 0;
}

/// Absolute: the library takes what does not begin with `/` from the root directory.
void use_directories(const runtime::Paths& paths) {
    const auto state = std::filesystem::absolute(paths.snmp_state());
    std::filesystem::create_directories(state);
    std::filesystem::permissions(state, std::filesystem::perms::owner_all);
    set_configuration_directory(std::filesystem::absolute(paths.snmp_configuration()).c_str());
    set_persistent_directory(state.c_str());
    const auto scratch = (state / "tmpXXXXXX").string();
    netsnmp_ds_set_string(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_TEMP_FILE_PATTERN, scratch.c_str());
}

void log_into(trace::Trace& trace) {
    snmp_disable_log();
    snmp_enable_calllog();
    snmp_register_callback(SNMP_CALLBACK_LIBRARY, SNMP_CALLBACK_LOGGING, on_log, placed(&trace));
}

void prepare_agentx(const runtime::Settings::Snmp& snmp) {
    netsnmp_ds_set_boolean(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_ROLE, 1);
    netsnmp_ds_set_boolean(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_NO_CONNECTION_WARNINGS, 1);
    netsnmp_ds_set_string(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_X_SOCKET, snmp.agentx_socket.c_str());
    snmp_register_callback(SNMP_CALLBACK_LIBRARY, SNMP_CALLBACK_SESSION_INIT, on_session, nullptr);
}

void prepare_embedded(const runtime::Settings::Snmp& snmp) {
    const std::string transport = snmp.address.starts_with('[') ? "udp6:" : "udp:";
    netsnmp_ds_set_boolean(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_ROLE, 0);
    netsnmp_ds_set_string(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_PORTS, (transport + snmp.address).c_str());
    char no_smux[] = "-smux";  // or the library opens 0.0.0.0:199/tcp
    add_to_init_list(no_smux);
}

void configure(std::string directive) {
    if (netsnmp_config(directive.data()) != SNMPERR_SUCCESS)
        throw runtime::Error(runtime::Fault::network, "SNMP cannot begin: Net-SNMP does not take `" + directive + "`.");
}

/// After the engine is known: keys are made for it.
void admit_users(const std::filesystem::path& directory) {
    for (auto& directive : view_directives()) configure(std::move(directive));
    for (const auto& [credentials, role] : read_users(directory)) {
        const auto whose = "SNMP user " + credentials.user;
        admit(credentials, read_passwords(credentials, whose), whose);
        configure(group_directive(credentials.user, role));
    }
}

}  // namespace

SnmpLibrary::SnmpLibrary(const runtime::Settings& settings, trace::Trace& trace) : settings_(settings) {
    const bool embedded = settings.snmp.mode == runtime::SnmpMode::embedded;
    log_into(trace);
    use_directories(settings.paths);
    netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_ALARM_DONT_USE_SIG, 1);
    netsnmp_ds_set_boolean(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_NO_ROOT_ACCESS, 1);
    netsnmp_ds_set_boolean(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_DONT_LOG_TCPWRAPPERS_CONNECTS, 1);
    embedded ? prepare_embedded(settings.snmp) : prepare_agentx(settings.snmp);
    if (init_agent(application) != 0)
        throw runtime::Error(runtime::Fault::network, "SNMP cannot begin: see the lines before this one in the trace.");
    if (!embedded) {
        // Not before: init_agent puts its own 15 seconds there.
        netsnmp_ds_set_int(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_AGENTX_PING_INTERVAL,
                           static_cast<int>(settings.snmp.ping.count()));
        return;
    }
    init_vacm_vars();
    init_usmUser();
    init_snmpEngine();
    init_system_mib();
}

SnmpLibrary::~SnmpLibrary() {
    snmp_shutdown(application);
    shutdown_agent();
    snmp_disable_log();
}

void SnmpLibrary::open() {
    init_snmp(application);
    if (settings_.snmp.mode != runtime::SnmpMode::embedded) return;
    admit_users(settings_.paths.snmp_configuration());
    if (init_master_agent() != 0)
        throw runtime::Error(runtime::Fault::network, "SNMP cannot listen on udp " + settings_.snmp.address +
                                                          ": another program has it, or it is not ours; choose another with "
                                                          "DRS_SNMP_PORT or snmp.address in drs.conf.");
}

}  // namespace drs::mib
