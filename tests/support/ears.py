# SPDX-License-Identifier: Apache-2.0
"""Receivers that write each line into a pipe, so that the instant at which a line came is known."""

import os
import threading
import time
from pathlib import Path


class Ear:
    """Reads a named pipe on a thread of its own, and knows the instant (time.monotonic) at which each line with `word` came."""

    def __init__(self, path: Path, word: str):
        os.mkfifo(path)
        self._word, self._new = word, threading.Condition()
        self._lines: list[str] = []
        self._instants: list[float] = []
        self._descriptor = os.open(path, os.O_RDWR)  # for writing too: so the receiver may come and go
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        rest = b""
        while piece := os.read(self._descriptor, 1 << 16):
            now = time.monotonic()
            *lines, rest = (rest + piece).split(b"\n")
            with self._new:
                self._lines += [line.decode(errors="replace") for line in lines]
                self._instants += [now] * sum(self._word.encode() in line for line in lines)
                self._new.notify_all()

    def text(self) -> str:
        with self._new:
            return "\n".join(self._lines)

    def count(self) -> int:
        with self._new:
            return len(self._instants)

    def wait_for(self, count: int, limit: float = 30.0) -> float:
        """The instant at which the `count`-th line with the word came."""
        with self._new:
            if not self._new.wait_for(lambda: len(self._instants) >= count, limit):
                raise AssertionError(f"{count} lines with {self._word}: only {len(self._instants)} came within {limit:g} s")
            return self._instants[count - 1]
