// SPDX-License-Identifier: Apache-2.0
// One run of a backup or restore, as status, history and SNMP show it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/component.hpp"
#include "model/set_id.hpp"
#include "model/words.hpp"

namespace drs::model {

using JobId = std::uint32_t;  // from 1, grows over restarts; 0 = none

inline constexpr unsigned shown_history = 20;  // of each kind, as in the guide

struct ComponentProgress {
    std::string node;
    ComponentKey key;
    Result result = Result::pending;
    std::uint64_t bytes_before = 0;   // bytes of tar or script so far
    std::uint64_t bytes_stored = 0;   // bytes of the stored file so far
    std::uint64_t bytes_expected = 0; // of bytes_before (backup) or bytes_stored (restore); 0 = unknown
    std::optional<TimePoint> finished;
    std::string reason;               // why it failed; one sentence
    std::string log_file;             // below var/log/active

    /// So far, of the kind that bytes_expected counts.
    std::uint64_t bytes(JobKind kind) const { return kind == JobKind::backup ? bytes_before : bytes_stored; }
    /// 0..1; one that has ended, however, counts whole.
    double done(JobKind kind) const;
};

struct Job {
    JobId id = 0;
    JobKind kind = JobKind::backup;
    Trigger trigger = Trigger::manual;
    std::string schedule;             // that began it; empty: somebody did
    std::optional<SetId> set;
    std::string device;               // name, or server:path of an ad-hoc one
    DeviceKind device_kind = DeviceKind::local;
    std::string location;             // as `Storage Location:` shows it
    TimePoint started{};
    std::optional<TimePoint> ended;
    Result result = Result::active;
    std::string reason;               // of an ERROR or WARNING; what a restore was allowed in spite of
    std::string product_version;
    std::vector<std::string> features;
    std::vector<std::string> failed_features;
    std::vector<ComponentProgress> components;

    std::uint64_t bytes_stored() const {
        std::uint64_t sum = 0;
        for (const auto& c : components) sum += c.bytes_stored;
        return sum;
    }
    /// 0..100; finished components count whole, a running one by its expected bytes.
    unsigned percent() const;
};

/// `job 12, a backup`: how both agents speak of it to people outside of it.
std::string title(JobId id, JobKind kind);

}  // namespace drs::model
