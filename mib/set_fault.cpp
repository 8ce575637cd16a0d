// SPDX-License-Identifier: Apache-2.0
#include "mib/set_fault.hpp"

namespace drs::mib {

SetFault fault_of(control::Kind kind) {
    using control::Kind;
    switch (kind) {
        case Kind::bad_value:
        case Kind::usage: return SetFault::wrong_value;
        case Kind::not_found:   // what another row or the system would have to be
        case Kind::busy:
        case Kind::in_use:
        case Kind::not_permitted:
        case Kind::mismatch:
        case Kind::not_authentic: return SetFault::inconsistent_value;
        case Kind::limit:
        case Kind::device:
        case Kind::unreachable: return SetFault::resource_unavailable;
        case Kind::internal: break;
    }
    return SetFault::gen_err;
}

}  // namespace drs::mib
