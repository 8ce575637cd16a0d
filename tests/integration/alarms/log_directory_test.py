#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""LogDirAccessFailure by real faults of the log directories, in a mount namespace of its own: read back from a real syslog-ng and snmptrapd."""

import os
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from appliance import Appliance
from lab import Lab, until
from snmp import TrapReceiver
from syslog_ng import SyslogServer

ALARM = "CiscoDRFLogDirAccessFailure:"
OURS = "in a mount namespace of our own"


def mount(*arguments) -> None:
    subprocess.run(["mount", *map(str, arguments)], check=True)


def unmount(directory: Path) -> None:
    subprocess.run(["umount", "--lazy", directory], check=True)


class ALogDirectory(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.lab = Lab("logdir")
        cls.addClassCleanup(cls.lab.__exit__, None, None, None)
        cls.syslog, cls.traps = SyslogServer(cls.lab), TrapReceiver(cls.lab)
        cls.site = Appliance(cls.lab, syslog__socket=cls.syslog.socket)
        cls.site.embedded_snmp(cls.traps.port)
        data = cls.lab.folder("data")
        (data / "file").write_text("content\n")
        cls.site.files("UCM", "TFTP", data)
        cls.site.start()
        cls.drf = cls.site.root / "var/log/active/platform/drf"

    def told(self, state: str, agent: str) -> list[str]:
        return [line for line in self.syslog.lines(ALARM) if f"state='{state}'" in line and f"[AppID=Cisco DRF {agent}]" in line]

    def ends(self) -> int:
        """What snmptrapd heard of ends: the Master's own and the Local Agent's through it."""
        return sum("State.0 = INTEGER: cleared" in line for line in self.traps.lines("::drsLogDirAccessFailure"))

    def goes_wrong(self, reason: str, fault) -> None:
        """Both agents tell it once; they go on meanwhile, and tell its end."""
        before = {(state, agent): len(self.told(state, agent)) for state in ("raised", "cleared") for agent in ("Master", "Local")}
        notifications = len(self.traps.lines("::drsLogDirAccessFailure"))
        ends = self.ends()
        mend = fault()
        for agent in "Master", "Local":
            until(f"the {agent}'s alarm", lambda agent=agent: len(self.told("raised", agent)) > before["raised", agent])
            self.assertIn(reason, self.told("raised", agent)[-1])
        until("the notification", lambda: len(self.traps.lines("::drsLogDirAccessFailure")) > notifications)
        self.assertIn("TFTP", self.site.good("show_registration", "node1"))
        mend()
        for agent in "Master", "Local":
            until(f"the end of the {agent}'s alarm", lambda agent=agent: len(self.told("cleared", agent)) > before["cleared", agent])
        until("both ends as notifications", lambda: self.ends() >= ends + 2)
        for (state, agent), count in before.items():
            raises = {line.partition("seq='")[2] for line in self.told(state, agent)[count:]}
            self.assertLessEqual(len(raises), 2, f"{agent} told more than once: {raises}")  # the Local Agent's by itself and through the Master

    def test_that_is_replaced_by_a_file(self):
        directory, away = self.drf / "trace", self.drf / "away"

        def fault():
            directory.rename(away)
            directory.write_text("no directory\n")

            def mend():
                directory.unlink()
                away.rename(directory)
            return mend
        self.goes_wrong("Not a directory", fault)

    def test_of_the_component_logs_that_is_replaced_by_a_file(self):
        directory, away = self.drf / "log", self.drf / "away"

        def fault():
            directory.rename(away)
            directory.write_text("no directory\n")

            def mend():
                directory.unlink()
                away.rename(directory)
            return mend
        self.goes_wrong("platform/drf/log cannot be written: Not a directory", fault)

    def test_that_is_full(self):
        def fault():
            mount("-t", "tmpfs", "-o", "size=64k", "tmpfs", self.drf / "trace")
            with open(self.drf / "trace/fill", "wb", buffering=0) as fill:
                while True:
                    try:
                        fill.write(bytes(4096))
                    except OSError:
                        break

            def mend():
                (self.drf / "trace/fill").unlink()
                self.addCleanup(unmount, self.drf / "trace")
            return mend
        self.goes_wrong("No space left on device", fault)

    def test_that_is_read_only(self):
        def fault():
            mount("--bind", self.drf / "trace", self.drf / "trace")
            mount("-o", "remount,bind,ro", self.drf / "trace")
            return lambda: unmount(self.drf / "trace")
        self.goes_wrong("Read-only file system", fault)

    def test_that_is_missing_at_the_start(self):
        self.site.stop()
        directory, away = self.drf / "trace", self.drf / "away"
        directory.rename(away)
        directory.write_text("no directory\n")

        def fault():
            self.site.start()

            def mend():
                directory.unlink()
                away.rename(directory)
            return mend
        self.goes_wrong("Not a directory", fault)


if __name__ == "__main__":
    if OURS not in os.environ.get("DRS_MOUNTS", ""):
        identity = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
        os.environ["DRS_MOUNTS"] = OURS
        os.execvp("unshare", ["unshare", *identity, "--mount", "--propagation", "private", sys.executable, *sys.argv])
    unittest.main(verbosity=2)
