# SPDX-License-Identifier: Apache-2.0
"""Alarms from the Master's own sinks, without a Master."""

import subprocess
import threading
from pathlib import Path

from lab import programs

TEXTS = ["app_id", "cluster", "node_id", "reason", "node", "feature", "component", "device"]


def record(name: str, state: str = "event", **fields) -> dict:
    return {"name": name, "state": state, "app_id": b"Cisco DRF Master", "cluster": b"StandAloneCluster", "node_id": b"pub", "reason": b"", "node": b"",
            "feature": b"", "component": b"", "device": b"", "job": 0, "relayed": False, "repeats": 0, "test": False, "operator": b"", **fields}


def _written(item: dict) -> str:
    return " ".join([item["name"], item["state"], *(item[field].hex() or "-" for field in TEXTS), str(item["job"]), str(int(item["relayed"])),
                     str(item["repeats"]), str(int(item["test"])), item["operator"].hex() or "-"]) + "\n"


class AlarmSource:
    """Sends `records`, whose sequence begins with 1 in a new spool, in the background; `receiver` is a socket or (port, and files and name of TLS)."""

    def __init__(self, receiver, spool: Path, records: list[dict]):
        arguments = receiver if isinstance(receiver, tuple) else (receiver,)
        self._child = subprocess.Popen(list(map(str, [programs() / "alarm_source", spool, *arguments])), stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self._writer = threading.Thread(target=self._write, args=["".join(map(_written, records))])
        self._writer.start()

    def _write(self, text: str) -> None:
        self._child.stdin.write(text)
        self._child.stdin.flush()

    def end(self, limit: float = 120) -> None:
        """It lives until then, as a Master does; returns when the receiver's kernel has all, or the daemon behind the socket has read all."""
        self._writer.join()
        _, said = self._child.communicate(timeout=limit)
        if self._child.returncode != 0:
            raise AssertionError(f"alarm_source ended with {self._child.returncode}: {said.strip()}")


def send(receiver, spool: Path, records: list[dict]) -> None:
    AlarmSource(receiver, spool, records).end()
