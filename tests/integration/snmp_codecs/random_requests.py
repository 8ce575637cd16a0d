# SPDX-License-Identifier: Apache-2.0
"""SETs with several varbinds for several rows of drsScheduleTable, at random but the same for the same seed: some right, some wrong in one place."""

from random import Random

import codec
from codec import Varbind
from schedule_model import CHOICE, Table
from set_checks import (ACTIVE, ADMIN, DESTROY, DEVICE, FEATURES, FREQUENCY, GO, LAST_RUN, NAME, NOT_IN_SERVICE, NOT_READY, SCHEDULE, START, STATUS, TYPES, WAIT,
                        WEEKDAYS, clock)

NAMES = [b"night", b"noon", b"late", b"week end", b"x-1", b"x_2", b"seven", b"eight", b"nine", b"ten", b"eleven", b"default"]


class Requests:
    def __init__(self, seed: int):
        self._random = Random(seed)

    def _value(self, column: int):
        one = self._random.choice
        return {NAME: lambda: one(NAMES), DEVICE: lambda: 1, FEATURES: lambda: one([b"UCM", b"CDR_CAR", b"UCM,CDR_CAR"]),
                START: lambda: clock(one([2090, 2091]), one(range(1, 13)), one(range(1, 29)), one(range(24)), one(range(60))),
                FREQUENCY: lambda: one([1, 2, 3, 4]), WEEKDAYS: lambda: one([b"", b"\x00", b"\x44", b"\x80", b"\xfe"]), ADMIN: lambda: one([1, 2])}[column]()

    def _wrong_value(self, column: int):
        one = self._random.choice
        return {NAME: lambda: one([b"", b"a/b", b"n" * 256, b"default"]), DEVICE: lambda: one([0, 99]), FEATURES: lambda: one([b"", b"NOSUCH", b"UCM,NOSUCH"]),
                START: lambda: one([b"", clock(2090, 2, 30, 1, 0), clock(2090, 1, 1, 24, 0), b"\x07" * 11]), FREQUENCY: lambda: one([0, 5, -1]),
                WEEKDAYS: lambda: b"\x00\x00", ADMIN: lambda: one([0, 3])}[column]()

    def _columns(self, index: int, columns: list) -> list[Varbind]:
        return [self._cell(column, index, self._value(column)) for column in columns]

    @staticmethod
    def _cell(column: int, index: int, value, kind: str | None = None) -> Varbind:
        return Varbind(f"{SCHEDULE}.{column}.{index}", kind or TYPES[column], value)

    def _new_row(self, index: int) -> list[Varbind]:
        optional = [column for column in (WEEKDAYS, ADMIN) if self._random.random() < 0.4]
        status = self._random.choice([GO, GO, GO, WAIT])
        needed = [NAME, DEVICE, FEATURES, START, FREQUENCY]
        if status == WAIT or self._random.random() < 0.05:
            needed = self._random.sample(needed, self._random.randint(0, 5))
        return [*self._columns(index, [*needed, *optional]), self._cell(STATUS, index, status)]

    def _pending_row(self, index: int) -> list[Varbind]:
        columns = self._columns(index, self._random.sample([NAME, DEVICE, FEATURES, START, FREQUENCY, WEEKDAYS, ADMIN], self._random.randint(0, 5)))
        status = self._random.choice([None, None, ACTIVE, ACTIVE, NOT_IN_SERVICE, DESTROY])
        if status or not columns:
            columns.append(self._cell(STATUS, index, status or ACTIVE))
        return columns

    def _active_row(self, index: int) -> list[Varbind]:
        if self._random.random() < 0.2:
            return [self._cell(STATUS, index, DESTROY)]
        return self._columns(index, self._random.sample([NAME, FEATURES, START, FREQUENCY, WEEKDAYS, ADMIN], self._random.randint(1, 4)))

    def _spoil(self, varbinds: list) -> None:
        """One varbind gets what it cannot have, or an impossible one comes in."""
        at = self._random.randrange(len(varbinds))
        column, index = map(int, varbinds[at].name.removeprefix(SCHEDULE + ".").split("."))
        way = self._random.randrange(4)
        if way == 0:
            varbinds[at] = self._cell(column, index, "1.3.6", codec.OID)
        elif way == 1 or column == STATUS:
            kinds = [self._cell(STATUS, index + 300, ACTIVE), self._cell(STATUS, 1, DESTROY), self._cell(STATUS, index + 300, NOT_READY), self._cell(STATUS, index + 300, 7),
                     self._cell(LAST_RUN, index, b"", codec.OCTETS), self._cell(NAME, index + 300, b"nowhere")]
            varbinds.insert(at, self._random.choice([kind for kind in kinds if kind.name not in {each.name for each in varbinds}]))
        else:
            varbinds[at] = self._cell(column, index, self._wrong_value(column))

    def one(self, table: Table) -> list[Varbind]:
        """For one to three rows, in any order of its varbinds."""
        fresh = range(table.next_index, table.next_index + CHOICE + (self._random.random() < 0.05))
        rows = [*table.pending, *(index for index in table.rows if index != 1), *self._random.sample(fresh, 2)]
        varbinds = []
        for index in sorted(set(self._random.sample(rows, min(len(rows), self._random.randint(1, 3))))):
            make = self._pending_row if index in table.pending else self._active_row if index in table.rows else self._new_row
            varbinds += make(index)
        self._random.shuffle(varbinds)
        if self._random.random() < 0.3:
            self._spoil(varbinds)
        return varbinds
