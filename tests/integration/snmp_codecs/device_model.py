# SPDX-License-Identifier: Apache-2.0
"""drsDeviceTable as its MIB describes it, written a second time, for local devices: what a SET makes of it when all trials have ended, or for which errors it may be refused."""

import copy
from dataclasses import dataclass, field

from codec import GAUGE, INTEGER, OCTETS, Varbind
from read_checks import OBJECTS

DEVICE = f"{OBJECTS}.5.1"
NAME, KIND, PATH, KEEP, OPER_STATE, OPER_TEXT, STATUS = 2, 3, 6, 10, 11, 12, 16
TYPES = {NAME: OCTETS, KIND: INTEGER, PATH: OCTETS, KEEP: GAUGE, STATUS: INTEGER}
NEEDED = (NAME, KIND, PATH)
LENGTHS = {NAME: (1, 255), PATH: (1, 1024)}
NUMBERS = {KIND: (1, 3), KEEP: (1, 365), STATUS: (1, 6)}
ACTIVE, NOT_IN_SERVICE, NOT_READY, GO, WAIT, DESTROY = range(1, 7)
LOCAL, TAPE = 3, 1
VALIDATING = 2
MOST_ROWS, CHOICE = 10, 16


def cell(column: int, index: int, value, kind: str | None = None) -> Varbind:
    return Varbind(f"{DEVICE}.{column}.{index}", kind or TYPES[column], value)


def place_of(varbind: Varbind) -> tuple[int, int]:
    column, index = varbind.name.removeprefix(DEVICE + ".").split(".")
    return int(column), int(index)


@dataclass
class Devices:
    """`saved` are active, `failed` have not passed their trial, `pending` are being made; all by index. `good`: the paths that are there. `used`: what no station may destroy."""

    next_index: int
    good: set
    used: set
    saved: dict = field(default_factory=dict)
    failed: dict = field(default_factory=dict)
    pending: dict = field(default_factory=dict)

    def after(self, varbinds: list) -> tuple["Devices | None", set]:
        for at, varbind in enumerate(varbinds):
            if wrong := self._wrong_value(varbind):
                return None, {(wrong, at + 1)}
        request = _Request(self, varbinds)
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

    def shown(self) -> dict[int, dict]:
        """What has to be read, the defaults of rows that are being made left out."""
        rows = {index: {**row, STATUS: ACTIVE} for index, row in self.saved.items()}
        rows |= {index: {**row, STATUS: NOT_READY} for index, row in self.failed.items()}
        return rows | {index: {**row, STATUS: NOT_IN_SERVICE if all(column in row for column in NEEDED) else NOT_READY} for index, row in self.pending.items()}


class _Request:
    """One SET over a copy of the table: what goes goes first, the rest as if at once."""

    def __init__(self, table: Devices, varbinds: list):
        self.table, self.errors = copy.deepcopy(table), set()
        self.places = {place_of(varbind): at + 1 for at, varbind in enumerate(varbinds)}
        rows: dict[int, dict] = {}
        for varbind in varbinds:
            column, index = place_of(varbind)
            rows.setdefault(index, {})[column] = varbind.value
        self.tried: dict[int, dict] = {}  # new ones, and failed ones once more
        self.fresh: list[int] = []
        for index in sorted(rows, key=lambda each: rows[each].get(STATUS) != DESTROY):
            self._row(index, dict(rows[index]))
        self._company()
        self._end()

    def _refuse(self, error: str, index: int, column: int = STATUS) -> None:
        if (column, index) in self.places:
            self.errors.add((error, self.places[column, index]))
            return
        fallback = self.places.get((STATUS, index)) or min(place for (_, row), place in self.places.items() if row == index)
        self.errors.add(("inconsistentValue" if error == "wrongValue" else error, fallback))

    def _row(self, index: int, values: dict) -> None:
        status, table = values.pop(STATUS, None), self.table
        there, waits = index in table.saved or index in table.failed, index in table.pending
        merged = {**table.pending.get(index, {}), **values}
        whole = all(column in merged for column in NEEDED)
        if status == NOT_READY:
            return self._refuse("wrongValue", index)
        if status == DESTROY:
            if index in table.used:
                return self._refuse("inconsistentValue", index)
            for rows in (table.saved, table.failed, table.pending):
                rows.pop(index, None)
            return None
        if status in (GO, WAIT) and (there or waits) or status == GO and not whole or status == NOT_IN_SERVICE and (there or not waits or not whole):
            return self._refuse("inconsistentValue", index)
        if status == ACTIVE and not there and (not waits or not whole):
            return self._refuse("inconsistentValue", index)
        if status is None and not there and not waits:
            return self._refuse("inconsistentName", index)
        if there:
            return self._change(index, values, status)
        if status in (GO, ACTIVE):
            table.pending.pop(index, None)
            self.fresh.append(index)
            self.tried[index] = {KEEP: 2, **merged}
            return self._check(index, self.tried[index])
        table.pending[index] = merged
        return None

    def _change(self, index: int, values: dict, status: int | None) -> None:
        if index in self.table.failed:
            self.table.failed[index] = {**self.table.failed[index], **values}
            if status == ACTIVE:
                self.tried[index] = self.table.failed.pop(index)
                self._check(index, self.tried[index])
            return
        row = self.table.saved[index]
        for column in (NAME, KIND):
            if values.get(column, row[column]) != row[column]:
                self._refuse("inconsistentValue", index, column)
        wanted = {**row, **values}
        self._check(index, wanted)
        if wanted[PATH] in self.table.good:
            self.table.saved[index] = wanted

    def _check(self, index: int, row: dict) -> None:
        if not row[NAME].replace(b"-", b"").replace(b"_", b"").replace(b" ", b"").isalnum():
            self._refuse("wrongValue", index, NAME)
        if row[KIND] == TAPE:
            self._refuse("wrongValue", index, KIND)
        elif row[KIND] != LOCAL:
            self._refuse("inconsistentValue", index)  # it has neither server nor user
        if not row[PATH].startswith(b"/"):
            self._refuse("wrongValue", index, PATH)

    def _company(self) -> None:
        """Names are compared when all have come in; a failed one that is only mended is not looked at before it is activated."""
        table = self.table
        others = {**table.saved, **table.failed, **self.tried}
        for index, row in self.tried.items():
            if any(other[NAME] == row[NAME] for at, other in others.items() if at != index):
                self._refuse("wrongValue", index, NAME)
        self._mended(others)
        if len(others) > MOST_ROWS:
            for index in self.tried:
                self._refuse("resourceUnavailable", index)
        for index in sorted(self.fresh):
            if not table.next_index <= index < table.next_index + CHOICE:
                self._refuse("inconsistentName", index)
            else:
                table.next_index = index + 1

    def _mended(self, others: dict) -> None:
        touched = {index for _, index in self.places}
        for index in touched & set(self.table.failed):
            if any(other[NAME] == self.table.failed[index][NAME] for at, other in others.items() if at != index):
                self._refuse("wrongValue", index, NAME)

    def _end(self) -> None:
        for index, row in self.tried.items():
            (self.table.saved if row[PATH] in self.table.good else self.table.failed)[index] = row
