// SPDX-License-Identifier: Apache-2.0
// etc/drs/snmp/receivers: read or refused, and what is read has a name and a numeric address.
#include <cstdlib>
#include <string_view>

#include "mib/receivers_file.hpp"
#include "runtime/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    try {
        const auto all = drs::mib::parse_receivers({reinterpret_cast<const char*>(data), size}, "receivers", "/etc/drs/snmp");
        if (all.size() > drs::mib::most_receivers) std::abort();
        for (const auto& each : all)
            if (each.name.empty() || each.address.rfind(':') == std::string::npos || each.window == 0 || each.rate == 0) std::abort();
    } catch (const drs::runtime::Error&) {
    }
    return 0;
}
