# SPDX-License-Identifier: Apache-2.0
"""What the Master Agent meets in its own house: its files, its database, two wishes at once, and time."""

import contextlib
import sqlite3
from pathlib import Path

from component_faults import remove_component
from gate import held_component, is_scratch
from lab import until
from scenario import Scenario

MONTH = 30 * 24 * 3600 * 1000  # milliseconds


@contextlib.contextmanager
def locked(database: Path):
    """Another process writes in it and does not come to an end."""
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")
    finally:
        connection.close()


class ASecondBackup(Scenario):
    """A backup is asked for while one runs"""

    alarm = "BackupInProgress"

    def prepare(self, world):
        held_component(world.site, world.gate)
        world.start()
        store = world.site.local_device()
        world.in_background("backup", "network", "UCM", "nightly", "--wait")
        until("a file on the device", lambda: any(is_scratch(file.name) for file in store.iterdir()))

    def cause(self, world):
        world.backup_ends(5)


class ASettingsFileThatIsDamaged(Scenario):
    """drfSchedule.xml is overwritten with half of itself"""

    alarm = "InternalProcessFailure"

    def prepare(self, world):
        world.start()
        world.site.local_device()
        world.site.good("schedule", "add", "night", "nightly", "UCM", "2099/01/01-02:00", "daily")

    def cause(self, world):
        file = world.site.root / "etc/drs/drfSchedule.xml"
        text = file.read_text()
        scratch = file.with_suffix(".new")
        scratch.write_text(text[: len(text) // 2])
        scratch.rename(file)


class ACancelThatLeavesScratch(Scenario):
    """A backup is cancelled at once while the SFTP server is frozen"""

    alarm = "BackupCancelInternalError"

    def prepare(self, world):
        held_component(world.site, world.gate)
        world.start()
        world.network_device()
        world.in_background("backup", "network", "UCM", "nightly", "--wait")
        until("a file on the device", lambda: any(is_scratch(name) for name in world.server.names()))

    def cause(self, world):
        world.server.process.freeze()
        world.site.good("cancel_backup", "now")
        world.server.process.thaw()


class ALockedDatabaseAtARestore(Scenario):
    """Another process holds the Master's database when a restore is to begin"""

    alarm = "RestoreInternalError"
    perhaps = ("InternalProcessFailure",)  # of the scheduler, when it wants the database just then

    def prepare(self, world):
        world.start()
        world.site.local_device()
        world.backup_ends(0)
        world.keep_newest()

    def cause(self, world):
        with locked(world.site.root / "var/lib/drs/drs.db"):
            world.restore_ends(13)


class ALockedDatabaseAtADeregistration(Scenario):
    """Another process holds the Master's database when a component is removed"""

    alarm = "DeRegistrationFailure"
    perhaps = ("InternalProcessFailure",)  # of the scheduler, when it wants the database just then

    def prepare(self, world):
        world.site.files("UCM", "MOH", world.data)
        world.start()

    def cause(self, world):
        with locked(world.site.root / "var/lib/drs/drs.db"):
            remove_component(world, "UCM-MOH")
            until("the Master's word", lambda: world.in_syslog(self.alarm))
        assert "MOH" in world.site.good("show_registration", world.site.node), "the registration has changed"


class AMonthWithoutABackup(Scenario):
    """The Master Agent starts a month after it was installed, and nobody has made a backup"""

    alarm = "NoBackupTaken"

    def prepare(self, world):
        world.start()
        world.site.local_device()
        world.site.stop()
        connection = sqlite3.connect(world.site.root / "var/lib/drs/drs.db")
        with connection:
            connection.execute("UPDATE installation SET since = since - ?", (MONTH,))
        connection.close()

    def cause(self, world):
        world.site.start()

    def mend(self, world):
        world.backup_ends(0)


class ALogDirectoryThatIsNone(Scenario):
    """The directory of the traces is replaced by a file; more such faults are in log_directory_test.py"""

    alarm = "LogDirAccessFailure"
    times = 2  # Master and Local Agent write there

    def cause(self, world):
        self.directory = world.site.root / "var/log/active/platform/drf/trace"
        self.directory.rename(world.lab.path("traces"))
        self.directory.touch()

    def mend(self, world):
        self.directory.unlink()
        world.lab.path("traces").rename(self.directory)


SCENARIOS = [ASecondBackup, ASettingsFileThatIsDamaged, ACancelThatLeavesScratch, ALockedDatabaseAtARestore, ALockedDatabaseAtADeregistration,
             AMonthWithoutABackup, ALogDirectoryThatIsNone]
