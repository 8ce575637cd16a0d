# SPDX-License-Identifier: Apache-2.0
"""What must hold after every restart: nothing doubled, nothing lost, no half-made set visible, history truthful, lock free. A violation is a sentence."""

import fcntl
import re
import time
from collections import Counter

import spool
from look import BACKUP, CANCELED, ERROR, RESTORE, Look, look
from world import World

KEEP = 2      # sets that a device of the test keeps
HISTORY = 20  # backups and restores that the history of the test keeps
KIND = {"nightly": "local", "spare": "local", "remote": "network"}


def of_history(before: Look, now: Look) -> list[str]:
    found = [f"job {job.id} is still running in the history" for job in now.jobs.values() if job.number is None]
    for kind in (BACKUP, RESTORE):
        numbers = sorted(job.number or 0 for job in now.jobs.values() if job.kind == kind)
        if numbers and numbers != list(range(numbers[0], numbers[-1] + 1)):
            found.append(f"the history's numbers are {numbers}")
        expired = max(numbers, default=0) - HISTORY
        for job in before.jobs.values():
            if job.kind == kind and job.number is not None and now.jobs.get(job.id) not in ([job] if job.number > expired else [job, None]):
                found.append(f"job {job.id} of before is gone or has changed")
    return found + _of_counters(before, now)


def _of_counters(before: Look, now: Look) -> list[str]:
    """They have moved by what has ended since."""
    ended = [job for job in now.jobs.values() if job.id not in before.jobs or before.jobs[job.id].number is None]
    backups, restores = ([job for job in ended if job.kind == kind] for kind in (BACKUP, RESTORE))
    moved = {"backups_succeeded": sum(job.good for job in backups), "backups_failed": sum(job.result == ERROR for job in backups),
             "restores_succeeded": sum(job.good for job in restores), "restores_failed": sum(job.result == ERROR for job in restores),
             "bytes_stored": sum(job.bytes for job in backups if job.good)}
    expected = {name: before.counters.get(name, 0) + by for name, by in moved.items()}
    return [f"counter {name} is {now.counters[name]}, the history says {value}" for name, value in expected.items() if now.counters[name] != value]


def of_schedules(now: Look, allowed: list[tuple], milliseconds: float) -> list[str]:
    found = [] if now.schedules in allowed else [f"the schedules are {now.schedules} instead of one of {allowed}"]
    enabled = [name for name, is_enabled in now.schedules if is_enabled]
    if sorted(name for name, _ in now.tasks) != sorted(enabled):
        found.append(f"enabled are {enabled}, and planned {now.tasks}")
    return found + [f"a run of {name} is still due" for name, due in now.tasks if due <= milliseconds]


def of_scheduled_runs(before: Look, now: Look, expected: int) -> list[str]:
    """One that was due takes place once, whether it then ends well or not."""
    begun = [job.id for job in now.jobs.values() if job.schedule and job.id not in before.jobs]
    return [] if len(begun) == expected else [f"{expected} scheduled runs were due, and jobs {begun} took place"]


def of_sets(before: Look, now: Look) -> list[str]:
    found = []
    for device, sets in now.sets.items():
        found += [f"set {name} on {device} has a catalogue, but {each.problem}" for name, each in sets.items() if each.problem]
        newer = now.complete(device)
        for name in before.complete(device):
            if name not in newer and sum(other > name for other in newer) < KEEP:
                found.append(f"set {name} on {device} is gone, and only {newer} are there")
    for job in now.jobs.values():
        newer = sum(other > job.set for other in now.complete(job.device)) if job.good and job.kind == BACKUP else 0
        if job.kind == BACKUP and job.good and job.id not in before.jobs and newer < KEEP and job.set not in now.complete(job.device):
            found.append(f"job {job.id} is {job.result} in the history, but its set {job.set} is not whole on {job.device}")
    return found


def of_listing(world: World, now: Look, device: str) -> list[str]:
    if device not in now.devices:
        return []
    shown = world.site.sets(device)
    return [] if sorted(shown) == sorted(now.sets[device]) else [f"listed on {device} are {shown}, there are {sorted(now.sets[device])}"]


def of_devices(world: World, now: Look, allowed: list[tuple]) -> list[str]:
    shown = tuple(row["name"] for row in world.site.json("device", "list"))
    found = [] if now.devices in allowed else [f"the devices are {now.devices} instead of one of {allowed}"]
    return found + ([] if shown == now.devices else [f"device list shows {shown}, the file says {now.devices}"])


def of_password(world: World) -> list[str]:
    shown = world.site.utils("show_backupfiles", "sealed")
    return [] if shown.code == 0 else [f"the stored password does not open its server: {shown.text}"]


def of_lock(world: World) -> list[str]:
    """An idle Master leaves the platform to the administrator."""
    file = world.site.root / "run/drs/platform.lock"
    if not file.exists():
        return []
    with open(file, "rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return [f"{file.name} is held although nothing runs"]
    return []


def of_leftovers(world: World, now: Look, device: str) -> list[str]:
    """After a backup that succeeded."""
    found = [f"{name} is left on {device}" for name in now.stray(device)]
    root = world.site.root
    found += [f"{file.relative_to(root)} is left" for folder in ("etc/drs", "var/lib/drs", "run/drs") for file in (root / folder).rglob("*.new")]
    complete = now.complete(device)
    return found + ([f"{len(complete)} complete sets are kept on {device}: {complete}"] if len(complete) > KEEP else [])


def of_alarms(world: World, before: Look, now: Look, position: int) -> list[str]:
    """When all has been delivered. `position`: up to where delivery was written down when the Master was killed."""
    there = spool.records(world.spool)
    found = []
    if [record.sequence for record in there] != list(range(there[0].sequence, there[0].sequence + len(there)) if there else []):
        found.append(f"the spool's sequences are {[record.sequence for record in there]}")
    relayed = Counter(record.content for record in there if record.relayed)
    found += [f"a node's alarm {content[0]} is {times} times in the spool" for content, times in relayed.items() if times > 1]
    told = Counter((record.job, record.id, record.state, *record.key) for record in there if record.job and not record.relayed)
    found += [f"alarm {each[1]} of job {each[0]} was told {times} times" for each, times in told.items() if times > 1]
    for job in now.jobs.values():
        if job.id not in before.jobs or before.jobs[job.id].number is None:
            found += _of_ending(job, [record for record in there if record.job == job.id and not record.relayed])
    last = {record.key: record for record in there if record.state != spool.EVENT}
    for record in last.values():
        better = record.id == spool.BACKUP_FAILURE and any(other.id == spool.BACKUP_COMPLETED and other.device == record.device
                                                          and other.sequence > record.sequence for other in there)
        if better and record.state == spool.RAISED:
            found.append(f"alarm {record.id} of job {record.job} is still raised after a backup that completed")
    return found + _of_delivery(world, there, position)


def _of_ending(job, records: list) -> list[str]:
    completed, failed = ((spool.BACKUP_COMPLETED, spool.BACKUP_FAILURE) if job.kind == BACKUP else
                         (spool.RESTORE_COMPLETED, spool.RESTORE_FAILURE))
    expected = [] if job.result == CANCELED else [(failed, spool.RAISED)] if job.result == ERROR else [(completed, spool.EVENT)]
    told = [(record.id, record.state) for record in records if record.id in (completed, failed) and record.state != spool.CLEARED]
    return [] if told == expected else [f"job {job.id} ended {job.result} and these alarms tell of it: {told}"]


def _of_delivery(world: World, there: list, position: int) -> list[str]:
    times = Counter(int(found[1]) for line in world.told() if (found := re.search(r"\bseq='(\d+)'", line)) and " drfMA " in line)
    found = [f"alarm {record.sequence} never came to syslog" for record in there
             if record.sequence > world.delivered and not record.relayed and not times[record.sequence]]
    return found + [f"alarm {sequence} came to syslog {count} times, although its delivery was written down"
                    for sequence, count in times.items() if count > (1 if sequence <= position else 2)]


def after_restart(world: World, before: Look, phase, after: Look) -> list[str]:
    """`after`: how the piece ends when nobody stops it."""
    now = look(world)
    return [*of_history(before, now), *of_sets(before, now), *of_listing(world, now, phase.device),
            *of_devices(world, now, [before.devices, after.devices]), *(of_password(world) if phase.writes_devices else []),
            *of_schedules(now, [before.schedules, after.schedules], time.time() * 1000), *of_scheduled_runs(before, now, phase.due), *of_lock(world)]


def after_next_backup(world: World, before: Look, device: str) -> list[str]:
    now = look(world)
    return [*of_history(before, now), *of_sets(before, now), *of_listing(world, now, device), *of_lock(world), *of_leftovers(world, now, device)]
