# SPDX-License-Identifier: Apache-2.0
"""What happens to SFTP servers, directories and the sets that lie there."""

from scenario import Scenario


class OnAServer(Scenario):
    def prepare(self, world):
        world.start()
        world.network_device()


class InADirectory(Scenario):
    def prepare(self, world):
        world.start()
        world.store = world.site.local_device()


class AServerThatIsGone(OnAServer):
    """The SFTP server is killed"""

    alarm = "SftpFailure"
    also = ("BackupDeviceError", "BackupFailure", "Failure")

    def cause(self, world):
        world.server.kill()
        world.backup_ends(1)

    def mend(self, world):
        world.server.start()
        world.backup_ends(0)


class APathThatIsGone(OnAServer):
    """The directory on the SFTP server is renamed"""

    alarm = "BackupDeviceError"
    also = ("SftpFailure", "BackupFailure", "Failure")

    def cause(self, world):
        world.server.store.rename(world.lab.path("away"))
        world.backup_ends(1)

    def mend(self, world):
        world.lab.path("away").rename(world.server.store)
        world.backup_ends(0)


class ADirectoryThatIsNone(InADirectory):
    """The directory of a LOCAL device is replaced by a file"""

    alarm = "LocalDeviceError"
    also = ("BackupDeviceError", "BackupFailure", "Failure")

    def cause(self, world):
        world.store.rmdir()
        world.store.touch()
        world.backup_ends(1)

    def mend(self, world):
        world.store.unlink()
        world.store.mkdir()
        world.backup_ends(0)


class AServerThatIsGoneBeforeARestore(OnAServer):
    """The SFTP server is killed before a restore"""

    alarm = "RestoreDeviceError"

    def prepare(self, world):
        super().prepare(world)
        world.backup_ends(0)
        world.keep_newest()

    def cause(self, world):
        world.server.kill()
        world.restore_ends(6)

    def mend(self, world):
        world.server.start()
        world.restore_ends(0)


class AHookThatFails(InADirectory):
    """The program before the backup ends with 1"""

    alarm = "BackupFailure"
    also = ("Failure",)

    def prepare(self, world):
        self.hook = world.lab.path("hook")
        self.write_hook(0)
        world.site.configure(hook__pre_backup=self.hook)
        super().prepare(world)

    def write_hook(self, code: int) -> None:
        self.hook.write_text(f"#!/bin/sh\nexit {code}\n")
        self.hook.chmod(0o755)

    def cause(self, world):
        self.write_hook(1)
        world.backup_ends(1)

    def mend(self, world):
        self.write_hook(0)
        world.backup_ends(0)


class AFileThatIsGone(InADirectory):
    """A registered directory is gone from the node"""

    alarm = "Failure"
    also = ("BackupFailure", "MABackupComponentFailure")

    def cause(self, world):
        world.data.rename(world.lab.path("elsewhere"))
        world.backup_ends(1)

    def mend(self, world):
        world.lab.path("elsewhere").rename(world.data)
        world.backup_ends(0)


class ADamagedSet(InADirectory):
    """A byte of a file of the set is changed on its device"""

    alarm = "RestoreFailure"
    also = ("Failure",)

    def prepare(self, world):
        super().prepare(world)
        world.backup_ends(0)
        world.keep_newest()
        self.file = next(world.store.glob("*_UCM_TFTP.*"))

    def change_a_byte(self) -> None:
        data = bytearray(self.file.read_bytes())
        data[len(data) // 2] ^= 1
        self.file.write_bytes(data)

    def cause(self, world):
        self.change_a_byte()
        world.restore_ends(1)

    def mend(self, world):
        self.change_a_byte()
        world.restore_ends(0)


class ABackup(InADirectory):
    """None: a backup is made"""

    alarm = "BackupCompleted"

    def cause(self, world):
        world.backup_ends(0)


class ARestore(InADirectory):
    """None: a restore is made"""

    alarm = "RestoreCompleted"

    def prepare(self, world):
        super().prepare(world)
        world.backup_ends(0)
        world.keep_newest()

    def cause(self, world):
        world.restore_ends(0)


SCENARIOS = [AServerThatIsGone, APathThatIsGone, ADirectoryThatIsNone, AServerThatIsGoneBeforeARestore, AHookThatFails, AFileThatIsGone, ADamagedSet,
             ABackup, ARestore]
