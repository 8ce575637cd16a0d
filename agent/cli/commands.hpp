// SPDX-License-Identifier: Apache-2.0
// What the forms of the command table do. No rule is here: each asks the Master and shows what it says.
#pragma once

#include "cli/command_table.hpp"

namespace drs::cli {

int backup_to_server(const Call& call, Session& session);
int backup_to_device(const Call& call, Session& session);
int backup_to_local(const Call& call, Session& session);
int restore_from_server(const Call& call, Session& session);
int restore_from_device(const Call& call, Session& session);
int restore_from_local(const Call& call, Session& session);

int show_backup_status(const Call& call, Session& session);
int show_restore_status(const Call& call, Session& session);
int show_backup_history(const Call& call, Session& session);
int show_restore_history(const Call& call, Session& session);

int show_files_on_device(const Call& call, Session& session);
int show_files_on_server(const Call& call, Session& session);
int show_files_in_directory(const Call& call, Session& session);
int show_registration(const Call& call, Session& session);

int ask_and_cancel_backup(const Call& call, Session& session);
int cancel_backup(const Call& call, Session& session);
int cancel_backup_now(const Call& call, Session& session);
int ask_and_cancel_restore(const Call& call, Session& session);
int cancel_restore(const Call& call, Session& session);
int cancel_restore_now(const Call& call, Session& session);

int add_network_device(const Call& call, Session& session);
int add_local_device(const Call& call, Session& session);
int add_schedule(const Call& call, Session& session);
int change_schedule(const Call& call, Session& session);
int delete_schedule(const Call& call, Session& session);
int enable_schedule(const Call& call, Session& session);
int disable_schedule(const Call& call, Session& session);
int list_schedules(const Call& call, Session& session);
int estimate_size(const Call& call, Session& session);

int list_devices(const Call& call, Session& session);
int delete_device(const Call& call, Session& session);

int list_alarms(const Call& call, Session& session);
int show_alarm_log(const Call& call, Session& session);
int acknowledge_alarm(const Call& call, Session& session);
int test_alarm(const Call& call, Session& session);
int show_alarm(const Call& call, Session& session);
int remove_node(const Call& call, Session& session);

int list_logs(const Call& call, Session& session);
int view_log(const Call& call, Session& session);
int tail_log(const Call& call, Session& session);
int search_logs(const Call& call, Session& session);

int show_trace_levels(const Call& call, Session& session);
int set_trace_level(const Call& call, Session& session);

int make_support_bundle(const Call& call, Session& session);

}  // namespace drs::cli
