// SPDX-License-Identifier: Apache-2.0
// Where everything lies below the one root (default `/`, `--root DIR`).
#pragma once

#include <filesystem>

namespace drs::runtime {

struct Paths {
    explicit Paths(std::filesystem::path root_directory = "/") : root(std::move(root_directory)) {}
    std::filesystem::path root;

    std::filesystem::path configuration() const { return root / "etc/drs"; }
    std::filesystem::path settings_file() const { return configuration() / "drs.conf"; }
    std::filesystem::path components() const { return configuration() / "components.d"; }
    std::filesystem::path product_file() const { return configuration() / "product.xml"; }
    std::filesystem::path device_file() const { return configuration() / "drfDevice.xml"; }
    std::filesystem::path schedule_file() const { return configuration() / "drfSchedule.xml"; }
    /// Further age recipients, one a line: whoever holds their identities can read the sets too.
    std::filesystem::path recipients_file() const { return configuration() / "recipients"; }
    /// Net-SNMP's own configuration of the embedded agent (communities, users, receivers).
    std::filesystem::path snmp_configuration() const { return configuration() / "snmp"; }

    std::filesystem::path state() const { return root / "var/lib/drs"; }
    std::filesystem::path database() const { return state() / "drs.db"; }
    /// Levels set with `trace level --keep`, in the form of drs.conf and over it.
    std::filesystem::path trace_levels() const { return state() / "trace-levels.conf"; }
    std::filesystem::path keys() const { return state() / "keys"; }
    std::filesystem::path spool(const char* daemon) const { return state() / "spool" / daemon; }
    std::filesystem::path snmp_state() const { return state() / "snmp"; }

    /// `activelog` on the command line.
    std::filesystem::path active_log() const { return root / "var/log/active"; }
    std::filesystem::path trace() const { return active_log() / "platform/drf/trace"; }
    std::filesystem::path component_log() const { return active_log() / "platform/drf/log"; }

    std::filesystem::path run() const { return root / "run/drs"; }
    /// Nobody backs up, restores or changes the platform at the same time as another (runtime/platform_lock.hpp).
    std::filesystem::path platform_lock() const { return run() / "platform.lock"; }
    std::filesystem::path control_socket() const { return run() / "control.sock"; }

    // Keys and certificates (docs/operations.md). Public parts are 0644, private ones 0600.
    std::filesystem::path authority_certificate() const { return keys() / "ca.crt"; }
    std::filesystem::path authority_key() const { return keys() / "ca.key"; }
    std::filesystem::path master_certificate() const { return keys() / "master.crt"; }
    std::filesystem::path master_key() const { return keys() / "master.key"; }
    std::filesystem::path node_certificate() const { return keys() / "node.crt"; }
    std::filesystem::path node_key() const { return keys() / "node.key"; }
    std::filesystem::path age_identity() const { return keys() / "age-identity.txt"; }
    std::filesystem::path signing_key() const { return keys() / "signing.key"; }
    std::filesystem::path signing_public_key() const { return keys() / "signing.pub"; }
    std::filesystem::path ssh_key() const { return keys() / "ssh_id_ed25519"; }
};

}  // namespace drs::runtime
