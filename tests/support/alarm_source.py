# SPDX-License-Identifier: Apache-2.0
"""Alarms from the agents' own sink, without an agent."""

import subprocess
from pathlib import Path

from lab import programs

TEXTS = ["app_id", "cluster", "node_id", "reason", "node", "feature", "component", "device"]


def record(name: str, state: str = "event", **fields) -> dict:
    return {"name": name, "state": state, "app_id": b"Cisco DRF Master", "cluster": b"StandAloneCluster", "node_id": b"pub", "reason": b"", "node": b"",
            "feature": b"", "component": b"", "device": b"", "job": 0, **fields}


def _written(item: dict) -> str:
    return " ".join([item["name"], item["state"], *(item[field].hex() or "-" for field in TEXTS), str(item["job"])]) + "\n"


def send(socket: Path, spool: Path, records: list[dict]) -> None:
    """Their sequence begins with 1 in a new spool; returns when the daemon behind `socket` has read all."""
    done = subprocess.run([programs() / "alarm_source", socket, spool], input="".join(map(_written, records)), capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"alarm_source ended with {done.returncode}: {done.stderr.strip()}")
