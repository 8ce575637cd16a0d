# SPDX-License-Identifier: Apache-2.0
"""Processes held by their own pid: started, stopped, killed, frozen and measured, never looked up by name."""

import os
import signal
import subprocess
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def stat_fields(pid: int) -> list[str]:
    """Fields of /proc/PID/stat from the state on; the name before it may hold blanks."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def descendants(pid: int) -> list[int]:
    """Children, their children and so on, at this instant."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int(stat_fields(int(entry.name))[1])
            except OSError:
                continue  # ended between listing and reading
    found, front = [], [pid]
    while front:
        front = [child for child, parent in parents.items() if parent in front]
        found += front
    return found


def signal_all(pids: list[int], number: int) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass  # it was quicker


def end_all(pids: list[int]) -> None:
    """SIGKILL; SIGCONT is not needed before it."""
    signal_all(pids, signal.SIGKILL)


class Process:
    """One child of ours, in a session of its own so that a Ctrl-C at the terminal does not reach it before us."""

    def __init__(self, name: str, argv: list, output: Path, env: dict | None):
        self.name = name
        self._output = output
        with open(output, "ab") as out:
            self._began_at = out.tell()
            self._popen = subprocess.Popen([str(a) for a in argv], stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                           env={**os.environ, **(env or {})}, start_new_session=True)
        self.pid = self._popen.pid

    def running(self) -> bool:
        return self._popen.poll() is None

    def exit_code(self) -> int | None:
        return self._popen.poll()

    def output(self) -> str:
        return self._output.read_bytes()[self._began_at:].decode(errors="replace")

    def wait(self, limit: float = 30.0) -> int:
        return self._popen.wait(limit)

    def tree(self) -> list[int]:
        return [self.pid, *descendants(self.pid)]

    def stop(self, limit: float = 30.0) -> int:
        """SIGTERM, and the daemon has to obey."""
        if self.running():
            self._popen.terminate()
            try:
                self._popen.wait(limit)
            except subprocess.TimeoutExpired:
                self.kill_tree()
                raise AssertionError(f"{self.name} did not end within {limit:g} s of SIGTERM") from None
        return self._popen.returncode

    def kill(self) -> None:
        """SIGKILL for this process alone, as `kill -9 PID` does."""
        self._popen.kill()
        self._popen.wait()

    def kill_tree(self) -> None:
        end_all(self.tree())
        self._popen.wait()

    def freeze(self) -> None:
        signal_all(self.tree(), signal.SIGSTOP)

    def thaw(self) -> None:
        signal_all(self.tree(), signal.SIGCONT)

    def reap(self) -> None:
        if self.running():
            self.kill_tree()

    def peak_resident_bytes(self) -> int:
        """VmHWM of /proc/PID/status."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
        raise AssertionError(f"{self.name} has no VmHWM: it has ended")

    def processor_seconds(self) -> float:
        """User and system time of this process, of the children it has waited for, and of its living descendants."""
        total = 0
        for pid in self.tree():
            try:
                total += sum(int(field) for field in stat_fields(pid)[11:15])
            except OSError:
                continue
        return total / TICKS
