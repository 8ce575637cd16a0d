// SPDX-License-Identifier: Apache-2.0
#include "mib/access.hpp"

#include <fmt/format.h>

#include <set>

#include "mib/oid.hpp"
#include "mib/row_table.hpp"
#include "mib/set_requests.hpp"

namespace drs::mib {
namespace {

/// Beside DRS-MIB: the system group, snmpEngine, and the history of CISCO-SYSLOG-MIB.
constexpr const char* also_read[] = {".1.3.6.1.2.1.1", ".1.3.6.1.6.3.10.2.1", ".1.3.6.1.4.1.9.9.41"};

std::string dotted(OidView below) {
    std::string text;
    for (const auto each : absolute(below)) text += fmt::format(".{}", each);
    return text;
}

std::set<Oid> operated() {
    std::set<Oid> all;
    for (const auto* table : row_tables())
        if (table->role() == Role::operator_) all.insert(table->at());
    for (const auto& request : set_requests())
        if (request.role == Role::operator_)
            for (const auto column : request.columns) all.insert(joined(request.at, Oid{column}));
    return all;
}

}  // namespace

std::vector<std::string> view_directives() {
    std::vector<std::string> lines{"view drsRead included " + dotted({})};
    for (const auto* each : also_read) lines.push_back(std::string("view drsRead included ") + each);
    for (const auto& each : operated()) lines.push_back("view drsOperate included " + dotted(each));
    lines.push_back("view drsAdminister included " + dotted({}));
    lines.emplace_back("access drsMonitor \"\" usm priv exact drsRead none none");
    lines.emplace_back("access drsOperator \"\" usm priv exact drsRead drsOperate none");
    lines.emplace_back("access drsAdministrator \"\" usm priv exact drsRead drsAdminister none");
    return lines;
}

std::string group_directive(const std::string& user, Role role) {
    const char* group = role == Role::monitor ? "drsMonitor" : role == Role::operator_ ? "drsOperator" : "drsAdministrator";
    return fmt::format("group {} usm {}", group, user);
}

}  // namespace drs::mib
