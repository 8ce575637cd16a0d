// SPDX-License-Identifier: Apache-2.0
// drsReceiverTable: the consoles that are notified on sessions of our own, and how that fares.
#include <array>

#include "mib/groups.hpp"
#include "mib/row_status.hpp"

namespace drs::mib {
namespace {

const ReceiverState& receiver(const Source& source, std::size_t row) { return (*source.delivery.receivers)[row]; }

constexpr std::array columns{
    Column{2, "drsReceiverAddress", [](const Source& s, std::size_t row) { return text(receiver(s, row).address); }},
    Column{3, "drsReceiverVersion", [](const Source& s, std::size_t row) { return enumerated(receiver(s, row).version); }},
    Column{4, "drsReceiverKind", [](const Source& s, std::size_t row) { return enumerated(receiver(s, row).kind); }},
    Column{5, "drsReceiverUser", [](const Source& s, std::size_t row) { return text(receiver(s, row).user); }},
    Column{6, "drsReceiverOperState", [](const Source& s, std::size_t row) { return enumerated(receiver(s, row).status); }},
    Column{7, "drsReceiverDelivered", [](const Source& s, std::size_t row) { return counter32(receiver(s, row).delivered); }},
    Column{8, "drsReceiverQueued", [](const Source& s, std::size_t row) { return unsigned32(receiver(s, row).queued); }},
    Column{9, "drsReceiverRetried", [](const Source& s, std::size_t row) { return counter32(receiver(s, row).retried); }},
    Column{10, "drsReceiverLastError", [](const Source& s, std::size_t row) { return long_text(receiver(s, row).last_error); }},
    Column{11, "drsReceiverStorageType", [](const Source&, std::size_t) { return enumerated(StorageType::read_only); }},
    Column{12, "drsReceiverRowStatus", [](const Source&, std::size_t) { return enumerated(RowStatus::active); }},
    Column{13, "drsReceiverName", [](const Source& s, std::size_t row) { return text(receiver(s, row).name); }},
};

}  // namespace

Group receiver_group() {
    return {{objects_branch, 11, 1, 1},
            columns,
            [](const Source& s) { return s.delivery.receivers ? s.delivery.receivers->size() : 0; },
            [](const Source& s, std::size_t row) { return Oid{receiver(s, row).index}; }};
}

}  // namespace drs::mib
