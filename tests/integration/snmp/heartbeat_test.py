#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Heartbeats at a real snmptrapd: behind snmpd, from the embedded agent, and on a session of the Master's own."""

import re
import unittest

import model
from lab import until
from snmp import TrapReceiver

OBJECTS = ["Sequence", "BootEpoch", "Severity", "State", "Time", "NodeName", "Feature", "Component", "JobId", "Reason"]


def sequences(receiver: TrapReceiver, name: str = "drsHeartbeat") -> list[int]:
    return [int(re.search(r"drsNotificationSequence\.0 = \S+ (\d+)", line)[1]) for line in receiver.lines(name)]


class Heartbeats(unittest.TestCase):
    def setUp(self):
        self.lab = self.enterContext(model.SnmpLab())
        self.receiver = TrapReceiver(self.lab)
        self.address = f"127.0.0.1:{self.receiver.port}"

    def check(self, agent: model.ModelAgent):
        agent.raise_alarms(2)
        until("a heartbeat after both alarms", lambda: 2 in sequences(self.receiver))
        line = self.receiver.lines("drsHeartbeat")[0]
        self.assertEqual(re.findall(r"DRS-MIB::drsNotification(\w+)\.0 = ", line), OBJECTS)
        self.assertIn("State.0 = INTEGER: event(3)", line)
        until("the next", lambda: sequences(self.receiver).count(2) > 1)
        self.assertEqual(set(sequences(self.receiver, "drsBackupFailure")), {1, 2})
        until("the position", lambda: agent.position() == 2)

    def test_it_comes_through_snmpd(self):
        self.check(model.agentx(self.lab, f"trap2sink {self.address} public\n", heartbeat=1)[0])

    def test_it_comes_from_the_embedded_agent(self):
        self.check(model.embedded(self.lab, f"informsink {self.address} public\n", heartbeat=1)[0])

    def name_receiver(self):
        (self.lab.folder("model-embedded/etc/drs/snmp") / "receivers").write_text(f"noc {self.address} version=v2c community=public wait=20\n")

    def test_it_comes_to_a_receiver_of_the_masters_own(self):
        self.name_receiver()
        self.check(model.embedded(self.lab, heartbeat=1)[0])

    def test_a_receiver_that_was_down_gets_its_alarms_and_the_newest_heartbeat_alone(self):
        self.name_receiver()
        agent, _ = model.embedded(self.lab, heartbeat=1)
        until("the first", lambda: self.receiver.lines("drsHeartbeat"))
        self.receiver.process.kill()
        before = len(self.receiver.lines("drsHeartbeat"))
        until("that it is missed", lambda: "does not take notifications" in agent.trace(), 30)
        agent.raise_alarms(3)
        self.receiver.start()
        until("all three", lambda: set(sequences(self.receiver, "drsBackupFailure")) == {1, 2, 3}, 60)
        self.assertEqual(sequences(self.receiver)[before], 3)

    def test_there_is_none_when_the_interval_is_0(self):
        agent, port = model.embedded(self.lab, f"informsink {self.address} public\n")
        agent.raise_alarms(1)
        until("the alarm", lambda: self.receiver.lines("drsBackupFailure"))
        self.assertEqual(self.receiver.lines("drsHeartbeat"), [])
        self.assertIn("Gauge32: 0 seconds", model.run(self.lab, "snmpget", port, "DRS-MIB::drsNotifyHeartbeatInterval.0").stdout)


if __name__ == "__main__":
    unittest.main()
