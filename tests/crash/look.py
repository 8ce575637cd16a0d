# SPDX-License-Identifier: Apache-2.0
"""The state of an appliance at one instant, seen from outside: its database, its files, its stores; openssl and SHA-256 say which sets are whole."""

import hashlib
import sqlite3
import subprocess
import time
import xml.etree.ElementTree as xml
from dataclasses import dataclass
from pathlib import Path

from world import World

BACKUP, RESTORE = 1, 2
SUCCESS, WARNING, ERROR, CANCELED = 3, 4, 5, 6
CATALOGUE = "_drfComponent.xml"


@dataclass(frozen=True)
class Job:
    id: int
    kind: int
    number: int | None  # in the history; nothing while it has not ended
    set: str | None
    device: str
    result: int
    reason: str
    schedule: str
    bytes: int

    @property
    def good(self) -> bool:
        return self.result in (SUCCESS, WARNING)


@dataclass(frozen=True)
class Set:
    files: tuple[str, ...]  # all of them, catalogue and signature too
    partial: bool           # a component is missing, and the catalogue says so
    problem: str            # nothing: authentic and whole


@dataclass(frozen=True)
class Look:
    jobs: dict[int, Job]
    counters: dict[str, int]
    devices: tuple[str, ...]
    schedules: tuple[tuple[str, bool], ...]  # name and whether it is enabled
    tasks: tuple[tuple[str, int], ...]       # of which schedule, due when: milliseconds since 1970
    sets: dict[str, dict[str, Set]]      # by device and id
    files: dict[str, tuple[str, ...]]    # by device, scratch included

    def complete(self, device: str) -> list[str]:
        """Sets that hold everything that was asked for, newest first."""
        return sorted((name for name, each in self.sets[device].items() if not each.problem and not each.partial), reverse=True)

    def stray(self, device: str) -> list[str]:
        """Files that belong to no set."""
        known = {name for each in self.sets[device].values() for name in each.files}
        return [name for name in self.files[device] if name not in known]


def look(world: World) -> Look:
    stores = {name: world.store(name) for name in ("nightly", "spare", "remote")}
    schedules = _elements(world.site.root / "etc/drs/drfSchedule.xml", "schedule")
    names = {int(each["index"]): each["name"] for each in schedules}
    jobs, counters, tasks = _database(_file(world))
    return Look(jobs, counters, tuple(each["name"] for each in _elements(world.site.root / "etc/drs/drfDevice.xml", "device")),
                tuple((each["name"], each.get("enabled") == "true") for each in schedules),
                tuple((names.get(index, f"number {index}, which is none"), due) for index, due in tasks),
                {name: _sets(store, world.site.keys / "signing.pub") for name, store in stores.items()},
                {name: tuple(sorted(file.name for file in store.iterdir())) for name, store in stores.items()})


def idle(world: World) -> bool:
    """Nothing runs, and nothing is due."""
    jobs, _, tasks = _database(_file(world))
    return all(job.number is not None for job in jobs.values()) and all(due > time.time() * 1000 for _, due in tasks)


def has_run(world: World, schedule: str) -> bool:
    return any(job.schedule == schedule and job.number is not None for job in _database(_file(world))[0].values())


def _file(world: World) -> Path:
    return world.site.root / "var/lib/drs/drs.db"


def _database(file: Path) -> tuple[dict[int, Job], dict[str, int], list]:
    if not file.exists():
        return {}, {}, []
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        connection.row_factory = sqlite3.Row
        rows = connection.execute("SELECT jobs.id, kind, history_number, set_id, device, jobs.result, jobs.reason, schedule, coalesce(sum(bytes_stored), 0) "
                                  "FROM jobs LEFT JOIN job_components ON job = jobs.id GROUP BY jobs.id ORDER BY jobs.id")
        jobs = {row[0]: Job(*row) for row in rows}
        counters = connection.execute("SELECT * FROM counters").fetchone()
        tasks = connection.execute("SELECT schedule, due FROM tasks ORDER BY schedule").fetchall()
        return jobs, dict(counters), [tuple(task) for task in tasks]
    finally:
        connection.close()


def _elements(file: Path, name: str) -> list[dict]:
    return [element.attrib for element in xml.parse(file).getroot().iter(name)] if file.exists() else []


def _sets(store: Path, key: Path) -> dict[str, Set]:
    return {catalogue.name[:19]: _set(catalogue, key) for catalogue in store.glob(f"*{CATALOGUE}")}


def _set(catalogue: Path, key: Path) -> Set:
    signature = Path(f"{catalogue}.sig")
    root = xml.parse(catalogue).getroot()
    files = [file.attrib for file in root.iter("file")]
    names = (catalogue.name, signature.name, *(file["name"] for file in files))
    problem = "" if _verifies(catalogue, signature, key) else "its signature does not verify"
    for file in files:
        path = catalogue.with_name(file["name"])
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != file["sha256"]:
            problem = f"{path.name} is missing or damaged"
    return Set(names, root.find("failed_feature") is not None, problem)


def _verifies(catalogue: Path, signature: Path, key: Path) -> bool:
    said = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", catalogue, "-sigfile", signature],
                          capture_output=True, check=False)
    return said.returncode == 0
