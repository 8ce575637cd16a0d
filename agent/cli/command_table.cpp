// SPDX-License-Identifier: Apache-2.0
#include "cli/command_table.hpp"

#include <array>

#include "cli/commands.hpp"

namespace drs::cli {
namespace {

// More words before fewer where one command's words begin another's.
constexpr Form table[] = {
    {"backup network", "featurelist path servername username", waiting | credentials,
     "Back up features to a directory on an SFTP server", backup_to_server},
    {"backup network", "featurelist devicename", waiting, "Back up features to a defined device", backup_to_device},
    {"backup local", "featurelist devicename|path", waiting, "Back up features to a directory of the Master's machine", backup_to_local},

    {"restore network", "restore_server tarfilename path servername username", waiting | part | credentials,
     "Restore a set from a directory on an SFTP server to one node", restore_from_server},
    {"restore network", "restore_server tarfilename devicename", waiting | part,
     "Restore a set from a defined device to one node", restore_from_device},
    {"restore local", "restore_server tarfilename devicename|path", waiting | part,
     "Restore a set from a directory of the Master's machine to one node", restore_from_local},

    {"status backup", "", following, "Show the running backup, or the last one", show_backup_status},
    {"status restore", "", following, "Show the running restore, or the last one", show_restore_status},
    {"history backup", "", nothing, "List the last 20 backups", show_backup_history},
    {"history restore", "", nothing, "List the last 20 restores", show_restore_history},

    {"show_backupfiles network", "path servername username", credentials,
     "List the sets in a directory on an SFTP server", show_files_on_server},
    {"show_backupfiles local", "devicename|path", nothing,
     "List the sets in a directory of the Master's machine", show_files_in_directory},
    {"show_backupfiles", "devicename", nothing, "List the sets on a defined device", show_files_on_device},
    {"show_registration", "hostname", nothing, "List the features and components registered on a node", show_registration},

    {"cancel_backup confirm", "", at_once, "Cancel the running backup without asking", cancel},
    {"cancel_backup", "", at_once, "Cancel the running backup; asks first", ask_and_cancel},

    {"device add network", "devicename path server username [number_of_backups]", credentials,
     "Define a directory on an SFTP server as backup device", add_network_device},
    {"device add local", "devicename path [number_of_backups]", nothing,
     "Define a directory of the Master's machine as backup device", add_local_device},
    {"device list", "", nothing, "List the backup devices", list_devices},
    {"device delete", "devicename|*", nothing, "Delete a device, or all that no schedule uses", delete_device},
};

constexpr OptionRow options[] = {
    {"--wait", "", waiting, "wait until the job ends; the exit code tells its result"},
    {"--follow", "", following, "show the progress until the job ends; the exit code tells its result"},
    {"--features", "LIST", part, "restore these features of the set only"},
    {"--no-verify", "", part, "give restore programs their data without the verification pass"},
    {"--allow-host-name", "", part, "restore also a set that a Master of another host name has made"},
    {"--allow-flavour", "", part, "restore also a set of another build flavour"},
    {"--now", "", at_once, "stop the component in progress instead of waiting for it"},
    {"--password-fd", "N", credentials, "read the password from descriptor N instead of asking for it"},
    {"--public-key", "", credentials, "sign in with the Master's own key instead of a password"},
    {"--key-file", "PATH", credentials, "sign in with this private key instead of a password"},
};

}  // namespace

std::span<const Form> forms() { return table; }
std::span<const OptionRow> option_rows() { return options; }

}  // namespace drs::cli
