# SPDX-License-Identifier: Apache-2.0
"""A gate in a backup program's way, so that a test can act in mid-backup without guessing at times."""

import os
from pathlib import Path

from appliance import Appliance
from lab import REPOSITORY, Lab

SCRIPTS = REPOSITORY / "tests/support/scripts"


class Gate:
    """A FIFO that `cat` waits at until the gate is open; an open one is an empty file."""

    def __init__(self, lab: Lab, name: str = "gate"):
        self.path = lab.path(name)
        self.close()

    def close(self) -> None:
        self.path.unlink(missing_ok=True)
        os.mkfifo(self.path)

    def open(self) -> None:
        waiting = self.path.with_suffix(".waiting")
        os.link(self.path, waiting)
        empty = self.path.with_suffix(".empty")
        empty.touch()
        empty.rename(self.path)
        os.close(os.open(waiting, os.O_RDWR | os.O_NONBLOCK))  # those at the gate are let through, to an end of file
        waiting.unlink()


def held_component(site: Appliance, gate: Gate, feature: str = "UCM", name: str = "HELD", size: int = 32 << 20) -> None:
    """A script component that stops in its middle, at the gate; more than the compressor and the pipes hold back."""
    site.script(feature, name, [SCRIPTS / "hold", size, gate.path], [SCRIPTS / "keep", site.root / f"{name}.back"], mandatory=True)


def scratch_bytes(store: Path) -> int:
    return sum(file.stat().st_size for file in store.iterdir() if is_scratch(file.name))


def is_scratch(name: str) -> bool:
    return name.startswith(".drs-") and name.endswith(".part")
