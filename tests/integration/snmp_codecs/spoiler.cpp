// SPDX-License-Identifier: Apache-2.0
// spoiler AGENTX_SOCKET: another subagent, whose only object (root.4041.1.0) fails in the phase of a SET that its value names: 1 RESERVE1, 2 RESERVE2,
// 3 ACTION, 4 COMMIT, else none. Ends at the end of stdin.
#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>
#include <net-snmp/agent/net-snmp-agent-includes.h>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace {

constexpr std::array<oid, 12> instance{1, 3, 6, 1, 4, 1, 8072, 9999, 9999, 4041, 1, 0};

bool fails_in(int mode, long wanted) {
    constexpr std::array phases{MODE_SET_RESERVE1, MODE_SET_RESERVE2, MODE_SET_ACTION, MODE_SET_COMMIT};
    return wanted >= 1 && wanted <= 4 && phases[static_cast<std::size_t>(wanted - 1)] == mode;
}

int on_request(netsnmp_mib_handler*, netsnmp_handler_registration*, netsnmp_agent_request_info* info, netsnmp_request_info* requests) {
    auto& varbind = *requests->requestvb;
    if (info->mode == MODE_GET) {
        const long none = 0;
        snmp_set_var_typed_value(&varbind, ASN_INTEGER, &none, sizeof none);
    } else if (varbind.type == ASN_INTEGER && fails_in(info->mode, *varbind.val.integer)) {
        netsnmp_set_request_error(info, requests, info->mode == MODE_SET_COMMIT ? SNMP_ERR_COMMITFAILED : SNMP_ERR_RESOURCEUNAVAILABLE);
    }
    return SNMP_ERR_NOERROR;
}

bool wait_for_either() {
    int highest = 0, block = 1;
    fd_set readable;
    timeval patience{1, 0};
    FD_ZERO(&readable);
    snmp_select_info(&highest, &readable, &patience, &block);
    FD_SET(STDIN_FILENO, &readable);
    if (block != 0) patience = {1, 0};
    if (select(std::max(highest, STDIN_FILENO + 1), &readable, nullptr, nullptr, &patience) < 0) return false;
    if (FD_ISSET(STDIN_FILENO, &readable)) return false;
    snmp_read(&readable);
    run_alarms();
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    netsnmp_ds_set_boolean(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_ROLE, 1);
    netsnmp_ds_set_string(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_X_SOCKET, argv[1]);
    netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_ALARM_DONT_USE_SIG, 1);
    setenv("MIBS", "", 1);
    snmp_enable_stderrlog();
    init_agent("spoiler");
    netsnmp_register_instance(netsnmp_create_handler_registration("spoiler", on_request, instance.data(), instance.size(), HANDLER_CAN_RWRITE));
    init_snmp("spoiler");
    std::puts("ready");
    std::fflush(stdout);
    while (wait_for_either()) {
    }
    snmp_shutdown("spoiler");
    return 0;
}
