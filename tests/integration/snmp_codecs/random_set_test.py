#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""SETs of many varbinds at a real Master, in both modes: whatever fails, and in whichever phase, all of a request becomes true or nothing."""

import os
import random
import subprocess
import sys
import threading
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import codec
import world
from codec import NoAnswer, Varbind
from lab import Lab, until
from pysnmp_codec import Pysnmp
from random_requests import Requests
from schedule_model import DEFAULT, Table
from set_checks import NEXT_INDEX, SCHEDULE, STATUS, TYPES

SEED = int(os.environ.get("DRS_SEED") or random.SystemRandom().randrange(10**6))
REQUESTS = int(os.environ.get("DRS_REQUESTS") or 150)
STOPS = 10
# What a SET may answer that could not be brought to its end: then the table is the one before or the one after, and always one of them as a whole.
UNDECIDED = {"genErr", "commitFailed", "undoFailed"}
ALL = "rocommunity all 127.0.0.1\n"
UPTIME = Varbind("1.3.6.1.2.1.1.3.0", codec.TICKS, 5)
SPOILER = "1.3.6.1.4.1.8072.9999.9999.4041.1.0"


class Master:
    """A real Master beside the model of its schedules."""

    mode, more = "", ALL

    def setUp(self):
        self.lab = self.enterContext(Lab("random"))
        self.world = world.MasterWorld(self.lab, self.mode, self.more)
        self.snmp = Pysnmp(self.world.port, "all", user=world.WRITER)
        self.addCleanup(self.snmp.close)
        self.requests = Requests(SEED)
        self.table = Table(self.next_index(), {1}, {b"UCM", b"CDR_CAR"}, {DEFAULT: None})
        self.table.rows[DEFAULT] = self.seen()[DEFAULT]

    def next_index(self) -> int:
        return self.snmp.get([NEXT_INDEX]).varbinds[0].value

    def seen(self) -> dict[int, dict]:
        rows: dict[int, dict] = {}
        for varbind in self.snmp.walk(SCHEDULE, 40):
            column, index = map(int, varbind.name.removeprefix(SCHEDULE + ".").split("."))
            if column in TYPES:
                rows.setdefault(index, {})[column] = varbind.value
        return rows

    def shows(self, table: Table) -> str | None:
        """The first thing in which what is there differs from the model."""
        seen = self.seen()
        indexes = sorted({*table.rows, *table.pending})
        if sorted(seen) != indexes:
            return f"rows {sorted(seen)}, not {indexes}"
        for index in indexes:
            wanted = {**(table.rows.get(index) or table.pending.get(index, {})), STATUS: table.status(index)}
            for column, value in wanted.items():
                if seen[index][column] != value:
                    return f"column {column} of row {index} is {seen[index][column]!r}, not {value!r}"
        return None

    def step(self, number: int, varbinds: list) -> None:
        after, errors = self.table.after(varbinds)
        answer = self.snmp.set(varbinds)
        said = f"seed {SEED}, request {number}: {self.text(varbinds)}\n  answered by {answer.error} at {answer.index}"
        if after is None:
            self.assertIn((answer.error, answer.index), errors, said)
        else:
            self.assertEqual((answer.error, answer.index), ("noError", 0), said)
            self.table = after
        self.assertIsNone(self.shows(self.table), said)

    @staticmethod
    def text(varbinds: list) -> str:
        return ", ".join(f"{each.name.removeprefix(SCHEDULE + '.')}={each.value!r}" for each in varbinds)

    def good(self) -> tuple[list, Table]:
        """A request that changes something, and the table behind it."""
        while True:
            varbinds = self.requests.one(self.table)
            after, _ = self.table.after(varbinds)
            if after is not None and after != self.table:
                return varbinds, after

class AtRandom(Master):
    """Both modes run these."""

    def test_a_random_request_does_all_that_the_model_does_or_nothing(self):
        made = refused = 0
        for number in range(REQUESTS):
            varbinds = self.requests.one(self.table)
            before = self.table
            self.step(number, varbinds)
            made, refused = made + (self.table is not before), refused + (self.table is before)
        print(f"{self.mode}: seed {SEED}, {made} requests that became true, {refused} that were refused; the table equal to the model after each", flush=True)
        self.assertGreater(min(made, refused), REQUESTS // 6)
        self.world.site.stop()

    def test_a_varbind_that_somebody_else_refuses_takes_ours_along(self):
        for number in range(10):
            varbinds, _ = self.good()
            at = number % (len(varbinds) + 1)
            answer = self.snmp.set([*varbinds[:at], UPTIME, *varbinds[at:]])
            self.assertEqual((answer.error, answer.index), (self.elsewhere, at + 1), f"seed {SEED}: {self.text(varbinds)}")
            self.assertIsNone(self.shows(self.table), f"seed {SEED}: {self.text(varbinds)}")


class Stopped(Master):
    """And these."""

    def settle(self, varbinds: list, after: Table, answer: codec.Answer | None) -> bool:
        """Whether the request became true; the table is one of the two, the one that the answer says if it says one."""
        until("the Master", lambda: self.answers(self.snmp), 60)
        came_true = self.shows(after) is None
        self.assertTrue(came_true or self.shows(self.table) is None, f"seed {SEED}: half of {self.text(varbinds)}: {self.shows(self.table)}; {self.shows(after)}")
        if answer is not None and answer.error not in UNDECIDED:
            self.assertEqual(came_true, answer.error == "noError", f"seed {SEED}: {self.text(varbinds)} is answered by {answer.error}")
        if came_true:
            self.table = after
        return came_true

    @staticmethod
    def answers(through: codec.Codec) -> bool:
        try:
            return through.get([NEXT_INDEX]).varbinds[0].type == codec.GAUGE
        except NoAnswer:
            return False

    def asked(self, varbinds: list) -> codec.Answer | None:
        impatient = Pysnmp(self.world.port, "all", user=world.WRITER, patience=8, retries=0)
        try:
            return impatient.set(varbinds)
        except NoAnswer:
            return None
        finally:
            impatient.close()

    def test_a_master_that_is_stopped_in_a_request_does_all_of_it_or_nothing(self):
        delays, came_true = random.Random(SEED), 0
        for _ in range(STOPS):
            varbinds, after = self.good()
            answers: list = []
            asking = threading.Thread(target=lambda varbinds=varbinds, answers=answers: answers.append(self.asked(varbinds)))
            if delays.random() < 0.3:
                self.world.site.master.freeze()  # before the request comes
            asking.start()
            asking.join(delays.uniform(0, 0.008))  # or anywhere in it
            self.world.site.master.freeze()
            asking.join(delays.choice([0.05, 0.4, 1.5]))
            self.world.site.master.thaw()
            asking.join()
            came_true += self.settle(varbinds, after, answers[0])
        print(f"{self.mode}: seed {SEED}, stopped in {STOPS} requests: {came_true} became true, {STOPS - came_true} did not, none in part", flush=True)


class Embedded(AtRandom, unittest.TestCase):
    mode, elsewhere = "embedded", "noAccess"  # not in an administrator's view


class StoppedEmbedded(Stopped, unittest.TestCase):
    mode = "embedded"


class StoppedAgentx(Stopped, unittest.TestCase):
    """snmpd gives up after a second, so that some requests fail."""

    mode, more = "AgentX", ALL + "agentXTimeout 1\nagentXRetries 0\n"


class Agentx(AtRandom, unittest.TestCase):
    mode, elsewhere = "AgentX", "notWritable"

    def spoiler(self) -> None:
        program = Path(os.environ["SNMP_SPOILER"])
        process = subprocess.Popen([program, self.world.snmpd.agentx_socket], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                   env={**os.environ, "SNMPCONFPATH": "/nonexistent", "SNMP_PERSISTENT_DIR": str(self.lab.folder("spoiler"))})
        self.addCleanup(lambda: (process.stdin.close(), process.wait(10), process.stdout.close()))
        self.assertEqual(process.stdout.readline(), "ready\n")
        until("the other subagent", lambda: self.snmp.get([SPOILER]).varbinds[0].type == codec.INTEGER)

    def test_another_subagent_that_fails_in_any_phase_takes_ours_along(self):
        """All but COMMIT, in which it is too late for a refusal: snmpd then says that all is well."""
        self.spoiler()
        for number in range(16):
            varbinds, after = self.good()
            phase = number % 4 + 1
            spoiling = Varbind(SPOILER, codec.INTEGER, phase)
            answer = self.snmp.set([*varbinds, spoiling] if number % 8 < 4 else [spoiling, *varbinds])
            said = f"seed {SEED}, phase {phase}: {self.text(varbinds)} is answered by {answer.error}"
            if phase == 4:
                self.table = after
            else:
                self.assertNotEqual(answer.error, "noError", said)
            self.assertIsNone(self.shows(self.table), said)


if __name__ == "__main__":
    unittest.main()
