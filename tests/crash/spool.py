# SPDX-License-Identifier: Apache-2.0
"""Reads an agent's alarm spool from outside: its records and how far each sink has got (alarms/segment.cpp, record.cpp, positions.cpp)."""

import struct
from dataclasses import dataclass
from pathlib import Path

MAGIC = b"DRSALRM2"
BACKUP_FAILURE, RESTORE_FAILURE, BACKUP_COMPLETED, RESTORE_COMPLETED = 2, 16, 33, 34
RAISED, CLEARED, EVENT = 1, 2, 3
TEXTS = ("app_id", "cluster", "reporting_node", "reason", "node", "feature", "component", "device")


@dataclass(frozen=True)
class Record:
    sequence: int
    epoch: int
    id: int
    state: int
    time: int
    relayed: bool
    job: int
    app_id: str
    cluster: str
    reporting_node: str
    reason: str
    node: str
    feature: str
    component: str
    device: str

    @property
    def key(self) -> tuple:
        """What an alarm that is raised and cleared is known by."""
        return self.id, self.node, self.device, self.feature, self.component

    @property
    def content(self) -> tuple:
        """What a Local Agent's record keeps on its way through the Master."""
        return self.id, self.state, self.time, self.job, self.reporting_node, self.reason, *self.key


def records(directory: Path) -> list[Record]:
    """In the order of the files; what is torn at an end is left out, as the Master does."""
    return [record for file in sorted(directory.glob("*.alarms")) for record in _segment(file.read_bytes())]


def position(directory: Path, sink: str) -> int:
    """As the newer one of the two slots says."""
    file = directory / "positions"
    slots = [_slot(part) for part in file.read_text(errors="replace").split("drs-spool 2\n")] if file.exists() else []
    newest = max(slots, key=lambda slot: slot.get("serial", 0), default={})
    return newest.get(f"position {sink}", 0)


def _slot(text: str) -> dict[str, int]:
    """Empty unless it is whole: the checksum comes last."""
    lines = text.splitlines()
    seal = next((number for number, line in enumerate(lines) if line.startswith("crc32c ") and len(line) == 15), 0)
    return {line.rpartition(" ")[0]: int(line.rpartition(" ")[2]) for line in lines[:seal]}


def _segment(contents: bytes) -> list[Record]:
    found, at = [], len(MAGIC)
    while contents.startswith(MAGIC) and at + 8 <= len(contents):
        length = struct.unpack_from("<I", contents, at)[0]
        payload = contents[at + 8:at + 8 + length]
        if length == 0 or len(payload) < length:
            break
        found.append(_record(payload))
        at += 8 + length
    return found


def _record(payload: bytes) -> Record:
    numbers, at = struct.unpack_from("<BQIHBqB", payload), struct.calcsize("<BQIHBqB")
    job = struct.unpack_from("<I", payload, at)[0]
    texts, at = {}, at + 4
    for name in TEXTS:
        size = struct.unpack_from("<H", payload, at)[0]
        texts[name] = payload[at + 2:at + 2 + size].decode()
        at += 2 + size
    _, sequence, epoch, number, state, time, flags = numbers
    return Record(sequence, epoch, number, state, time, bool(flags), job, **texts)
