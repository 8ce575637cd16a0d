// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"
#include "cli/device_choice.hpp"
#include "cli/follow.hpp"
#include "control/document.hpp"
#include "model/names.hpp"

namespace drs::cli {
namespace {

/// `backup` or `restore`, as its status command is called.
int started(const control::StartedJob& job, const std::string& operation, const Options& options, Session& session) {
    if (session.json && !options.wait) {
        session.show_document(control::document(job));
        return control::exit_success;
    }
    if (!session.json) {
        const std::string set = job.set ? " of " + job.set->tar_name() : "";
        session.console.write("The " + operation + set + " has started as job " + std::to_string(job.job) +
                              "; `utils disaster_recovery status " + operation + "` shows its progress.\n");
    }
    return options.wait ? follow(job.job, session) : control::exit_success;
}

int backup(control::DeviceChoice device, const Call& call, Session& session) {
    control::BackupRequest request{std::move(device), model::split_features(call.arguments[0])};
    return started(session.answer<control::StartedJob>(std::move(request)), "backup", call.options, session);
}

int restore(control::DeviceChoice device, const Call& call, Session& session) {
    control::RestoreRequest request;
    request.device = std::move(device);
    request.node = call.arguments[0];
    request.set = call.arguments[1];
    if (call.options.features) request.features = model::split_features(*call.options.features);
    request.check_integrity = !call.options.no_verify;
    request.allow_host_name = call.options.allow_host_name;
    request.allow_build_flavour = call.options.allow_flavour;
    return started(session.answer<control::StartedJob>(std::move(request)), "restore", call.options, session);
}

}  // namespace

int backup_to_server(const Call& call, Session& session) {
    const auto& words = call.arguments;
    return backup(server_device(words[1], words[2], words[3], call.options, session), call, session);
}
int backup_to_device(const Call& call, Session& session) { return backup(named_device(call.arguments[1]), call, session); }
int backup_to_local(const Call& call, Session& session) {
    return backup(named_or_path(call.arguments[1], model::DeviceKind::local), call, session);
}

int restore_from_server(const Call& call, Session& session) {
    const auto& words = call.arguments;
    return restore(server_device(words[2], words[3], words[4], call.options, session), call, session);
}
int restore_from_device(const Call& call, Session& session) { return restore(named_device(call.arguments[2]), call, session); }
int restore_from_local(const Call& call, Session& session) {
    return restore(named_or_path(call.arguments[2], model::DeviceKind::local), call, session);
}

}  // namespace drs::cli
