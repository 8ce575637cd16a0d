// SPDX-License-Identifier: Apache-2.0
// snmp-rate PORT COMMUNITY get|getnext|getbulk ROOT MILLISECONDS: one client that asks an agent on loopback again as soon as it has its answer, cell after cell of the subtree and from its
// begin again. With 0 MILLISECONDS until its input ends. Prints JSON: requests, cells, seconds, and the 10th, 50th and 99th percentile of an answer in microseconds. GETBULK asks for 25 repetitions.
#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Name = std::vector<oid>;

constexpr long repetitions = 25;
constexpr std::size_t most_cells = 2000;  // that GET goes through

struct FreePdu {
    void operator()(netsnmp_pdu* pdu) const { snmp_free_pdu(pdu); }
};
using Pdu = std::unique_ptr<netsnmp_pdu, FreePdu>;

class Client {
public:
    Client(const std::string& port, const std::string& community) : peer_("udp:127.0.0.1:" + port), community_(community) {
        netsnmp_session wanted;
        snmp_sess_init(&wanted);
        wanted.version = SNMP_VERSION_2c;
        wanted.peername = peer_.data();
        wanted.community = reinterpret_cast<u_char*>(community_.data());
        wanted.community_len = community_.size();
        wanted.timeout = 10'000'000;
        wanted.retries = 0;
        session_ = snmp_open(&wanted);
        if (session_ == nullptr) throw std::runtime_error("no session");
    }
    ~Client() { snmp_close(session_); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    Pdu ask(int command, const Name& name) {
        netsnmp_pdu* request = snmp_pdu_create(command);
        if (command == SNMP_MSG_GETBULK) {
            request->non_repeaters = 0;
            request->max_repetitions = repetitions;
        }
        snmp_add_null_var(request, name.data(), name.size());
        netsnmp_pdu* answer = nullptr;
        if (snmp_synch_response(session_, request, &answer) != STAT_SUCCESS || answer == nullptr || answer->errstat != SNMP_ERR_NOERROR)
            throw std::runtime_error("a request was not answered");
        return Pdu(answer);
    }

private:
    std::string peer_, community_;
    netsnmp_session* session_ = nullptr;
};

Name name_of(const netsnmp_variable_list& varbind) { return {varbind.name, varbind.name + varbind.name_length}; }
bool below(const netsnmp_variable_list& varbind, const Name& root) {
    return varbind.type != SNMP_ENDOFMIBVIEW && varbind.name_length > root.size() && std::equal(root.begin(), root.end(), varbind.name);
}

/// The first ones.
std::vector<Name> cells_of(Client& client, const Name& root) {
    std::vector<Name> all;
    for (Name at = root; all.size() < most_cells;) {
        const auto answer = client.ask(SNMP_MSG_GETBULK, at);
        for (const auto* each = answer->variables; each != nullptr; each = each->next_variable) {
            if (!below(*each, root)) return all;
            all.push_back(at = name_of(*each));
        }
    }
    return all;
}

struct Seen {
    std::size_t requests = 0, cells = 0;
    double seconds = 0;
    std::vector<double> took;  // microseconds
};

/// Whoever started us has closed our input.
bool input_ended() {
    pollfd input{0, POLLIN, 0};
    return ::poll(&input, 1, 0) > 0;
}

Seen measure(Client& client, int command, const Name& root, std::chrono::milliseconds limit) {
    const auto cells = command == SNMP_MSG_GET ? cells_of(client, root) : std::vector<Name>{root};
    if (cells.empty()) throw std::runtime_error("there is nothing below the root");
    Seen seen;
    Name at = root;
    const auto began = Clock::now();
    auto now = began;
    for (std::size_t turn = 0; limit.count() == 0 ? !input_ended() : now - began < limit; ++turn) {
        const auto answer = client.ask(command, command == SNMP_MSG_GET ? cells[turn % cells.size()] : at);
        const auto before = std::exchange(now, Clock::now());
        ++seen.requests;
        bool ended = false;
        for (const auto* each = answer->variables; each != nullptr && !ended; each = each->next_variable) {
            ended = !below(*each, root);
            if (!ended) ++seen.cells, at = name_of(*each);
        }
        // What lies behind the subtree is another table's, and perhaps another agent's.
        if (!ended) seen.took.push_back(std::chrono::duration<double, std::micro>(now - before).count());
        if (ended) at = root;
    }
    if (seen.took.empty()) throw std::runtime_error("no answer lies wholly below the root");
    seen.seconds = std::chrono::duration<double>(now - began).count();
    return seen;
}

double percentile(std::vector<double>& sorted, double part) { return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(part * static_cast<double>(sorted.size())))]; }

}  // namespace

int main(int argc, char** argv) try {
    if (argc != 6) {
        fmt::print(stderr, "usage: snmp-rate PORT COMMUNITY get|getnext|getbulk ROOT MILLISECONDS\n");
        return 2;
    }
    ::setenv("SNMPCONFPATH", "/nonexistent", 1);
    ::setenv("MIBS", "", 1);
    netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DONT_PERSIST_STATE, 1);
    init_snmp("snmp-rate");
    const std::string what = argv[3];
    const int command = what == "get" ? SNMP_MSG_GET : what == "getnext" ? SNMP_MSG_GETNEXT : SNMP_MSG_GETBULK;
    Name root(MAX_OID_LEN);
    std::size_t length = root.size();
    if (read_objid(argv[4], root.data(), &length) == 0) throw std::runtime_error("ROOT is no object identifier");
    root.resize(length);
    Client client(argv[1], argv[2]);
    auto seen = measure(client, command, root, std::chrono::milliseconds(std::atol(argv[5])));
    std::sort(seen.took.begin(), seen.took.end());
    fmt::print("{{\"requests\":{},\"cells\":{},\"seconds\":{:.3f},\"p10\":{:.1f},\"median\":{:.1f},\"p99\":{:.1f}}}\n", seen.requests, seen.cells, seen.seconds, percentile(seen.took, 0.1), percentile(seen.took, 0.5),
               percentile(seen.took, 0.99));
    return 0;
} catch (const std::exception& failure) {
    fmt::print(stderr, "snmp-rate: {}\n", failure.what());
    return 1;
}
