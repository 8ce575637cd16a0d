// SPDX-License-Identifier: Apache-2.0
// The control service: every rule of the system stands behind it, and every face (command line, SNMP, browser)
// is only a way to call it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "control/refusal.hpp"
#include "control/snapshot.hpp"
#include "model/backup_set.hpp"
#include "model/device.hpp"
#include "model/job.hpp"
#include "runtime/awaitable.hpp"

namespace drs::control {

/// Who asks: goes into the trace and the job.
struct Caller {
    model::Trigger trigger = model::Trigger::cli;
    std::string name;  // `root (uid 0)`
};

/// A defined device by name, or one given only for this request (server, path, user, password).
struct DeviceChoice {
    std::string name;
    std::optional<model::Device> ad_hoc;
};

struct BackupRequest {
    DeviceChoice device;
    std::vector<std::string> features;
};

struct RestoreRequest {
    DeviceChoice device;
    std::string set;                     // `<id>` or `<id>.tar`
    std::vector<std::string> features;   // empty: all in the set
    std::string node;                    // the node to restore; empty: every node in the set
    bool check_integrity = true;         // false: scripts get their data without the verification pass
    bool allow_host_name = false;        // a set of a Master with another host name, too
    bool allow_build_flavour = false;    // a set of another build flavour, too
};

struct StartedJob {
    model::JobId job = 0;
    std::optional<model::SetId> set;
};

enum class CancelMode { after_component = 1, now = 2 };

/// All calls are made on the io thread. Each throws Refusal, and has then changed nothing.
class Service {
public:
    virtual ~Service() = default;

    /// Validates everything that can be known beforehand (names, device, registration), then starts the job and
    /// returns; the outcome is in `snapshot().job` and the history.
    virtual runtime::Awaitable<StartedJob> start_backup(BackupRequest request, Caller caller) = 0;
    /// As above; also checks that the set exists, its signature, and the product version before it returns.
    virtual runtime::Awaitable<StartedJob> start_restore(RestoreRequest request, Caller caller) = 0;
    virtual void cancel(CancelMode mode, Caller caller) = 0;

    /// Validates against the real device first: login, path, write, rename and remove of a probe file. Pins the
    /// host key. Returns the device as saved, without its password.
    virtual runtime::Awaitable<DeviceRow> add_device(model::Device device, Caller caller) = 0;
    /// `*`: all that no schedule uses. Returns the names removed.
    virtual std::vector<std::string> remove_device(const std::string& name, Caller caller) = 0;

    /// Sets on a device whose catalogue exists, newest first.
    virtual runtime::Awaitable<std::vector<model::SetSummary>> sets(DeviceChoice device, Caller caller) = 0;

    /// The state as of now; cheap, immutable, safe to keep and to read on any thread.
    virtual std::shared_ptr<const Snapshot> snapshot() const = 0;
};

}  // namespace drs::control
