#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The SNMP face against Net-SNMP's own snmpd, snmpwalk and snmptrapd, in both modes."""

import os
import re
import socket
import subprocess
import unittest

import model
from lab import free_port, until
from snmp import TrapReceiver

OBJECTS = ["Sequence", "BootEpoch", "Severity", "State", "Time", "NodeName", "Feature", "Component", "JobId", "Reason"]


def oid_of(line: str) -> list[int]:
    return [int(part) for part in line.split(" = ")[0].strip(".").split(".")]


def steady(lines: list[str]) -> list[str]:
    return [line for line in lines if line.split(" = ")[0] not in model.LIVE]


def as_cell(line: str) -> str:
    """A line of snmpwalk in the form of the model's cells."""
    name, _, value = line.partition(" = ")
    kind, _, rest = value.partition(":") if value != '""' else ("STRING", "", "")
    code = {"INTEGER": 0, "Gauge32": 1, "Counter32": 2, "Counter64": 3, "STRING": 4, "Hex-STRING": 4}[kind]
    if code == 4:
        rest = rest.replace(" ", "").lower() if kind == "Hex-STRING" else rest.strip().strip('"').encode().hex()
    else:
        rest = re.match(r" (\d+)", rest)[1]
    return f"{name.lstrip('.')} {code} {rest}".strip()


def sequences(receiver: TrapReceiver) -> list[int]:
    return [int(n) for n in re.findall(r"drsNotificationSequence\.0 = \S+ (\d+)", receiver.log.read_text())]


class Snmp(unittest.TestCase):
    def setUp(self):
        self.lab = self.enterContext(model.SnmpLab())

    def check_walks(self, port: int):
        walk = model.numbers(self.lab, port)
        self.assertEqual(sorted(map(oid_of, walk)), [oid_of(line) for line in walk])
        self.assertEqual(len({tuple(oid_of(line)) for line in walk}), len(walk))
        for repetitions in range(1, 21):
            bulk = model.numbers(self.lab, port, "snmpbulkwalk", f"-Cr{repetitions}")
            self.assertEqual(steady(bulk), steady(walk), f"max-repetitions {repetitions}")
        return walk

    def test_a_walk_shows_every_cell_of_the_model(self):
        agent, port = model.embedded(self.lab)
        wanted = [cell for cell in agent.cells() if "." + cell.split()[0] not in model.LIVE]
        self.assertGreater(len(wanted), 100)
        self.assertEqual(list(map(as_cell, steady(self.check_walks(port)))), wanted)
        self.assertEqual(agent.stop(), 0)

    def test_the_walk_through_snmpd_is_that_of_the_embedded_agent(self):
        alone, port = model.embedded(self.lab)
        behind, snmpd = model.agentx(self.lab)
        self.assertEqual(steady(self.check_walks(snmpd.port)), steady(model.numbers(self.lab, port)))
        self.assertEqual(behind.stop(), 0)
        alone.stop()

    def test_every_cell_can_be_asked_for_by_name(self):
        _, port = model.embedded(self.lab)
        for name, value in (("drsSystemState.0", "INTEGER: backup(2)"), ("drsDeviceName.256", "STRING: here"),
                            ("drsDeviceFreeBytes.1", "Counter64: 9223372036854775808 octets"),
                            ("drsHistoryResult.backup.5", "INTEGER: error(5)"),
                            ("drsComponentLastBytes.2.1.1", "Counter64: 5000000000 octets")):
            seen = model.run(self.lab, "snmpget", port, f"DRS-MIB::{name}").stdout.strip()
            self.assertEqual(seen, f"DRS-MIB::{name} = {value}")
        missing = model.run(self.lab, "snmpget", port, "DRS-MIB::drsDeviceName.2").stdout
        self.assertIn("No Such Instance", missing)

    def test_a_write_is_refused_as_not_writable(self):
        _, port = model.embedded(self.lab)
        _, snmpd = model.agentx(self.lab)
        for each in (port, snmpd.port):
            done = model.run(self.lab, "snmpset", each, f"{model.ROOT}.1.1.1.0", "s", "x", user="administrator")
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("notWritable", done.stderr)

    def check_notification(self, receiver: TrapReceiver, agent: model.ModelAgent):
        agent.raise_alarms(1, "Disk full.")
        line = until("the notification", lambda: receiver.lines("drsBackupFailure"))[0]
        names = re.findall(r"DRS-MIB::drsNotification(\w+)\.0 = ", line)
        self.assertEqual(names, OBJECTS)
        for value in ("Sequence.0 = Gauge32: 1", "BootEpoch.0 = Gauge32: 3", "Severity.0 = INTEGER: major(4)",
                      "State.0 = INTEGER: raised(1)", "NodeName.0 = STRING: sub1", "Feature.0 = STRING: UCM",
                      "Component.0 = STRING: CCMDB", "JobId.0 = Gauge32: 43", "Reason.0 = STRING: Disk full."):
            self.assertIn(value, line)

    def test_snmptrapd_names_all_objects_of_a_trap_from_the_embedded_agent(self):
        receiver = TrapReceiver(self.lab)
        agent, _ = model.embedded(self.lab, f"trap2sink 127.0.0.1:{receiver.port} public\n")
        self.check_notification(receiver, agent)

    def test_snmptrapd_names_all_objects_of_an_inform_from_the_embedded_agent(self):
        receiver = TrapReceiver(self.lab)
        agent, _ = model.embedded(self.lab, f"informsink 127.0.0.1:{receiver.port} public\n")
        self.check_notification(receiver, agent)

    def test_snmptrapd_names_all_objects_of_a_trap_through_snmpd(self):
        receiver = TrapReceiver(self.lab)
        agent, _ = model.agentx(self.lab, f"trap2sink 127.0.0.1:{receiver.port} public\n")
        self.check_notification(receiver, agent)

    def test_what_was_raised_while_snmpd_was_gone_arrives_afterwards(self):
        receiver = TrapReceiver(self.lab)
        agent, snmpd = model.agentx(self.lab, f"trap2sink 127.0.0.1:{receiver.port} public\n")
        agent.raise_alarms(1)
        until("the first", lambda: agent.position() == 1)
        snmpd.process.kill()
        until("the loss in the trace", lambda: "is gone" in agent.trace())
        agent.raise_alarms(40)
        self.assertEqual(agent.position(), 1)
        snmpd.start()
        model.wait_connected(self.lab, snmpd.port)
        until("position 41", lambda: agent.position() == 41)
        until("all of them", lambda: set(sequences(receiver)) == set(range(1, 42)))

    def test_a_subagent_waits_for_a_snmpd_that_is_not_there_yet(self):
        from snmp import Snmpd
        receiver = TrapReceiver(self.lab)
        agent = model.ModelAgent(self.lab, "agentx", str(self.lab.path("snmpd.agentx")))
        agent.raise_alarms(3)
        snmpd = Snmpd(self.lab, more=f"trap2sink 127.0.0.1:{receiver.port} public\n")
        model.wait_connected(self.lab, snmpd.port)
        until("all three", lambda: sequences(receiver) == [1, 2, 3])
        until("the word of the trace", lambda: "No snmpd answers" in agent.trace())

    def test_a_burst_of_500_alarms_is_lost_nowhere_and_leaves_snmpd_answering(self):
        receiver = TrapReceiver(self.lab)
        agent, snmpd = model.agentx(self.lab, f"informsink 127.0.0.1:{receiver.port} public\n")
        agent.raise_alarms(500)
        done = model.run(self.lab, "snmpget", snmpd.port, f"{model.ROOT}.1.1.2.0")
        self.assertIn("15.0.1.12900-234", done.stdout)
        until("position 500", lambda: agent.position() == 500)
        until("all at the receiver", lambda: set(sequences(receiver)) == set(range(1, 501)))

    def test_a_snmpd_that_hangs_delays_alarms_and_loses_none(self):
        receiver = TrapReceiver(self.lab)
        agent, snmpd = model.agentx(self.lab, f"trap2sink 127.0.0.1:{receiver.port} public\n")
        snmpd.process.freeze()
        agent.raise_alarms(50)
        until("the loss in the trace", lambda: "is gone" in agent.trace())
        snmpd.process.thaw()
        until("position 50", lambda: agent.position() == 50)
        until("all of them", lambda: set(sequences(receiver)) == set(range(1, 51)))

    def test_stopping_does_not_wait_for_a_snmpd_that_hangs(self):
        agent, snmpd = model.agentx(self.lab)
        snmpd.process.freeze()
        agent.raise_alarms(50)
        self.assertEqual(agent.stop(), 0)
        snmpd.process.thaw()

    def test_the_position_survives_a_restart(self):
        receiver = TrapReceiver(self.lab)
        sink = f"trap2sink 127.0.0.1:{receiver.port} public\n"
        agent, _ = model.embedded(self.lab, sink)
        agent.raise_alarms(2)
        until("both", lambda: sequences(receiver) == [1, 2])
        self.assertEqual(agent.stop(), 0)
        agent, _ = model.embedded(self.lab, sink)
        agent.raise_alarms(1)
        until("the third", lambda: sequences(receiver) == [1, 2, 3])

    def test_stopping_sends_what_is_left(self):
        receiver = TrapReceiver(self.lab)
        agent, _ = model.embedded(self.lab, f"trap2sink 127.0.0.1:{receiver.port} public\n")
        agent.raise_alarms(100)
        self.assertEqual(agent.stop(), 0)
        until("all", lambda: len(set(sequences(receiver))) == 100)

    def test_without_receivers_the_position_moves_on_and_the_trace_says_so(self):
        agent, _ = model.embedded(self.lab)
        agent.raise_alarms(20)
        until("position 20", lambda: agent.position() == 20)
        until("the word of the trace", lambda: "Alarms go to no SNMP receiver" in agent.trace())
        self.assertEqual(agent.trace().count("Alarms go to no SNMP receiver"), 1)

    def test_without_a_configuration_nobody_may_read(self):
        port = free_port(socket.SOCK_DGRAM)
        agent = model.ModelAgent(self.lab, "embedded", f"127.0.0.1:{port}")
        done = model.run(self.lab, "snmpget", port, "-r0", "-t1", f"{model.ROOT}.1.1.1.0")
        self.assertIn("Timeout", done.stderr)
        until("the word of the trace", lambda: "Nobody may read by SNMP" in agent.trace())

    def test_an_address_in_use_is_refused_with_the_way_out(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
            other.bind(("127.0.0.1", 0))
            with self.assertRaises(AssertionError) as refusal:
                model.ModelAgent(self.lab, "embedded", f"127.0.0.1:{other.getsockname()[1]}")
        self.assertIn(f"udp 127.0.0.1:{other_port(refusal)}", str(refusal.exception))
        self.assertIn("DRS_SNMP_PORT", str(refusal.exception))

    def test_the_embedded_agent_listens_on_its_address_only(self):
        agent, port = model.embedded(self.lab)
        seen = subprocess.run(["ss", "-Hlnutp"], capture_output=True, text=True, check=True).stdout
        ours = [line.split()[4] for line in seen.splitlines() if f"pid={agent.pid}," in line]
        self.assertEqual(ours, [f"127.0.0.1:{port}"])

    def test_a_v3_user_reads_with_authentication_and_privacy(self):
        port = free_port(socket.SOCK_DGRAM)
        model.ModelAgent(self.lab, "embedded", f"127.0.0.1:{port}",
                         'createUser reader SHA-256 "authentication" AES "privacy-pass"\nrouser reader priv\n')
        argv = ["snmpget", "-v3", "-u", "reader", "-l", "authPriv", "-a", "SHA-256", "-A", "authentication", "-x", "AES",
                "-X", "privacy-pass", "-On", f"127.0.0.1:{port}", f"{model.ROOT}.1.1.1.0"]
        environment = {**os.environ, "SNMP_PERSISTENT_DIR": str(self.lab.folder("v3"))}
        done = subprocess.run(argv, capture_output=True, text=True, check=False, env=environment)
        self.assertIn("Callwell", done.stdout, done.stderr)

    def test_the_state_of_the_agent_is_private(self):
        agent, _ = model.embedded(self.lab)
        agent.stop()
        state = self.lab.path("model-embedded/var/lib/drs/snmp")
        self.assertEqual(state.stat().st_mode & 0o777, 0o700)
        self.assertEqual((state / "drs-master.conf").stat().st_mode & 0o777, 0o600)


def other_port(refusal) -> str:
    return re.search(r"127\.0\.0\.1:(\d+)", str(refusal.exception))[1]


if __name__ == "__main__":
    unittest.main()
