#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Alarms as clogMessageGenerated at a real snmptrapd, and clogHistoryTable by real walks, in both modes."""

import re
import unittest

import model
from lab import until
from snmp import TrapReceiver

CLOG = "1.3.6.1.4.1.9.9.41"
MESSAGE = "enterprises.9.9.41.2.0.1"
HISTORY = f"{CLOG}.1.2"
COLUMNS = {2: "STRING: \"UC_DRF\"", 3: "INTEGER: 4", 4: "STRING: \"CiscoDRFBackupFailure\"", 5: "STRING: \"%[Reason=Disk full.]", 6: "Timeticks: ("}


def columns_of(line: str) -> list[tuple[int, int, str]]:
    """(column, index, value) of each object of a message."""
    return [(int(column), int(index), value) for column, index, value in re.findall(r"enterprises\.9\.9\.41\.1\.2\.3\.1\.(\d+)\.(\d+) = ([^\t]+)", line)]


class Clog(unittest.TestCase):
    def setUp(self):
        self.lab = self.enterContext(model.SnmpLab())
        self.receiver = TrapReceiver(self.lab)
        self.address = f"127.0.0.1:{self.receiver.port}"

    def check_message(self, line: str, index: int):
        seen = columns_of(line)
        self.assertEqual([(column, at) for column, at, _ in seen], [(column, index) for column in COLUMNS])
        for column, _, value in seen:
            self.assertTrue(value.startswith(COLUMNS[column]), f"column {column}: {value}")

    def walk(self, port: int, command: str = "snmpwalk", *options: str) -> list[str]:
        return model.run(self.lab, command, port, "-One", *options, CLOG, modules="").stdout.splitlines()

    def check_history(self, port: int, last: int):
        walk = self.walk(port)
        rows = min(last, 100)
        wanted = [f".{HISTORY}.1.0", f".{HISTORY}.2.0"]
        wanted += [f".{HISTORY}.3.1.{column}.{index}" for column in COLUMNS for index in range(last - rows + 1, last + 1)]
        self.assertEqual([line.split(" = ")[0] for line in walk], wanted)
        self.assertEqual(walk[:2], [f".{HISTORY}.1.0 = INTEGER: 100", f".{HISTORY}.2.0 = Counter32: {last - rows}"])
        self.assertEqual(self.walk(port, "snmpbulkwalk", "-Cr7"), walk)
        one = model.run(self.lab, "snmpget", port, "-One", f"{HISTORY}.3.1.4.{last}", modules="").stdout.strip()
        self.assertEqual(one, f'.{HISTORY}.3.1.4.{last} = STRING: "CiscoDRFBackupFailure"')
        self.assertIn("No Such Instance", model.run(self.lab, "snmpget", port, f"{HISTORY}.3.1.4.999999", modules="").stdout)

    def check(self, agent: model.ModelAgent, port: int):
        agent.raise_alarms(2, "Disk full.")
        until("both forms of both alarms", lambda: len(self.receiver.lines(MESSAGE)) == 2 and len(self.receiver.lines("drsBackupFailure")) == 2)
        for index, line in enumerate(self.receiver.lines(MESSAGE), 1):
            self.check_message(line, index)
        self.check_history(port, 2)
        agent.raise_alarms(120, "Disk full.")
        self.check_history(port, 122)
        until("all messages", lambda: len({columns_of(line)[0][1] for line in self.receiver.lines(MESSAGE)}) == 122)
        self.assertEqual(agent.stop(), 0)

    def test_the_embedded_agent_sends_messages_beside_its_own_notifications_and_has_their_history(self):
        self.check(*model.embedded(self.lab, f"informsink {self.address} public\n", clog="yes"))

    def test_messages_and_history_go_through_snmpd(self):
        agent, snmpd = model.agentx(self.lab, f"informsink {self.address} public\n", clog="yes")
        self.check(agent, snmpd.port)

    def test_a_receiver_that_knows_only_messages_gets_each_until_it_is_answered(self):
        (self.lab.folder("model-embedded/etc/drs/snmp") / "receivers").write_text(f"old {self.address} version=v2c community=public clog=yes wait=20\n")
        agent, port = model.embedded(self.lab, heartbeat=1)
        self.receiver.process.kill()
        agent.raise_alarms(30, "Disk full.")
        until("that it is missed", lambda: "does not take notifications" in agent.trace(), 30)
        self.receiver.start()
        until("all of them", lambda: [columns_of(line)[0][1] for line in self.receiver.lines(MESSAGE)] == list(range(1, 31)), 60)
        self.assertEqual(self.receiver.lines("drsNotificationSequence"), [])
        self.assertEqual(self.walk(port), [f".{CLOG} = No Such Object available on this agent at this OID"])


if __name__ == "__main__":
    unittest.main()
