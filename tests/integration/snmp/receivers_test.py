#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Receivers on sessions of the Master's own, each a real snmptrapd."""

import re
import unittest

import model
from lab import until
from snmp import TrapReceiver

ENGINE = "0x80001f8804647273"  # of the agent
AUTH, PRIV = "an authentication password", "a privacy password"
USER = f'createUser console SHA-256 "{AUTH}" AES "{PRIV}"\n'
V3 = "user=console auth-file=auth priv-file=priv wait=20"
V2C = "version=v2c community=public wait=20"


def sequences(receiver: TrapReceiver) -> list[int]:
    alarms = [line for line in receiver.lines("drsNotificationSequence") if "drsBackupFailure" in line]
    return [int(re.search(r"drsNotificationSequence\.0 = \S+ (\d+)", line)[1]) for line in alarms]


class Receivers(unittest.TestCase):
    def setUp(self):
        self.lab = self.enterContext(model.SnmpLab())

    def name(self, *lines: str, mode: str = "embedded", auth: str = AUTH):
        folder = self.lab.folder(f"model-{mode}/etc/drs/snmp")
        for name, text in (("auth", auth), ("priv", PRIV)):
            (folder / name).write_text(text)
            (folder / name).chmod(0o600)
        (folder / "receivers").write_text("\n".join(lines) + "\n")

    def check_arrival(self, receiver: TrapReceiver, options: str, configuration: str = ""):
        self.name(f"noc 127.0.0.1:{receiver.port} {options}")
        agent, _ = model.embedded(self.lab, configuration)
        agent.raise_alarms(20)
        until("all in order", lambda: list(dict.fromkeys(sequences(receiver))) == list(range(1, 21)))
        self.assertIn("sysUpTime", receiver.lines("drsBackupFailure")[0])
        self.assertEqual(agent.stop(), 0)

    def test_an_inform_by_v3_arrives(self):
        self.check_arrival(TrapReceiver(self.lab, more=USER), V3)

    def test_an_inform_by_v3_with_the_strongest_protocols_arrives(self):
        user = f'createUser console SHA-512 "{AUTH}" AES-256 "{PRIV}"\n'
        self.check_arrival(TrapReceiver(self.lab, more=user), f"{V3} auth=SHA-512 priv=AES-256")

    def test_an_inform_by_v2c_arrives(self):
        self.check_arrival(TrapReceiver(self.lab), V2C)

    def test_a_trap_by_v2c_arrives(self):
        self.check_arrival(TrapReceiver(self.lab), f"{V2C} kind=trap")

    def test_a_trap_by_v3_comes_from_the_agents_engine(self):
        receiver = TrapReceiver(self.lab, more=USER.replace("createUser", f"createUser -e {ENGINE}"))
        self.check_arrival(receiver, f"{V3} kind=trap", f"exactEngineID {ENGINE}\n")

    def test_receivers_need_no_snmpd_in_agentx_mode(self):
        receiver = TrapReceiver(self.lab, more=USER)
        self.name(f"noc 127.0.0.1:{receiver.port} {V3}", mode="agentx")
        agent = model.ModelAgent(self.lab, "agentx", str(self.lab.path("nobody.agentx")))
        agent.raise_alarms(3)
        until("all three", lambda: sequences(receiver) == [1, 2, 3])

    def test_a_receiver_that_is_down_holds_up_no_other_and_gets_everything_later(self):
        up, down = TrapReceiver(self.lab, "up"), TrapReceiver(self.lab, "down", more=USER)
        self.name(f"up 127.0.0.1:{up.port} {V2C}", f"down 127.0.0.1:{down.port} {V3}")
        down.process.kill()
        agent, _ = model.embedded(self.lab)
        agent.raise_alarms(50)
        until("all at the one that is up", lambda: sequences(up) == list(range(1, 51)))
        self.assertEqual(agent.stop(), 0)
        agent, _ = model.embedded(self.lab)
        down.start()
        until("all at the other", lambda: list(dict.fromkeys(sequences(down))) == list(range(1, 51)), 60)
        self.assertEqual(sequences(up), list(range(1, 51)))

    def test_a_receiver_that_does_not_know_the_password_keeps_its_alarms(self):
        receiver = TrapReceiver(self.lab, more=USER)
        self.name(f"noc 127.0.0.1:{receiver.port} {V3}", auth="another password")
        agent, _ = model.embedded(self.lab)
        agent.raise_alarms(2)
        until("the refusal in the trace", lambda: "The SNMP receiver noc" in agent.trace() and "refuses the notification" in agent.trace())
        self.assertEqual(agent.stop(), 0)
        self.name(f"noc 127.0.0.1:{receiver.port} {V3}")
        model.embedded(self.lab)
        until("both", lambda: sequences(receiver) == [1, 2])

    def test_a_receiver_that_was_installed_anew_is_asked_who_it_is(self):
        receiver = TrapReceiver(self.lab, more=f"exactEngineID 0x80001f880401\n{USER}")
        self.name(f"noc 127.0.0.1:{receiver.port} {V3}")
        agent, _ = model.embedded(self.lab)
        agent.raise_alarms(1)
        until("the first", lambda: sequences(receiver) == [1])
        receiver.process.kill()
        configuration = self.lab.path("snmptrapd.conf")
        configuration.write_text(configuration.read_text().replace("880401", "880402"))
        receiver.start()
        agent.raise_alarms(1)
        until("the second", lambda: sequences(receiver) == [1, 2], 60)

    def test_a_receiver_that_is_new_begins_with_the_next_alarm(self):
        receiver = TrapReceiver(self.lab)
        agent, _ = model.embedded(self.lab)
        agent.raise_alarms(5)
        self.assertEqual(agent.stop(), 0)
        self.name(f"noc 127.0.0.1:{receiver.port} {V2C}")
        agent, _ = model.embedded(self.lab)
        agent.raise_alarms(1)
        until("the sixth alone", lambda: sequences(receiver) == [6])

    def table(self, port: int) -> list[str]:
        """`ADDRESS OPERSTATE DELIVERED QUEUED NAME` of each row."""
        columns = [model.run(self.lab, "snmpwalk", port, "-OQU", f"DRS-MIB::drsReceiver{name}").stdout.splitlines()
                   for name in ("Address", "OperState", "Delivered", "Queued", "Name")]
        return [" ".join([row[0].split(" = ")[0].rpartition(".")[2], *(cell.split(" = ")[1] for cell in row)]) for row in zip(*columns)
                if " = " in row[0] and "No Such" not in row[0]]

    def test_the_table_shows_how_each_fares(self):
        up, down = TrapReceiver(self.lab, "up"), TrapReceiver(self.lab, "down")
        down.process.kill()
        self.name(f"up 127.0.0.1:{up.port} {V2C}", f"down 127.0.0.1:{down.port} {V2C}")
        agent, port = model.embedded(self.lab)
        self.assertEqual(self.table(port), [f"1 127.0.0.1:{up.port} unknown 0 0 up", f"2 127.0.0.1:{down.port} unknown 0 0 down"])
        agent.raise_alarms(3)
        until("both states", lambda: self.table(port) == [f"1 127.0.0.1:{up.port} delivering 3 0 up", f"2 127.0.0.1:{down.port} silent 0 3 down"], 30)
        error = model.run(self.lab, "snmpget", port, "-Oqv", "DRS-MIB::drsReceiverLastError.2").stdout.strip()
        self.assertIn("It does not answer.", error)

    def test_an_index_stands_for_a_name_over_restarts(self):
        self.name(f"one 127.0.0.1:9 {V2C}", f"two 127.0.0.1:9 {V2C}")
        agent, _ = model.embedded(self.lab)
        self.assertEqual(agent.stop(), 0)
        self.name(f"three 127.0.0.1:9 {V2C}", f"two 127.0.0.1:9 {V2C}")
        _, port = model.embedded(self.lab)
        self.assertEqual(self.table(port), ["2 127.0.0.1:9 unknown 0 0 two", "3 127.0.0.1:9 unknown 0 0 three"])

    def test_the_file_is_followed_and_who_stays_goes_on(self):
        stays, comes = TrapReceiver(self.lab, "stays"), TrapReceiver(self.lab, "comes")
        line = f"stays 127.0.0.1:{stays.port} {V2C}"
        self.name(line, f"goes 127.0.0.1:9 {V2C}")
        agent, port = model.embedded(self.lab)
        agent.raise_alarms(2)
        until("the first two", lambda: set(sequences(stays)) == {1, 2})
        self.name(line, f"comes 127.0.0.1:{comes.port} {V2C}")
        agent.ask("reread")
        until("the new one in the table", lambda: self.table(port)[1:] == [f"3 127.0.0.1:{comes.port} unknown 0 0 comes"])
        self.assertEqual(self.table(port)[0], f"1 127.0.0.1:{stays.port} delivering 2 0 stays")
        agent.raise_alarms(1)
        until("the third at both", lambda: set(sequences(stays)) == {1, 2, 3} and set(sequences(comes)) == {3})

    def test_a_file_that_becomes_wrong_changes_nothing(self):
        receiver = TrapReceiver(self.lab)
        self.name(f"noc 127.0.0.1:{receiver.port} {V2C}")
        agent, _ = model.embedded(self.lab)
        self.name(f"noc 127.0.0.1:{receiver.port} {V2C}", "other somewhere:162 version=v2c community=public")
        agent.ask("reread")
        until("the word of the trace", lambda: "stay as they were: " in agent.trace() and "receivers:2: `somewhere:162` is not" in agent.trace())
        agent.raise_alarms(1)
        until("the alarm", lambda: set(sequences(receiver)) == {1})

    def test_another_password_in_its_file_is_taken(self):
        receiver = TrapReceiver(self.lab, more=USER)
        self.name(f"noc 127.0.0.1:{receiver.port} {V3}", auth="another password")
        agent, _ = model.embedded(self.lab)
        agent.raise_alarms(1)
        until("the refusal", lambda: "refuses the notification" in agent.trace())
        self.name(f"noc 127.0.0.1:{receiver.port} {V3}")
        agent.ask("reread")
        until("the alarm", lambda: set(sequences(receiver)) == {1})

    def test_a_file_that_is_wrong_keeps_the_agent_from_starting(self):
        self.name("noc somewhere:162 version=v2c community=public")
        with self.assertRaises(AssertionError) as refusal:
            model.embedded(self.lab)
        self.assertIn("receivers:1: `somewhere:162` is not a numeric address", str(refusal.exception))


if __name__ == "__main__":
    unittest.main()
