#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What a real Master tells its consoles of its start, and how it takes a new one without being started again."""

import os
import re
import signal
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))

import snmp
from appliance import Appliance
from lab import Lab, until
from snmp import TrapReceiver


def of(line: str, name: str) -> str:
    return re.search(rf"drsNotification{name}\.0 = \S+ ([^\t]*)", line)[1].strip()


class AStartedMaster(unittest.TestCase):
    def setUp(self):
        self.lab = self.enterContext(Lab("start"))
        self.receiver = TrapReceiver(self.lab)
        self.site = Appliance(self.lab)
        self.port = self.site.embedded_snmp()
        self.name("noc")
        self.site.start_master()

    def tearDown(self):
        self.site.stop()

    def name(self, *names: str) -> None:
        lines = (f"{name} 127.0.0.1:{self.receiver.port} version=v2c community=public wait=20\n" for name in names)
        (self.site.root / "etc/drs/snmp/receivers").write_text("".join(lines))

    def starts(self) -> list[str]:
        return self.receiver.lines("drsAlarmListRebuilt")

    def test_tells_that_its_list_of_alarms_is_there_at_each_start(self):
        until("the word of the first start", lambda: len(self.starts()) == 1)
        self.site.master.kill()
        self.site.start_master()
        until("the word of the second", lambda: len(self.starts()) == 2)
        self.assertEqual([of(line, "BootEpoch") for line in self.starts()], ["1", "2"])
        self.assertEqual([of(line, "Sequence") for line in self.starts()], ["1", "2"])
        self.assertEqual(of(self.starts()[0], "Reason"), "the Master Agent started; 0 alarms are active")

    def test_says_so_later_to_a_console_that_was_down(self):
        until("the word of the first start", lambda: len(self.starts()) == 1)
        self.receiver.process.kill()
        self.site.master.kill()
        self.site.start_master()
        self.receiver.start()
        until("the word of the second", lambda: len(self.starts()) == 2)

    def rows(self) -> list[str]:
        return [line.split(" = ")[1] for line in snmp.walk(self.lab, self.port, "DRS-MIB::drsReceiverName") if "No Such" not in line]

    def test_follows_the_file_of_receivers(self):
        self.name("noc", "second")
        until("both in the table", lambda: self.rows() == ["STRING: noc", "STRING: second"])
        self.assertEqual(self.site.drs("alarm", "test").code, 0)
        until("the test at both", lambda: len(self.receiver.lines("drsTestAlarm")) == 2)

    def test_reads_the_file_of_receivers_when_it_is_told_to(self):
        (self.site.root / "etc/drs/snmp/receivers").write_text("noc nowhere\n")
        until("the complaint", lambda: "receivers:1: `nowhere` is not ADDRESS:PORT" in self.site.trace())
        before = self.site.trace().count("The SNMP receivers stay as they were")
        os.kill(self.site.master.pid, signal.SIGHUP)
        until("the next", lambda: self.site.trace().count("The SNMP receivers stay as they were") > before)
        self.assertEqual(self.rows(), ["STRING: noc"])


if __name__ == "__main__":
    unittest.main()
