// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include "cli/commands.hpp"
#include "cli/device_choice.hpp"
#include "cli/printable.hpp"
#include "control/document.hpp"
#include "model/names.hpp"

namespace drs::cli {
namespace {

unsigned number_of_backups(const std::string& text) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        throw control::Refusal(control::Kind::usage, "`" + printable(text) + "` is no number of backups; give a whole number such as 2");
    return number;
}

int add(model::Device device, Session& session) {
    const auto saved = session.answer<control::DeviceRow>(control::AddDeviceRequest{std::move(device)});
    if (session.json) {
        session.show_document(control::document(saved));
        return control::exit_success;
    }
    session.console.write("Backup device `" + printable(saved.name) + "` has been saved successfully.\n");
    if (!saved.host_key_fingerprint.empty())
        session.console.write("The server's host key is " + printable(saved.host_key_fingerprint) + "; from now on no other is accepted.\n");
    return control::exit_success;
}

}  // namespace

int add_network_device(const Call& call, Session& session) {
    const auto& words = call.arguments;
    // Before the password is asked for.
    const unsigned keep = words.size() > 4 ? number_of_backups(words[4]) : model::default_keep_sets;
    auto device = network_device(words[1], words[2], words[3], call.options, session);
    device.name = words[0];
    device.keep_sets = keep;
    return add(std::move(device), session);
}

int add_local_device(const Call& call, Session& session) {
    const auto& words = call.arguments;
    model::Device device;
    device.kind = model::DeviceKind::local;
    device.name = words[0];
    device.path = words[1];
    if (words.size() > 2) device.keep_sets = number_of_backups(words[2]);
    return add(std::move(device), session);
}

int delete_device(const Call& call, Session& session) {
    const auto removed = session.answer<control::Removed>(control::RemoveDeviceRequest{call.arguments[0]});
    if (session.json) session.show_document(control::document(removed));
    else if (removed.names.empty()) session.console.write("drfCliMsg: No backup device was deleted\n");
    else session.console.write("Backup devices deleted successfully: " + printable(model::join(removed.names, ", ")) + "\n");
    return control::exit_success;
}

}  // namespace drs::cli
