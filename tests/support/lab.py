# SPDX-License-Identifier: Apache-2.0
"""A place for one test: a directory, processes that end with it, and waiting for what must come true."""

import ctypes
import os
import select
import shutil
import socket
import tempfile
import time
from pathlib import Path

from processes import Process, descendants, end_all

REPOSITORY = Path(__file__).resolve().parents[2]
PR_SET_CHILD_SUBREAPER = 36


def programs() -> Path:
    """Where drs-master, drs-local and drs are: $DRS_BUILD, else build/release, else build/dev."""
    builds = [os.environ["DRS_BUILD"]] if os.environ.get("DRS_BUILD") else ["build/release", "build/dev"]
    for build in builds:
        directory = (REPOSITORY / build / "bin").resolve()
        if (directory / "drs-master").exists():
            return directory
    raise SystemExit(f"No finished build in {' or '.join(builds)}: run ./quickstart or ./check first, or set DRS_BUILD.")


def free_port(kind=socket.SOCK_STREAM) -> int:
    """A loopback port that was free a moment ago, from the kernel."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(what: str, probe, limit: float = 30.0):
    """Asks `probe` again and again until it gives something true, and returns that."""
    deadline = time.monotonic() + limit
    while True:
        seen = probe()
        if seen:
            return seen
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not seen within {limit:g} s")
        select.select([], [], [], 0.02)


class Lab:
    """Everything started here ends with it, orphans of killed daemons included: they come back to us as subreaper."""

    def __init__(self, name: str, below: str | None = None):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        # Short, because the sockets below it may be 107 characters long at most.
        self.directory = Path(tempfile.mkdtemp(prefix=f"drs-{name}-", dir=below))
        self.keep = bool(os.environ.get("DRS_KEEP"))
        self._processes: list[Process] = []
        self._ears: dict[str, socket.socket] = {}

    def __enter__(self) -> "Lab":
        return self

    def __exit__(self, kind, error, trace) -> None:
        end_all(descendants(os.getpid()))
        for process in self._processes:
            process.reap()
        for ear in self._ears.values():
            ear.close()
        if self.keep or error is not None and os.environ.get("DRS_KEEP_FAILED"):
            print(f"kept: {self.directory}")
        else:
            shutil.rmtree(self.directory, ignore_errors=True)

    def path(self, name: str) -> Path:
        return self.directory / name

    def folder(self, name: str) -> Path:
        directory = self.directory / name
        directory.mkdir(parents=True, exist_ok=True)
        return directory

    def start(self, name: str, argv: list, env: dict | None = None) -> Process:
        process = Process(name, argv, self.directory / f"{name}.out", env)
        self._processes.append(process)
        return process

    def start_ready(self, name: str, argv: list, env: dict | None = None, limit: float = 30.0) -> Process:
        """Starts a daemon and returns when it has said READY=1 on NOTIFY_SOCKET (sd_notify(3))."""
        address = self.directory / f"{name}.notify"
        address.unlink(missing_ok=True)
        ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        if name in self._ears:
            self._ears[name].close()
        self._ears[name] = ear  # to the end: a daemon also says that it stops, and how it is
        ear.bind(str(address))
        ear.setblocking(False)
        process = self.start(name, argv, {**(env or {}), "NOTIFY_SOCKET": str(address)})
        until(f"READY=1 of {name}", lambda: _said_ready(ear, process), limit)
        return process


def _said_ready(ear: socket.socket, process: Process) -> bool:
    if not process.running():
        raise AssertionError(f"{process.name} ended with {process.exit_code()}: {process.output().strip()}")
    try:
        return b"READY=1" in ear.recv(4096).splitlines()
    except BlockingIOError:
        return False
