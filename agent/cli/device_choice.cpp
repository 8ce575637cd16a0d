// SPDX-License-Identifier: Apache-2.0
#include "cli/device_choice.hpp"

#include <filesystem>

#include "cli/printable.hpp"
#include "cli/server_address.hpp"

namespace drs::cli {
namespace {

// A relative path would mean another file to the Master.
std::string absolute(const std::string& path) { return std::filesystem::absolute(path).lexically_normal().string(); }

void sign_in(model::Device& device, const Options& options, Session& session) {
    if (options.public_key) return;
    if (options.key_file) device.key_file = absolute(*options.key_file);
    else if (options.password_fd) device.password = session.console.read_password(*options.password_fd);
    else device.password = session.console.ask_password("Enter password for " + printable(device.user + "@" + device.server) + ":");
}

}  // namespace

control::DeviceChoice named_device(const std::string& name) { return {name, std::nullopt}; }

model::Device network_device(const std::string& path, const std::string& server, const std::string& user,
                             const Options& options, Session& session) {
    auto address = parse_server(server);
    model::Device device;
    device.kind = model::DeviceKind::network;
    device.path = path;
    device.server = std::move(address.host);
    device.port = address.port;
    device.user = user;
    sign_in(device, options, session);
    return device;
}

control::DeviceChoice server_device(const std::string& path, const std::string& server, const std::string& user,
                                    const Options& options, Session& session) {
    return {"", network_device(path, server, user, options, session)};
}

control::DeviceChoice named_or_path(const std::string& text, model::DeviceKind kind) {
    if (!text.starts_with('/')) return named_device(text);
    control::DeviceChoice choice;
    choice.ad_hoc.emplace();
    choice.ad_hoc->kind = kind;
    choice.ad_hoc->path = text;
    return choice;
}

}  // namespace drs::cli
