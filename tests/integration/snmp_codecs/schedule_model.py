# SPDX-License-Identifier: Apache-2.0
"""drsScheduleTable as its MIB describes it, written a second time: what a SET makes of it, or for which errors it may be refused."""

import copy
import datetime
from dataclasses import dataclass, field

from codec import Varbind
from set_checks import (ACTIVE, ADMIN, DESTROY, DEVICE, FEATURES, FREQUENCY, GO, NAME, NOT_IN_SERVICE, NOT_READY, SCHEDULE, START, STATUS, TYPES, WAIT, WEEKDAYS)

NEEDED = (NAME, DEVICE, FEATURES, START, FREQUENCY)
LENGTHS = {NAME: (1, 255), FEATURES: (1, 1024), START: (8, 8), WEEKDAYS: (0, 1)}
NUMBERS = {DEVICE: (1, 2**32 - 1), FREQUENCY: (1, 4), ADMIN: (1, 2), STATUS: (1, 6)}
MOST_ROWS, MOST_PENDING, CHOICE, WEEKLY = 10, 16, 16, 3
DEFAULT = 1


def place_of(varbind: Varbind) -> tuple[int, int]:
    column, index = varbind.name.removeprefix(SCHEDULE + ".").split(".")
    return int(column), int(index)


def date_of(start: bytes) -> datetime.datetime | None:
    try:
        return datetime.datetime(start[0] << 8 | start[1], *start[2:6])
    except ValueError:
        return None


@dataclass
class Table:
    """`rows` are active, `pending` are being made; both by index, with the columns by number."""

    next_index: int
    devices: set
    features: set
    rows: dict = field(default_factory=dict)
    pending: dict = field(default_factory=dict)

    def after(self, varbinds: list) -> tuple["Table | None", set]:
        """The table as it is afterwards, or the errors (name, index) of which each would be right."""
        for at, varbind in enumerate(varbinds):
            if wrong := self._wrong_value(varbind):
                return None, {(wrong, at + 1)}
        request = _Request(self, varbinds)
        request.plan()
        return (None, request.errors) if request.errors else (request.table, set())

    @staticmethod
    def _wrong_value(varbind: Varbind) -> str | None:
        column, _ = place_of(varbind)
        if column not in TYPES:
            return "notWritable"
        if varbind.type != TYPES[column]:
            return "wrongType"
        if column in LENGTHS and not LENGTHS[column][0] <= len(varbind.value) <= LENGTHS[column][1]:
            return "wrongLength"
        if column in NUMBERS and not NUMBERS[column][0] <= varbind.value <= NUMBERS[column][1]:
            return "wrongValue"
        return None

    def status(self, index: int) -> int:
        if index in self.rows:
            return ACTIVE
        return NOT_IN_SERVICE if all(column in self.pending[index] for column in NEEDED) else NOT_READY


class _Request:
    """One SET over a copy of the table: all its parts as if at once."""

    def __init__(self, table: Table, varbinds: list):
        self.before, self.table, self.errors = table, copy.deepcopy(table), set()
        self.places = {place_of(varbind): at + 1 for at, varbind in enumerate(varbinds)}
        self.wanted: dict[int, dict] = {}
        for varbind in varbinds:
            column, index = place_of(varbind)
            self.wanted.setdefault(index, {})[column] = varbind.value
        self.put: dict[int, bool] = {}  # rows that are made or changed, and whether they are new

    def plan(self) -> None:
        for index, values in sorted(self.wanted.items()):
            self._plan_row(index, dict(values))
        for index in self.put:
            self._check(index)
        self._check_new()

    def _refuse(self, error: str, index: int, column: int = STATUS) -> None:
        """At the column's varbind; without one at that of the row's status, or the row's first."""
        if (column, index) in self.places:
            self.errors.add((error, self.places[column, index]))
            return
        fallback = self.places.get((STATUS, index)) or min(place for (_, row), place in self.places.items() if row == index)
        self.errors.add(("inconsistentValue" if error == "wrongValue" else error, fallback))

    def _plan_row(self, index: int, values: dict) -> None:
        status, table = values.pop(STATUS, None), self.table
        there, waits = index in table.rows, index in table.pending
        merged = {**table.pending.get(index, {}), **values}
        whole = all(column in merged for column in NEEDED)
        if status == NOT_READY:
            return self._refuse("wrongValue", index)
        if status == DESTROY:
            return self._destroy(index)
        if status in (GO, WAIT) and (there or waits) or status == GO and not whole or status == NOT_IN_SERVICE and (there or not waits or not whole):
            return self._refuse("inconsistentValue", index)
        if status == ACTIVE and not there and (not waits or not whole):
            return self._refuse("inconsistentValue", index)
        if status is None and not there and not waits:
            return self._refuse("inconsistentName", index)
        if status == WAIT and len(table.pending) >= MOST_PENDING:
            return self._refuse("resourceUnavailable", index)
        if there or status in (GO, ACTIVE):
            return self._put(index, merged)
        table.pending[index] = merged

    def _destroy(self, index: int) -> None:
        if index == DEFAULT:
            return self._refuse("inconsistentValue", index)
        self.table.pending.pop(index, None)
        self.table.rows.pop(index, None)

    def _put(self, index: int, values: dict) -> None:
        if index in self.table.rows and not values:
            return
        self.table.pending.pop(index, None)
        row = self.table.rows.get(index, {WEEKDAYS: b"\x00", ADMIN: 2})
        self.put[index] = index not in self.table.rows
        self.table.rows[index] = {**row, **values}

    def _check(self, index: int) -> None:
        row = self.table.rows[index]
        if index == DEFAULT:
            self._refuse("inconsistentValue", index, NAME)  # it is never given a device here
        if not row[NAME].replace(b"-", b"").replace(b"_", b"").replace(b" ", b"").isalnum():
            self._refuse("wrongValue", index, NAME)
        if any(other[NAME] == row[NAME] for at, other in self.table.rows.items() if at != index):
            self._refuse("wrongValue", index, NAME)
        if row[DEVICE] not in self.table.devices:
            self._refuse("inconsistentValue", index, DEVICE)
        if not set(row[FEATURES].split(b",")) <= self.table.features:
            self._refuse("inconsistentValue", index, FEATURES)
        if (date := date_of(row[START])) is None:
            return self._refuse("wrongValue", index, START)
        if row[ADMIN] == 1 and row[FREQUENCY] == 1 and date < datetime.datetime(2026, 1, 1):
            self._refuse("wrongValue", index, START)
        if row[FREQUENCY] != WEEKLY:
            row[WEEKDAYS] = b"\x00"
        elif not row[WEEKDAYS] or row[WEEKDAYS][0] & 0xFE == 0:
            row[WEEKDAYS] = bytes([0x80 >> date.isoweekday() % 7])
        else:
            row[WEEKDAYS] = bytes([row[WEEKDAYS][0] & 0xFE])

    def _check_new(self) -> None:
        table = self.table
        for index in sorted(index for index, new in self.put.items() if new):
            if not table.next_index <= index < table.next_index + CHOICE:
                self._refuse("inconsistentName", index)
            else:
                table.next_index = index + 1
            if len(table.rows) > MOST_ROWS:
                self._refuse("resourceUnavailable", index)
