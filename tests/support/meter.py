# SPDX-License-Identifier: Apache-2.0
"""What a stretch of work costs: wall time, processor time and peak memory of all processes that take part."""

import os
import resource
import threading
import time
from pathlib import Path

from processes import TICKS, stat_fields, descendants

SAMPLE_SECONDS = 0.2


class Meter:
    """Daemons are given by pid, their descendants included; `children`: also those that we start and wait for meanwhile."""

    def __init__(self, pids: list[int], children: bool = False):
        self._pids, self._children = pids, children
        self.peaks: dict[str, int] = {}
        self._over = threading.Event()
        self._sampler = threading.Thread(target=self._sample)

    def __enter__(self) -> "Meter":
        self._idle = set(descendants(os.getpid())) - set(self._taking_part())
        self._processor_before, self._waited_before = self._daemons(), _waited()
        self._began = time.monotonic()
        self._sampler.start()
        return self

    def __exit__(self, *_) -> None:
        self.seconds = time.monotonic() - self._began
        self._over.set()
        self._sampler.join()
        # The command line, or the whole pipe, is ours to wait for in either case.
        self.processor = self._daemons() - self._processor_before + _waited() - self._waited_before

    def _daemons(self) -> float:
        total = 0
        for pid in self._taking_part():
            try:
                total += sum(int(field) for field in stat_fields(pid)[11:15])
            except OSError:
                continue  # ended meanwhile: its parent has its time
        return total / TICKS

    def _taking_part(self) -> list[int]:
        return [pid for top in self._pids for pid in (top, *descendants(top))]

    def _sample(self) -> None:
        while not self._over.wait(SAMPLE_SECONDS):
            everybody = descendants(os.getpid()) if self._children else self._taking_part()
            for pid in set(everybody) - self._idle:
                self._sample_one(pid)

    def _sample_one(self, pid: int) -> None:
        """VmHWM, which the kernel keeps; the largest of each name."""
        try:
            fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        except OSError:
            return
        name, peak = fields["Name"].strip(), int(fields.get("VmHWM", "0 kB").split()[0]) * 1024
        self.peaks[name] = max(self.peaks.get(name, 0), peak)


def _waited() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime
