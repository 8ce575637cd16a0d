#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Backups and administration commands keep out of each other's way, whatever is killed; hooks run around a job of the real agents."""

import fcntl
import os
import signal
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from appliance import Appliance
from gate import Gate, held_component
from lab import Lab, until

BUSY, WARNING = 5, 15  # agent/control/refusal.hpp


class Platform(unittest.TestCase):
    def setUp(self):
        self.lab = Lab("platform")
        self.addCleanup(self.lab.__exit__, None, None, None)
        self.site = Appliance(self.lab)
        self.lock = self.site.root / "run/drs/platform.lock"
        self.gate = Gate(self.lab)

    def free(self) -> bool:
        """As flock(2) says, and nothing else."""
        with open(self.lock, "a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

    def administer(self, *command, options=(), name="administer"):
        """In the background."""
        return self.lab.start(name, self.site.argv("drs", "platform-lock", *options, "--", *command))

    def running_command(self, *options):
        """An administration command that stands at a FIFO until the test opens it."""
        mark, fifo = self.lab.path("begun"), self.lab.path("fifo")
        os.mkfifo(fifo)
        command = self.administer("/bin/sh", "-c", f"touch {mark}; trap 'exit 33' TERM; read line <{fifo} & wait $!; exit 7", options=options)
        until("the command", mark.exists)
        return command, fifo

    def held_backup(self):
        held_component(self.site, self.gate, size=1 << 20)
        self.site.start()
        self.site.local_device()
        backup = self.lab.start("backup", self.site.argv("drs", "utils", "disaster_recovery", "backup", "local", "UCM", "nightly", "--wait"))
        until("the component at the gate", lambda: "of UCM/HELD begins" in self.site.trace("drfLA"))
        return backup

    def simple(self, **settings):
        self.site.configure(**settings)
        self.site.files("UCM", "TFTP", self.lab.folder("data"), mandatory=True)
        self.site.start()
        self.site.local_device()


class AnAdministrationCommand(Platform):
    def test_is_refused_while_a_backup_runs_and_runs_after_it(self):
        backup = self.held_backup()
        mark = self.lab.path("done")
        refused = self.site.drs("platform-lock", "--", "touch", mark)
        self.assertEqual(refused.code, BUSY)
        self.assertRegex(refused.err, r"^drfCliMsg: touch was not started: the platform is locked by job 1, a backup, since 20.*with --wait\n$")
        self.assertFalse(mark.exists())
        self.gate.open()
        self.assertEqual(backup.wait(), 0, backup.output())
        self.assertEqual(self.site.drs("platform-lock", "--", "touch", mark).code, 0)
        self.assertTrue(mark.exists())

    def test_waits_for_the_end_of_a_backup(self):
        backup = self.held_backup()
        late = self.site.drs("platform-lock", "--wait", 0, "--", "true")
        self.assertEqual(late.code, BUSY)
        self.assertIn("after 0 s the platform is still locked by job 1", late.err)
        waiting = self.administer("/bin/sh", "-c", "exit 9", options=["--wait"])
        until("its word", lambda: "waiting for the end of job 1, a backup" in waiting.output())
        self.assertTrue(waiting.running())
        self.gate.open()
        self.assertEqual(waiting.wait(), 9, waiting.output())
        self.assertEqual(backup.wait(), 0, backup.output())

    def test_keeps_backups_out_and_is_named(self):
        self.simple()
        command, fifo = self.running_command()
        refused = self.site.backup("UCM", kind="local")
        self.assertEqual(refused.code, BUSY)
        self.assertRegex(refused.err, r"a backup cannot start while the platform is locked by the command sh of process \d+, since 20")
        fifo.write_text("go on\n")
        self.assertEqual(command.wait(), 7)
        self.assertEqual(self.site.backup("UCM", kind="local").code, 0)
        self.site.stop()

    def test_gets_the_signals_of_drs(self):
        command, _ = self.running_command()
        os.kill(command.pid, signal.SIGTERM)
        self.assertEqual(command.wait(), 33)
        self.assertTrue(self.free())

    def test_keeps_the_lock_when_drs_is_killed_and_gives_it_back_at_its_end(self):
        command, fifo = self.running_command()
        command.kill()
        self.assertFalse(self.free())
        fifo.write_text("go on\n")
        until("the end of the command", self.free)


class AKilledMaster(Platform):
    def test_leaves_no_lock_behind(self):
        self.held_backup()
        self.assertFalse(self.free())
        self.site.master.kill()
        until("the node's end of the job", self.free)
        self.assertIn("job 1, a backup", self.lock.read_text())  # which means nothing
        self.assertEqual(self.site.drs("platform-lock", "--", "true").code, 0)
        self.lock.write_text("the command upgrade of process 1, since 2020-01-01 00:00:00\n")
        self.gate.open()
        self.site.start_master()
        until("the node", self.site.registered)
        self.assertEqual(self.site.backup("UCM", kind="local").code, 0)
        self.site.stop()

    def test_runs_the_hook_after_the_job_when_it_is_back(self):
        told = self.lab.path("told")
        self.hook("post", f"echo $DRS_JOB $DRS_RESULT >>{told}")
        self.site.configure(hook__post_backup=self.lab.path("post"))
        self.held_backup()
        self.site.master.kill()
        self.gate.open()
        self.site.start_master()
        until("the hook", lambda: told.exists() and told.read_text() == "1 ERROR\n")
        self.site.stop()

    def hook(self, name, line):
        file = self.lab.path(name)
        file.write_text(f"#!/bin/sh\n{line}\n")
        file.chmod(0o755)


class ANode(Platform):
    def test_runs_no_component_while_it_is_administrated(self):
        self.simple()
        # As if the node were another machine than the Master: the lock of its own root is taken when the Master has begun.
        self.site.local.freeze()
        backup = self.lab.start("backup", self.site.argv("drs", "utils", "disaster_recovery", "backup", "local", "UCM", "nightly", "--wait"))
        until("the beginning", lambda: "backup of UCM/TFTP on node1" in self.site.trace())
        self.lock.rename(self.lock.with_suffix(".masters"))
        command, fifo = self.running_command()
        self.site.local.thaw()
        self.assertEqual(backup.wait(), 1, backup.output())
        self.assertRegex(backup.output(), r"the platform of node node1 is locked by the command sh of process \d+, since 20")
        fifo.write_text("go on\n")
        self.assertEqual(command.wait(), 7)


class AHook(Platform):
    def test_that_fails_after_a_backup_makes_it_a_warning(self):
        hook = self.lab.path("post")
        hook.write_text("#!/bin/sh\necho \"$DRS_KIND of $DRS_FEATURES: $DRS_RESULT\"; exit 3\n")
        hook.chmod(0o755)
        self.simple(hook__post_backup=hook)
        ended = self.site.backup("UCM", kind="local")
        self.assertEqual(ended.code, WARNING, ended.text)
        self.assertEqual(len(self.site.sets()), 1)
        self.assertIn(" WARNING ", self.site.history()[-1])
        log = self.site.root / f"var/log/active/platform/drf/log/{self.site.sets()[0]}_b_hooks.log"
        self.assertIn("BACKUP of UCM: SUCCESS\n", log.read_text())
        until("what the hook said", lambda: "hook post-backup says: BACKUP of UCM: SUCCESS" in self.site.trace())
        self.site.stop()


if __name__ == "__main__":
    unittest.main()
