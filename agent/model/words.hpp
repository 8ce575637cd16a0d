// SPDX-License-Identifier: Apache-2.0
// The enumerations of the guide and the MIB, with the words every face shows for them. Values are those of
// DRS-MIB: never renumber, never reuse.
#pragma once

#include <string_view>

namespace drs::model {

enum class DeviceKind { tape = 1, network = 2, local = 3 };
enum class DeviceState { unknown = 1, validating = 2, ready = 3, unreachable = 4, refused = 5, full = 6, failed = 7 };
enum class ComponentKind { files = 1, script = 2 };
enum class NodeRole { master = 1, standby = 2, node = 3 };
enum class SystemState { idle = 1, backup = 2, restore = 3, verify = 4, drill = 5 };
enum class JobKind { backup = 1, restore = 2, verify = 3, drill = 4 };
enum class Trigger { manual = 1, scheduled = 2, snmp = 3, web = 4, cli = 5 };
/// Of a job and of one component in it. `none`: nothing has run yet. `pending`: its turn has not come.
enum class Result { none = 1, active = 2, success = 3, warning = 4, error = 5, canceled = 6, pending = 7 };
enum class Frequency { once = 1, daily = 2, weekly = 3, monthly = 4 };

std::string_view word(DeviceKind kind);     // TAPE NETWORK LOCAL
std::string_view word(DeviceState state);   // UNKNOWN VALIDATING READY UNREACHABLE REFUSED FULL FAILED
std::string_view word(ComponentKind kind);  // files script
std::string_view word(NodeRole role);       // master standby node
std::string_view word(SystemState state);   // IDLE BACKUP RESTORE VERIFY DRILL
std::string_view word(JobKind kind);        // BACKUP RESTORE VERIFY DRILL
/// The guide knows two types; everything a person or console started is MANUAL.
std::string_view word(Trigger trigger);     // MANUAL SCHEDULED
std::string_view word(Result result);       // NONE ACTIVE SUCCESS WARNING ERROR CANCELED PENDING
std::string_view word(Frequency frequency); // once daily weekly monthly

}  // namespace drs::model
