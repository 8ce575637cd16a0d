#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Floods at a real snmptrapd: the same alarm again and again is counted, and no change of a state is dropped."""

import re
import socket
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))

from lab import Lab, free_port, until
from snmp import TrapReceiver
from storm import figures, start_storm

REPEATS = 10_000
PAIRS = 1_000


class Floods(unittest.TestCase):
    def setUp(self):
        self.lab = self.enterContext(Lab("flood"))
        self.receiver = TrapReceiver(self.lab)
        self.root = self.lab.folder("root")
        (self.lab.folder("root/etc/drs/snmp") / "receivers").write_text(
            f"console 127.0.0.1:{self.receiver.port} version=v2c community=public window=8 rate=1000 wait=100\n")

    def storm(self, **arguments) -> dict[str, float]:
        storm = start_storm(self.lab, "storm", self.root, snmp=f"127.0.0.1:{free_port(socket.SOCK_DGRAM)}", receivers="console", **arguments)
        until("the end of the storm", lambda: not storm.running(), 250)
        self.assertEqual(storm.exit_code(), 0, storm.output())
        return figures(storm)

    def states(self) -> dict[str, dict[int, str]]:
        """Of each node, by sequence."""
        found: dict[str, dict[int, str]] = {}
        for line in self.receiver.lines("drsMA2LAFailure"):
            at = int(re.search(r"drsNotificationSequence\.0 = \S+ (\d+)", line)[1])
            state = re.search(r"drsNotificationState\.0 = INTEGER: (\w+)", line)[1]
            found.setdefault(re.search(r"drsNotificationNodeName\.0 = STRING: (\S+)", line)[1], {})[at] = state
        return found

    def test_an_alarm_that_is_raised_10000_times_is_told_five_times(self):
        seen = self.storm(alarms=REPEATS + 1, threads=1, kind="repeat")
        until("the last", lambda: [list(each.values()) for each in self.states().values()] == [["raised"] + ["repeated"] * 4])
        self.assertEqual((seen["coalesced"], seen["last"]), (REPEATS - 4, 5))

    def test_no_change_of_a_state_is_dropped_in_a_storm_of_raises_and_clears(self):
        seen = self.storm(alarms=4 * PAIRS, threads=4, kind="flap")
        self.assertEqual((seen["last"], seen["coalesced"], seen["dropped"]), (8 * PAIRS, 0, 0))
        until("all changes", lambda: sum(map(len, self.states().values())) == 8 * PAIRS)
        for node, states in self.states().items():
            self.assertEqual([states[at] for at in sorted(states)], ["raised", "cleared"] * PAIRS, node)


if __name__ == "__main__":
    unittest.main()
