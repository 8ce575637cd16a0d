#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What a console reads of logs, sets and components, and what it asks for by SET, at a real Master in both modes."""

import json
import re
import sys
import unittest
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2] / each) for each in ("integration/snmp_codecs", "support")]
import snmp
import world
from lab import Lab, until


class AConsole:
    """Both modes run these."""

    mode = ""

    def setUp(self):
        self.lab = Lab("console")
        self.addCleanup(self.lab.__exit__, None, None, None)
        self.traps = snmp.TrapReceiver(self.lab)
        master = world.MasterWorld(self.lab, self.mode, f"informsink 127.0.0.1:{self.traps.port} public\n")
        self.site, self.port = master.site, master.port
        self.device = "nightly" if self.mode == "embedded" else "other"

    def column(self, name: str) -> dict[str, str]:
        """Index -> value."""
        done = snmp.tool(self.lab, "snmpwalk", self.port, "-Oqs", f"DRS-MIB::{name}", community=world.COMMUNITY)
        rows = re.findall(rf"^{name}\.(\S+) ?(.*)$", done.stdout, re.M)
        return {index: value.strip('"') for index, value in rows}

    def write(self, name: str, *value: str) -> str:
        done = snmp.tool(self.lab, "snmpset", self.port, "-Ir", f"DRS-MIB::{name}", *value, user=world.WRITER)
        return (re.search(r"Reason: (\w+)", done.stderr) or "noError")[1] if done.returncode else "noError"

    def backup(self, feature: str = "UCM") -> int:
        return self.site.backup(feature, self.device, "local").code

    def logged(self) -> dict[str, str]:
        return {str(row["sequence"]): row["subject"]["name"] for row in json.loads(self.site.drs("--json", "alarm", "log").out)}

    def test_reads_the_log_of_the_command_line_also_after_a_restart(self):
        self.assertEqual(self.backup(), 0)
        self.assertIn("CiscoDRFBackupCompleted", self.logged().values())
        until("the same log by SNMP", lambda: self.column("drsAlarmLogName") == self.logged())
        before = self.column("drsAlarmLogTime")
        self.site.master.stop()
        self.site.start_master()
        until("the same log after the restart", lambda: before.items() <= self.column("drsAlarmLogTime").items())
        self.assertEqual(self.column("drsAlarmLogFlushed"), {"0": "0 records"})

    def test_sees_the_sets_after_a_backup_and_has_them_listed_anew(self):
        self.assertEqual(self.backup(), 0)
        until("the set by SNMP", lambda: list(self.column("drsSetId").values()) == self.site.sets(self.device))
        self.assertEqual(self.column("drsSetComplete"), {"1.1": "complete"})
        self.assertEqual(self.write("drsSetListRefresh.1", "i", "2"), "noError")
        until("the outcome", lambda: self.column("drsSetListState") == {"1": "known"})
        self.assertEqual(self.write("drsSetListRefresh.2", "i", "2"), "noCreation")

    def test_sees_how_each_component_came_out(self):
        self.site.script("BAD", "FAILS", ["/bin/false"], ["/bin/false"])
        self.site.local.stop()
        self.site.start_local()
        self.assertNotEqual(self.backup("UCM,BAD"), 0)
        until("the end by SNMP", lambda: set(self.column("drsJobComponentState").values()) == {"ended"})
        names, results = self.column("drsJobComponentName"), self.column("drsJobComponentResult")
        self.assertEqual({names[index]: result for index, result in results.items()}, {"TFTP": "success", "FAILS": "error"})
        self.assertEqual(set(self.column("drsJobComponentPercent").values()), {"100 percent"})

    def test_lets_itself_be_told_what_is_active(self):
        self.site.script("BAD", "FAILS", ["/bin/false"], ["/bin/false"])
        self.site.local.stop()
        self.site.start_local()
        self.assertNotEqual(self.backup("BAD"), 0)
        until("the raise", lambda: self.traps.lines("drsBackupFailure"))
        active = self.column("drsAlarmActiveName")
        self.assertEqual(self.write("drsAlarmResync.0", "i", "2"), "noError")
        again = until("all of them", lambda: len(found := self.traps.lines("State.0 = INTEGER: active(6)")) == len(active) and found)
        told = {"CiscoDRF" + re.search(r"snmpTrapOID\.0 = OID: DRS-MIB::drs(\w+)", line)[1] for line in again}
        self.assertEqual(told, set(active.values()))
        self.assertEqual(self.column("drsAlarmActiveName"), active)
        self.assertNotIn("active", {row["state"] for row in json.loads(self.site.drs("--json", "alarm", "log").out)})

    def test_sends_a_test_alarm(self):
        self.assertEqual(self.write("drsAlarmTestAlarm.0", "u", "17"), "noError")
        line = until("the test", lambda: self.traps.lines("drsSftpFailure"))[0]
        self.assertIn("this is a test by", line)
        self.assertEqual(self.write("drsAlarmTestAlarm.0", "u", "60"), "wrongValue")
        self.assertEqual(self.column("drsAlarmActiveName"), {})


class Embedded(AConsole, unittest.TestCase):
    mode = "embedded"


class Agentx(AConsole, unittest.TestCase):
    mode = "AgentX"


if __name__ == "__main__":
    unittest.main()
