// SPDX-License-Identifier: Apache-2.0
#include "alarms/catalogue.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace drs::alarms {
namespace {

using enum AlarmId;
using enum Severity;
using enum Carries::Part;

constexpr bool stateful = true;
constexpr bool event = false;
constexpr std::optional<AlarmId> by_itself;  // the one who raised it clears it
constexpr bool pending = true;

constexpr unsigned of_job = node | device | job;
constexpr unsigned of_component = of_job | feature | component;

constexpr std::size_t alarms = 36;
constexpr std::size_t in_spools = alarms + 2;  // the rebuilt list and the test

// The guide's seventeen first, then those of later releases: in the order of the numbers, which are the MIB's. Then ours, the heartbeat last: no spool has it.
// The words are ASCII without quotation marks, for the MIB's descriptions and for every console.
constexpr std::array<CatalogueEntry, in_spools + 1> table{{
    {backup_device_error, "CiscoDRFBackupDeviceError", error,
     EventType::processing_error_alarm, ProbableCause::underlying_resource_unavailable, of_job,
     "The backup cannot use its backup device",
     "A backup could not open its device or stopped being able to write to it, so no new backup set exists. "
     "The reason says what the device answered. Sets made earlier are untouched. "
     "The alarm ends with the next backup to this device that completes.",
     "Look at the state of the device with drs utils disaster_recovery device list. Check that the server or directory is reachable, "
     "that the user may write there and that space is left. After a change of address, user, password or host key add the device again with "
     "drs utils disaster_recovery device add network. Then repeat the backup.",
     stateful, backup_completed},
    {backup_failure, "CiscoDRFBackupFailure", error,
     EventType::processing_error_alarm, ProbableCause::application_subsystem_failure, of_job,
     "The backup ended with errors",
     "A backup run was given up or at least one of its components could not be stored. "
     "The reason names the first thing that went wrong. A run that was given up leaves no set behind. "
     "The alarm ends with the next backup to this device that completes.",
     "See which component failed with drs utils disaster_recovery status backup or history backup and read its log file in "
     "platform/drf/log; what the Master did is in the trace platform/drf/trace/drfMA0*. Mend the cause and start the backup again.",
     stateful, backup_completed, failure},
    {backup_in_progress, "CiscoDRFBackupInProgress", warning,
     EventType::operational_violation, ProbableCause::procedural_error, node | job,
     "A backup cannot start while another operation runs",
     "A backup was asked for while a backup or a restore was running. Only one operation runs at a time, "
     "so the new one was refused and the running one goes on undisturbed.",
     "Follow the running operation with drs utils disaster_recovery status backup or status restore and start the backup when it has "
     "ended. If this happens at each scheduled start, move one of the schedules.",
     event, by_itself},
    {internal_process_failure, "CiscoDRFInternalProcessFailure", error,
     EventType::processing_error_alarm, ProbableCause::software_program_error, node | job,
     "The disaster recovery system met an internal error",
     "An agent came into a state that it does not expect and abandoned what it was doing. "
     "The operation it concerns has failed; stored sets are not affected. Repeated errors of this kind are a defect. "
     "A file of devices or schedules that was damaged, or edited so that it cannot be used, is told by this alarm too.",
     "When the reason names drfDevice.xml or drfSchedule.xml and a line, mend what was set aside beside that file and put it in "
     "place again. Else read the last lines of platform/drf/trace/drfMA0* on the master node, or of drfLA0* on the node that is named. Repeat the "
     "operation; if it fails again, restart the agent and report the trace files.",
     event, by_itself},
    {la2ma_failure, "CiscoDRFLA2MAFailure", error,
     EventType::communications_alarm, ProbableCause::call_establishment_error, node,
     "The Local Agent cannot connect to the Master Agent",
     "The Local Agent of this node has had no connection to the Master Agent for longer than a restart takes (setting alarm.absence), so the components "
     "of the node are left out of every backup and restore. It keeps trying, and the alarm ends when the connection stands.",
     "Check that the Master Agent runs, that its TCP port 4040 can be reached from this node, and that names resolve. If the reason speaks of a "
     "certificate, check the clocks and the certificates of both nodes. Details are in platform/drf/trace/drfLA0* of this node.",
     stateful, by_itself},
    {local_agent_start_failure, "CiscoDRFLocalAgentStartFailure", error,
     EventType::processing_error_alarm, ProbableCause::software_program_abnormally_terminated, node,
     "The Local Agent could not start",
     "The Local Agent of this node ended before it was ready. "
     "Until it runs, the components of this node can be neither backed up nor restored.",
     "Run drs-local --check-config on the node: it names the option or file that is wrong. Then read the last lines of "
     "platform/drf/trace/drfLA0*, mend the cause and start the service again.",
     event, by_itself},
    {ma2la_failure, "CiscoDRFMA2LAFailure", error,
     EventType::communications_alarm, ProbableCause::communications_subsystem_failure, node | job,
     "The Master Agent cannot reach a Local Agent",
     "A node that has registered components has been away for longer than a restart takes (setting alarm.absence), or was away when a backup or restore needed it. "
     "Its components are left out of backups, which are therefore incomplete. The alarm ends when its Local Agent is connected again, or the node is removed.",
     "Check that the node is up and that its Local Agent runs. drs utils disaster_recovery show_registration with the name of the host tells what it has "
     "registered. Compare platform/drf/trace/drfMA0* on the master node with drfLA0* on the node that is named.",
     stateful, by_itself},
    {ma_backup_component_failure, "CiscoDRFMABackupComponentFailure", error,
     EventType::processing_error_alarm, ProbableCause::application_subsystem_failure, of_component,
     "A component failed to back up its data",
     "A component was asked for its data and its program failed, its files could not be read, or it stopped answering. "
     "The named component is not in the set; the other components were stored as usual.",
     "Read the log of the component in platform/drf/log, which has the result code and all that its program wrote. Mend the cause on "
     "the node that is named and start the backup again with drs utils disaster_recovery backup.",
     event, by_itself},
    {ma_backup_node_disconnect, "CiscoDRFMABackupNodeDisconnect", error,
     EventType::communications_alarm, ProbableCause::remote_node_transmission_error, of_component,
     "A node disconnected during a backup",
     "The connection to a node broke while its components were being backed up. "
     "The component in progress and those that were still to come on this node are not in the set.",
     "Check the node and its network, and why its Local Agent stopped, in platform/drf/trace/drfLA0* of that node. When "
     "drs utils disaster_recovery show_registration lists its components again, repeat the backup.",
     event, by_itself},
    {ma_restore_component_failure, "CiscoDRFMARestoreComponentFailure", error,
     EventType::processing_error_alarm, ProbableCause::application_subsystem_failure, of_component,
     "A component failed to restore its data",
     "A component was given its data back and its program failed or its files could not be put in place. "
     "Files are swapped in only at the end, so a component of files still has its old data; a program may have done part of its work.",
     "Read the log of the component in platform/drf/log. Mend the cause on the node that is named and restore the feature again with "
     "drs utils disaster_recovery restore before the node goes back into service.",
     event, by_itself},
    {ma_restore_node_disconnect, "CiscoDRFMARestoreNodeDisconnect", error,
     EventType::communications_alarm, ProbableCause::remote_node_transmission_error, of_component,
     "A node disconnected during a restore",
     "The connection to a node broke while its components were being restored. "
     "The components that had not finished keep their old data or, if a program restores them, may be half restored.",
     "Check the node and its network, and its platform/drf/trace/drfLA0*. When it is connected again, restore the same "
     "features to it once more with drs utils disaster_recovery restore.",
     event, by_itself},
    {master_agent_start_failure, "CiscoDRFMasterAgentStartFailure", error,
     EventType::processing_error_alarm, ProbableCause::software_program_abnormally_terminated, node,
     "The Master Agent could not start",
     "The Master Agent ended before it was ready. "
     "Until it runs, nothing is backed up, no schedule is kept and the command line cannot connect.",
     "Run drs-master --check-config: it names the option or file that is wrong. Often another process has the port or the disk is full. "
     "Then read the last lines of platform/drf/trace/drfMA0*, mend the cause and start the service again.",
     event, by_itself},
    {no_registered_component, "CiscoDRFNoRegisteredComponent", error,
     EventType::processing_error_alarm, ProbableCause::configuration_or_customization_error, node,
     "No component is registered for the backup",
     "A backup was asked for, but no connected node has registered a component of the chosen features. There was nothing "
     "to store, so the backup failed.",
     "List what a node has registered with drs utils disaster_recovery show_registration. If it is empty, check that the Local Agent of the node runs and "
     "that the files in etc/drs/components.d are well-formed; platform/drf/trace/drfLA0* names the ones that are not.",
     event, by_itself},
    {no_registered_feature, "CiscoDRFNoRegisteredFeature", error,
     EventType::processing_error_alarm, ProbableCause::configuration_or_customization_error, node,
     "No feature is selected for the backup",
     "A backup was asked for without a feature, or with features of which none is registered. A backup needs at least one.",
     "See the registered features with drs utils disaster_recovery show_registration and name at least one of them. For a scheduled "
     "backup compare with drs utils disaster_recovery schedule list.",
     event, by_itself},
    {restore_device_error, "CiscoDRFRestoreDeviceError", error,
     EventType::processing_error_alarm, ProbableCause::underlying_resource_unavailable, of_job,
     "The restore cannot read its backup device",
     "A restore could not open its device or could not read the chosen set from it. "
     "Nothing on the node has been changed by the components that were not read. "
     "The alarm ends with the next restore from this device that completes.",
     "Look at the device with drs utils disaster_recovery device list and at its sets with show_backupfiles. Check the server, "
     "the path and the permissions, then repeat the restore.",
     stateful, restore_completed},
    {restore_failure, "CiscoDRFRestoreFailure", error,
     EventType::processing_error_alarm, ProbableCause::application_subsystem_failure, of_job,
     "The restore ended with errors",
     "A restore run was given up or at least one of its components was not restored. The reason names the first thing "
     "that went wrong: a version that differs, data that does not verify, a node that is away or a component that failed.",
     "See which component failed with drs utils disaster_recovery status restore and read its log file in platform/drf/log and the "
     "trace platform/drf/trace/drfMA0*. Mend the cause and restore again; if the set itself is damaged choose another one.",
     stateful, restore_completed, failure},
    {sftp_failure, "CiscoDRFSftpFailure", error,
     EventType::communications_alarm, ProbableCause::communications_protocol_error, of_job,
     "An operation on the SFTP server failed",
     "The SFTP server of a device could not be reached, refused the login, showed another host key than the one on record, or failed a read or a "
     "write. The reason tells which. The alarm ends with the next backup to this device that completes.",
     "Log in from the master node with an ordinary sftp client as the user of the device and write a file to its path. Check space and quota there. "
     "If the host key was changed on purpose, delete the device and add it again with drs utils disaster_recovery device add network.",
     stateful, backup_completed},
    {failure, "CiscoDRFFailure", error,
     EventType::processing_error_alarm, ProbableCause::application_subsystem_failure, of_job,
     "A backup or a restore failed",
     "This is the one alarm to watch for when all that matters is that an operation failed. It is sent once for each failed backup or restore, beside the "
     "alarms that tell the cause. It ends when neither BackupFailure nor RestoreFailure is left on the device.",
     "Find the cause in the alarms with the same job number and in drs utils disaster_recovery history backup or history restore. "
     "Mend it and repeat what failed, a backup or a restore.",
     stateful, by_itself},
    {tape_device_error, "CiscoDRFTapeDeviceError", error,
     EventType::equipment_alarm, ProbableCause::input_output_device_error, of_job,
     "The tape device failed",
     "The tape drive of a device cannot be opened, has no usable tape in it, or reported an error while the tape moved. "
     "The alarm ends with the next backup to this device that completes.",
     "List the drives with drs utils disaster_recovery show_tapeid. Check the cable, the tape and its write protection, clean the drive, "
     "and repeat the operation with another tape if the error stays.",
     stateful, backup_completed, std::nullopt, pending},
    {local_device_error, "CiscoDRFLocalDeviceError", error,
     EventType::equipment_alarm, ProbableCause::input_output_device_error, of_job,
     "The local backup directory failed",
     "The directory of a LOCAL device is missing, cannot be written, or its file system is full or damaged. "
     "The alarm ends with the next backup to this device that completes.",
     "Check on the master node that the directory exists, is mounted, belongs to the user of the Master Agent and has space. "
     "drs utils disaster_recovery device list shows its state. Then repeat the backup.",
     stateful, backup_completed},
    {backup_cancel_internal_error, "CiscoDRFBackupCancelInternalError", error,
     EventType::processing_error_alarm, ProbableCause::software_error, of_job,
     "A cancelled backup left files behind",
     "A backup was cancelled and has ended without a set, but what it had written could not be removed, because its device does not answer any more. "
     "These scratch files take up space there. The next backup that reaches the device removes them.",
     "Look at the device with drs utils disaster_recovery device list and mend what the reason names. Then make the next backup to it, or remove the "
     "files there whose names begin with .drs- and end with .part.",
     event, by_itself},
    {restore_internal_error, "CiscoDRFRestoreInternalError", error,
     EventType::processing_error_alarm, ProbableCause::software_program_error, of_job,
     "The restore met an internal error",
     "The Master Agent came into a state at the beginning of a restore, or during it, that it does not expect, such as a database that cannot be written, and "
     "gave the restore up. Components reported as successful are restored, the others are not.",
     "See how far it came with drs utils disaster_recovery status restore, then repeat the restore. If it fails in the same place, report "
     "platform/drf/trace/drfMA0* and the drfLA0* of the node.",
     event, by_itself},
    {registration_failure, "CiscoDRFRegistrationFailure", error,
     EventType::processing_error_alarm, ProbableCause::configuration_or_customization_error, node,
     "A component could not be registered",
     "A component could not be taken up: the file that describes it is wrong, it contradicts another one of the same node, or the Master Agent could not write "
     "it down. The component will be missing from backups.",
     "The reason names the file in etc/drs/components.d on the node or the rule that it breaks. Correct the file, restart the Local Agent and "
     "check with drs utils disaster_recovery show_registration.",
     event, by_itself},
    {security_violation, "CiscoDRFSecurityViolation", error,
     EventType::integrity_violation, ProbableCause::unexpected_information, node,
     "A message with forbidden content was blocked",
     "An agent received a message that no proper agent and no command of ours sends: a name with characters that are not allowed, a path that leaves its "
     "directory, a malformed frame, or no request on the control socket. The message was thrown away and nothing was carried out. One sender is told at most "
     "once a minute, with the number of attempts in between.",
     "The reason names the host, with the certificate that it showed, or the local user. Check that it runs the same release and has not been tampered with. "
     "What it sends besides is in platform/drf/trace/drfMA0*. A certificate in wrong hands has to be replaced, with those of all nodes.",
     event, by_itself},
    {truststore_missing, "CiscoDRFTruststoreMissing", error,
     EventType::security_service_or_mechanism_violation, ProbableCause::authentication_failure, node,
     "No trusted certificate is present",
     "The certificate or key that an agent proves itself with, or that of the authority, is missing or cannot be read. "
     "Without it Master and Local Agents cannot connect and every backup fails. The alarm ends with the next connection that uses them.",
     "The reason names the file below var/lib/drs/keys. Put it back from a copy with its owner and permissions. It is read for each connection, "
     "so the agents connect again by themselves.",
     stateful, by_itself},
    {unknown_client, "CiscoDRFUnknownClient", error,
     EventType::security_service_or_mechanism_violation, ProbableCause::unauthorized_access_attempt, node,
     "A client that is not a node of the cluster was refused",
     "A host connected to the Master Agent without a certificate of this cluster, or under the name of no known node. "
     "The connection was closed before anything was exchanged. One address is told at most once a minute, with the number of attempts in between.",
     "If the host named in the reason is to be a node, give it a certificate of this cluster. If not, find out what it is "
     "and keep it away from TCP port 4040.",
     event, by_itself},
    {no_backup_taken, "CiscoDRFNoBackupTaken", warning,
     EventType::quality_of_service_alarm, ProbableCause::threshold_crossed, node,
     "There is no recent good backup",
     "No backup has succeeded since the installation, since the last upgrade, or for longer than the set number of days. "
     "If the system were lost now, the newest data could not be restored. The alarm ends with the next backup that completes.",
     "Look at drs utils disaster_recovery history backup for what failed and at schedule list for schedules that are disabled. Start "
     "one at once with drs utils disaster_recovery backup network.",
     stateful, backup_completed},
    {scheduler_disabled, "CiscoDRFSchedulerDisabled", warning,
     EventType::processing_error_alarm, ProbableCause::configuration_or_customization_error, node,
     "A schedule was disabled",
     "A schedule has no registered feature left, or all of them were taken away, so the system switched it off. "
     "No backup will be made by it until somebody enables it again.",
     "See it with drs utils disaster_recovery schedule list. Bring the missing features back or add a schedule with others, then switch it on "
     "with drs utils disaster_recovery schedule enable.",
     event, by_itself},
    {component_deregistered, "CiscoDRFComponentDeRegistered", warning,
     EventType::processing_error_alarm, ProbableCause::underlying_resource_unavailable, node,
     "A component is no longer registered",
     "A Local Agent withdrew a component, usually because its file in etc/drs/components.d was removed. "
     "It is not part of backups any more. Sets made earlier still hold it.",
     "If this was intended, nothing needs to be done. If not, put the file back on the node, restart its Local Agent and check with "
     "drs utils disaster_recovery show_registration.",
     event, by_itself},
    {deregistration_failure, "CiscoDRFDeRegistrationFailure", warning,
     EventType::processing_error_alarm, ProbableCause::software_error, node,
     "A component could not be deregistered",
     "A Local Agent withdrew a component, but the Master Agent could not write that down. "
     "The component still counts as registered and will fail in the next backup.",
     "The reason tells why: often the disk of the master node is full, or another process holds the database var/lib/drs/drs.db. Mend that, then reload or restart the "
     "Local Agent of the node, which registers anew, and check with drs utils disaster_recovery show_registration.",
     event, by_itself},
    {deregistered_server, "CiscoDRFDeRegisteredServer", warning,
     EventType::processing_error_alarm, ProbableCause::underlying_resource_unavailable, node,
     "A node and all its components were deregistered",
     "An operator removed a node with drs node remove, and all of its components went with it. "
     "Backups no longer contain this node. Sets made earlier still do.",
     "If that was right, nothing needs to be done. If not, start the Local Agent of the node: when it has connected, "
     "drs utils disaster_recovery show_registration lists its components again.",
     event, by_itself},
    {log_dir_access_failure, "CiscoDRFLogDirAccessFailure", warning,
     EventType::processing_error_alarm, ProbableCause::file_error, node,
     "The log directory cannot be written",
     "Traces or component logs cannot be written. Backups and restores go on, but what they do is not recorded. "
     "The alarm ends when the directory can be written again.",
     "Check that platform/drf/trace and platform/drf/log below var/log/active exist, belong to the user of the agent, and that the file system "
     "is mounted and has space. The first trace line after that says how many lines were lost.",
     stateful, by_itself},
    {backup_completed, "CiscoDRFBackupCompleted", informational,
     EventType::other, ProbableCause::other, of_job,
     "The backup completed",
     "A backup ended without an error and its set is whole, signed and listed. If something warned, the reason says what. "
     "Alarms about earlier failures of this device end with it.",
     "Nothing needs to be done. drs utils disaster_recovery show_backupfiles lists the set.",
     event, by_itself},
    {restore_completed, "CiscoDRFRestoreCompleted", informational,
     EventType::other, ProbableCause::other, of_job,
     "The restore completed",
     "A restore ended without an error and all chosen components hold the data of the set. If something warned, the reason says what. "
     "Alarms about earlier failed restores from this device end with it.",
     "Restart the restored node so that everything on it works with the restored data.",
     event, by_itself},
    {component_registered, "CiscoDRFComponentRegistered", informational,
     EventType::other, ProbableCause::other, node,
     "A component was registered",
     "A Local Agent registered a component that was not known before. It will be part of the next backup of its feature.",
     "Nothing needs to be done. drs utils disaster_recovery show_registration lists it.",
     event, by_itself},
    {scheduler_updated, "CiscoDRFSchedulerUpdated", informational,
     EventType::other, ProbableCause::other, node,
     "A schedule was changed by the system",
     "A feature that is no longer registered was taken off a schedule. The schedule stays as it was otherwise and runs with "
     "the features that are left.",
     "See what is left with drs utils disaster_recovery schedule list. If the feature should be there, find out why its components are "
     "gone with drs utils disaster_recovery show_registration.",
     event, by_itself},
    {alarm_list_rebuilt, "CiscoDRFAlarmListRebuilt", informational,
     EventType::other, ProbableCause::other, node,
     "The Master Agent started and has its list of active alarms",
     "The Master Agent was started. Its list of active alarms is complete from here on: what a console shows beyond it is over, and the boot epoch is a new one.",
     "Consoles read the list of active alarms anew. Where nobody started the Master Agent, look for the reason at the end of the trace before this one, platform/drf/trace/drfMA0*.",
     event, by_itself},
    {test_alarm, "CiscoDRFTestAlarm", informational,
     EventType::other, ProbableCause::other, node,
     "This is a test of the way that alarms take",
     "An operator asked for it with drs alarm test. It goes the way of every alarm, through the spool and each sink, and means nothing else. "
     "A named alarm that is sent as a test looks like itself, says so in its reason, and is never active.",
     "Nothing needs to be done. Where it did not arrive, look at the receiver and at platform/drf/trace/drfMA0*.",
     event, by_itself},
    {heartbeat, "CiscoDRFHeartbeat", informational,
     EventType::other, ProbableCause::other, node,
     "The Master Agent lives and reaches the console",
     "It comes every snmp.heartbeat seconds. Its sequence is that of the newest alarm record and no number of its own: a console that has seen a lower one lacks "
     "alarms, which are on their way or are in the alarm log.",
     "Nothing needs to be done. When it stays away, see whether the Master Agent runs and reaches the console.",
     event, by_itself},
}};

const CatalogueEntry& catalogue_row(std::size_t number) {
    if (number < 1 || number > alarms) throw std::out_of_range("there is no such alarm");
    return table[number - 1];
}

}  // namespace

std::span<const CatalogueEntry> catalogue() { return std::span(table).first(alarms); }

std::span<const CatalogueEntry> all_entries() { return std::span(table).first(in_spools); }

const CatalogueEntry& entry(AlarmId id) {
    const auto ours = std::find_if(table.begin() + alarms, table.end(), [id](const CatalogueEntry& each) { return each.id == id; });
    return ours == table.end() ? catalogue_row(static_cast<std::size_t>(id)) : *ours;
}

bool is_alarm(std::uint16_t number) {
    const auto all = all_entries();
    return std::any_of(all.begin(), all.end(), [number](const CatalogueEntry& each) { return static_cast<std::uint16_t>(each.id) == number; });
}

std::optional<AlarmId> alarm_named(std::string_view name) {
    constexpr std::string_view vendor = "CiscoDRF";
    const auto short_name = name.starts_with(vendor) ? name.substr(vendor.size()) : name;
    const auto all = all_entries();
    const auto found = std::find_if(all.begin(), all.end(), [&](const CatalogueEntry& each) { return each.name.substr(vendor.size()) == short_name; });
    if (found == all.end()) return std::nullopt;
    return found->id;
}

std::vector<std::string_view> parameters_of(const CatalogueEntry& entry) {
    std::vector<std::string_view> names{"Reason"};
    constexpr std::pair<Carries::Part, std::string_view> words[] = {{node, "node"}, {device, "device"}, {feature, "feature"}, {component, "component"}, {job, "job"}};
    for (const auto& [bit, word] : words)
        if (entry.carries & bit) names.push_back(word);
    return names;
}

std::string_view word(Severity severity) {
    switch (severity) {
        case error: return "error";
        case warning: return "warning";
        case informational: return "informational";
    }
    return "?";
}

}  // namespace drs::alarms
