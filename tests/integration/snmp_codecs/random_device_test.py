#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""SETs for several rows of drsDeviceTable at random: after each, and when all trials have ended, the table is the model's."""

import os
import random
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import codec
import world
from device_model import (ACTIVE, DESTROY, DEVICE, GO, KEEP, KIND, LOCAL, NAME, NOT_IN_SERVICE, NOT_READY, OPER_STATE, OPER_TEXT, PATH, STATUS, TAPE, TYPES, VALIDATING, WAIT, Devices,
                          cell, place_of)
from lab import Lab, until
from pysnmp_codec import Pysnmp
from read_checks import OBJECTS

SEED = int(os.environ.get("DRS_SEED") or random.SystemRandom().randrange(10**6))
REQUESTS = int(os.environ.get("DRS_REQUESTS") or 100)
NEXT_INDEX = f"{OBJECTS}.1.21.0"
NAMES = [b"north", b"south", b"east", b"west", b"up there", b"x-1", b"x_2", b"three", b"four", b"five", b"six", b"seven", b"eight"]


class Requests:
    def __init__(self, seed: int, paths: list[bytes]):
        self._random, self._paths = random.Random(seed), paths

    def _value(self, column: int):
        one = self._random.choice
        return {NAME: lambda: one(NAMES), KIND: lambda: LOCAL, PATH: lambda: one(self._paths), KEEP: lambda: one([1, 2, 3, 365])}[column]()

    def _wrong(self, column: int):
        one = self._random.choice
        return {NAME: lambda: one([b"", b"a/b", b"n" * 256]), KIND: lambda: one([0, 4, TAPE, 2]), PATH: lambda: one([b"", b"not/absolute", b"/" * 1025]), KEEP: lambda: one([0, 366]),
                STATUS: lambda: one([0, 7, NOT_READY])}[column]()

    def _columns(self, index: int, columns) -> list:
        return [cell(column, index, self._value(column)) for column in columns]

    def _row(self, index: int, table: Devices) -> list:
        some = self._random.sample([NAME, KIND, PATH, KEEP], self._random.randint(0, 4))
        if index in table.saved:
            some = [column for column in some if column in (PATH, KEEP)] or [KEEP]
            return [cell(STATUS, index, DESTROY)] if self._random.random() < 0.25 else self._columns(index, some)
        if index in table.failed or index in table.pending:
            status = self._random.choice([None, ACTIVE, ACTIVE, DESTROY, NOT_IN_SERVICE])
            cells = self._columns(index, some)
            return [*cells, cell(STATUS, index, status or ACTIVE)] if status or not cells else cells
        status = self._random.choice([GO, GO, GO, WAIT])
        columns = [NAME, KIND, PATH] if status == GO and self._random.random() < 0.9 else some
        return [*self._columns(index, columns), cell(STATUS, index, status)]

    def _spoil(self, varbinds: list) -> None:
        at = self._random.randrange(len(varbinds))
        column, index = place_of(varbinds[at])
        way = self._random.randrange(3)
        if way == 0:
            varbinds[at] = cell(column, index, "1.3.6", codec.OID)
        elif way == 1:
            varbinds[at] = cell(column, index, self._wrong(column))
        else:
            varbinds.insert(at, self._random.choice([cell(OPER_STATE, index, 3, codec.INTEGER), cell(NAME, index + 300, b"nowhere"), cell(STATUS, index + 300, ACTIVE)]))

    def one(self, table: Devices) -> list:
        rows = [*table.pending, *table.failed, *table.saved, *self._random.sample(range(table.next_index, table.next_index + 17), 2)]
        varbinds = []
        for index in sorted(set(self._random.sample(rows, min(len(rows), self._random.randint(1, 3))))):
            varbinds += self._row(index, table)
        self._random.shuffle(varbinds)
        if self._random.random() < 0.25:
            self._spoil(varbinds)
        return varbinds


class AtRandom:
    """Both modes run these."""

    mode = ""

    def setUp(self):
        self.lab = self.enterContext(Lab("devices"))
        self.world = world.MasterWorld(self.lab, self.mode, "rocommunity all 127.0.0.1\n")
        self.snmp = Pysnmp(self.world.port, "all", user=world.WRITER)
        self.addCleanup(self.snmp.close)
        good = [str(self.lab.folder(name)).encode() for name in ("one", "two", "three")]
        self.requests = Requests(SEED, [*good, b"/no/such/place"])
        seen = self.seen()
        first = {column: value for column, value in seen[1].items() if column in TYPES and column != STATUS}
        self.site_uses_the_first()
        self.table = Devices(self.snmp.get([NEXT_INDEX]).varbinds[0].value, {*good, first[PATH]}, {1}, {1: first})

    def site_uses_the_first(self) -> None:
        self.world.site.good("schedule", "add", "night", "nightly" if self.mode == "embedded" else "other", "UCM", "2099/01/01-02:00", "daily")

    def seen(self) -> dict[int, dict]:
        rows: dict[int, dict] = {}
        for varbind in self.snmp.walk(DEVICE, 40):
            column, index = map(int, varbind.name.removeprefix(DEVICE + ".").split("."))
            rows.setdefault(index, {})[column] = varbind.value
        return rows

    def settled(self) -> dict[int, dict]:
        """When nothing is tried any more. A walk takes several requests, so the one that sees the end may have seen columns from before it."""
        until("the end of all trials", lambda: all(row[OPER_STATE] != VALIDATING for row in self.seen().values()))
        return self.seen()

    def difference(self) -> str | None:
        seen, wanted = self.settled(), self.table.shown()
        if sorted(seen) != sorted(wanted):
            return f"rows {sorted(seen)}, not {sorted(wanted)}"
        for index, row in wanted.items():
            for column, value in row.items():
                if seen[index][column] != value:
                    return f"column {column} of row {index} is {seen[index][column]!r}, not {value!r}: {seen[index][OPER_TEXT].decode()}"
        return None

    def test_a_random_request_does_all_that_the_model_does_or_nothing(self):
        made = refused = 0
        for number in range(REQUESTS):
            varbinds = self.requests.one(self.table)
            after, errors = self.table.after(varbinds)
            answer = self.snmp.set(varbinds)
            said = f"seed {SEED}, request {number}: " + ", ".join(f"{place_of(each)}={each.value!r}" for each in varbinds) + f"\n  answered by {answer.error} at {answer.index}"
            if after is None:
                self.assertIn((answer.error, answer.index), errors, said)
            else:
                self.assertEqual((answer.error, answer.index), ("noError", 0), said)
                self.table = after
            self.assertIsNone(self.difference(), said)
            made, refused = made + (after is not None), refused + (after is None)
        print(f"{self.mode}: seed {SEED}, {made} requests for devices that became true, {refused} that were refused; the table equal to the model after each", flush=True)
        self.assertGreater(min(made, refused), REQUESTS // 8)
        self.world.site.stop()


class Embedded(AtRandom, unittest.TestCase):
    mode = "embedded"


class Agentx(AtRandom, unittest.TestCase):
    mode = "AgentX"


if __name__ == "__main__":
    unittest.main()
