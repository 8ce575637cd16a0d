# SPDX-License-Identifier: Apache-2.0
"""The life of an appliance in pieces, each from files that the piece before it left: what a Master does while it is stopped at one of its writes."""

from dataclasses import dataclass
from typing import Callable

import checks
from lab import until
from look import has_run
from world import World

BACKUP_PART = "rename nightly/ID_node1_UCM_PLATFORM.tar.zst.age 1"  # a run killed there is inside its publication


@dataclass(frozen=True)
class Phase:
    name: str
    begins_with: str                             # files of this name
    act: Callable[[World], None] | None = None   # nothing: the start itself is stopped
    device: str = "nightly"                      # the one that is looked at closely, and takes the next backup
    due: int = 0                                 # scheduled runs that take place in it
    writes_devices: bool = False                 # afterwards the stored password is tried at its server


def backup(features: str = "UCM", device: str = "nightly"):
    return lambda world: world.backup(features, device)


def add_device(world: World) -> None:
    world.site.utils("device", "add", "local", "fourth", world.spare, 3)


def delete_device(world: World) -> None:
    world.site.utils("device", "delete", "spare")


def cancel(world: World) -> None:
    """While its component stands at the gate."""
    world.gate.close()
    running = world.lab.start(f"{world.name}-backup", world.site.argv("drs", "utils", "disaster_recovery", "backup", "local", "UCM,WAITING",
                                                                      "nightly", "--wait"))
    until("the held component", lambda: not running.running() or not world.alive() or world.held())
    world.site.utils("cancel_backup", "confirm", "--now")
    running.wait(60)
    world.gate.open()


def restore(world: World) -> None:
    """With PLATFORM, which brings the device back that was deleted after the backup."""
    world.site.restore(world.newest("nightly"), "UCM", "nightly", "local")


def add_schedule(world: World) -> None:
    world.add_schedule("night")


def enable_schedule(world: World) -> None:
    world.site.utils("schedule", "enable", "night")


def delete_schedule(world: World) -> None:
    world.site.utils("schedule", "delete", "night")


def wait_for_schedule(world: World) -> None:
    until("the end of the scheduled run", lambda: not world.alive() or has_run(world, "night"))


def stop(world: World) -> None:
    world.site.master.stop(60)


PHASES = [
    Phase("first start", "configured"),
    Phase("device add", "devices", add_device, writes_devices=True),
    Phase("device delete", "devices", delete_device, writes_devices=True),
    Phase("first backup", "devices", backup()),
    Phase("backup that retires a set", "two sets", backup()),
    Phase("backup to a server", "two sets", backup(device="remote"), "remote"),
    Phase("failed backup", "two sets", backup("UCM,BROKEN")),
    Phase("backup after a failed one", "a partial set", backup()),
    Phase("cancelled backup", "two sets", cancel),
    Phase("restore with PLATFORM", "two sets", restore, writes_devices=True),
    Phase("schedule add", "two sets", add_schedule),
    Phase("schedule enable", "a schedule", enable_schedule),
    Phase("schedule delete", "scheduled", delete_schedule),
    Phase("scheduled run", "due", wait_for_schedule, due=1),
    Phase("backup that ends an entry of the history", "a full history", backup()),
    Phase("start after a crash", "crashed"),
    Phase("stop", "two sets", stop),
]


def prepare(world: World) -> None:
    """Lives the life once and saves the files between its pieces."""
    world.save("configured")
    world.site.start_master()
    world.start_node()
    world.wait_for_node()
    world.add_devices()
    world.stop_and_save("devices")
    world.start()
    for device in ("nightly", "nightly", "remote", "remote"):
        world.good_backup("UCM", device)
    world.site.good("device", "delete", "spare")
    world.stop_and_save("two sets")
    world.start()
    world.backup("UCM,BROKEN", "nightly")
    world.stop_and_save("a partial set")
    world.put_back("two sets")
    world.start()
    add_schedule(world)
    world.stop_and_save("a schedule")
    world.start()
    enable_schedule(world)
    world.stop_and_save("scheduled")
    world.run_is_due()
    world.save("due")
    world.put_back("two sets")
    world.start()
    for _ in range(checks.HISTORY - 4):
        world.good_backup("UCM", "nightly")
    world.stop_and_save("a full history")
    world.put_back("two sets")
    world.start_stopping(at=BACKUP_PART)
    world.wait_for_node()
    world.backup("UCM", "nightly")
    world.wait_for_death()
    world.save("crashed")
