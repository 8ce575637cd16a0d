# SPDX-License-Identifier: Apache-2.0
"""alarm-storm, the program that raises many alarms at once (tests/bench/alarm_storm.cpp), and what came of it at a syslog-ng."""

import re
from collections import Counter
from pathlib import Path

from lab import Lab, programs
from processes import Process
from syslog_ng import SyslogServer

SEQUENCE = re.compile(rb"; seq='(\d+)'")
TOKEN = re.compile(rb"\bstorm ([a-z]\d+\.\d+\.\d+)\b")


def start_storm(lab: Lab, name: str, root: Path, **arguments) -> Process:
    return lab.start(name, [programs() / "alarm-storm", root, *(f"{key}={value}" for key, value in arguments.items())])


def figures(storm: Process) -> dict[str, float]:
    """Of its last line."""
    return {key: float(value) for key, value in re.findall(r"(\w+)=([\d.]+)", storm.output().splitlines()[-1])}


class Tail:
    """Reads on in a file that others write to, whole lines only."""

    def __init__(self, path: Path):
        self._path, self._at = path, 0

    def lines(self) -> list[bytes]:
        if not self._path.exists():
            return []
        with open(self._path, "rb") as file:
            file.seek(self._at)
            read = file.read()
        whole = read[:read.rfind(b"\n") + 1]
        self._at += len(whole)
        return whole.splitlines()


class Received:
    """How often each sequence has come to a syslog-ng, in memory of one number an alarm."""

    def __init__(self, server: SyslogServer):
        self._tail = Tail(server.log)
        self.times: Counter[int] = Counter()

    def read(self) -> int:
        """How many different ones there are by now."""
        for line in self._tail.lines():
            if match := SEQUENCE.search(line):
                self.times[int(match[1])] += 1
        return len(self.times)

    def missing(self, last: int) -> list[int]:
        return [sequence for sequence in range(1, last + 1) if sequence not in self.times]

    def doubles(self) -> list[int]:
        return sorted(sequence for sequence, count in self.times.items() if count > 1)


def receipts(storm: Process) -> list[str]:
    """The tokens of the alarms whose raise has returned: whole lines, also of a storm that was killed."""
    return re.findall(r"^([a-z]\d+\.\d+\.\d+)$(?=\n)", storm.output(), re.M)


class Tokens:
    """How often each alarm of a storm, known by the token in its reason, has come to a receiver that writes a file."""

    def __init__(self, log: Path):
        self._tail = Tail(log)
        self._times: Counter[str] = Counter()

    def missing(self, tokens: list[str]) -> list[str]:
        for line in self._tail.lines():
            self._times.update(token.decode() for token in TOKEN.findall(line))
        return [token for token in tokens if token not in self._times]

    def doubles(self) -> int:
        return sum(count - 1 for count in self._times.values())
