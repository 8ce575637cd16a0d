// SPDX-License-Identifier: Apache-2.0
// A real OpenSSH server on a loopback port of its own, with keys and configuration in a directory that goes with it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "model/device.hpp"
#include "tests/support/cpp/process.hpp"

namespace drs::test {

/// A directory of a test, below the system's temporary one unless it is told another; removed with all that is in it.
class TemporaryDirectory {
public:
    TemporaryDirectory() : TemporaryDirectory(std::filesystem::temp_directory_path()) {}
    explicit TemporaryDirectory(const std::filesystem::path& below);
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// A port of 127.0.0.1 that was free a moment ago.
std::uint16_t free_port();
/// Runs a command to its end; throws std::runtime_error with its output unless it exits with 0.
void run_command(const std::vector<std::string>& command, const std::filesystem::path& directory);

class Sshd {
public:
    struct Options {
        std::string sftp = "internal-sftp";  // with options, e.g. -R for read only
        std::string more;                    // further lines of sshd_config
    };
    Sshd() : Sshd(Options{}) {}
    explicit Sshd(Options options);

    std::uint16_t port() const { return port_; }
    /// A directory for sets, on this machine.
    std::filesystem::path store() const { return home_.path() / "store"; }
    /// As ssh-keygen -l prints it.
    std::string fingerprint() const;
    /// Our user, the key that is allowed in, and the store; no pinned host key.
    model::Device device() const;
    /// A key that is not allowed in.
    std::filesystem::path strange_key() const;

    /// The listener and every session, by SIGKILL.
    void kill() { process_->kill_all(); }
    /// On the same port.
    void revive();
    void freeze() const { process_->freeze(); }
    void thaw() const { process_->thaw(); }
    /// While it is dead.
    void change_host_key();

private:
    void start();
    bool answers();
    void write_configuration() const;
    std::filesystem::path file(const char* name) const { return home_.path() / name; }

    TemporaryDirectory home_;
    Options options_;
    std::uint16_t port_ = 0;
    std::optional<Process> process_;
};

}  // namespace drs::test
