# SPDX-License-Identifier: Apache-2.0
"""Runs a piece of an appliance's life with the Master stopped at one of its writes, then what must hold afterwards."""

import time
from dataclasses import dataclass, field

import checks
import spool
from lab import until
from look import Look, idle, look
from phases import Phase
from world import World

KILLED = -9


@dataclass(frozen=True)
class Point:
    phase: Phase
    operation: str      # as stop_points.hpp names it
    torn: bool = False  # half of the write happens; else nothing of the operation

    def __str__(self) -> str:
        return f"{self.phase.name}: {'in the middle of' if self.torn else 'before'} {self.operation}"


@dataclass
class Piece:
    """A phase as it goes in a world where nobody stops it."""

    phase: Phase
    after: Look
    operations: list[str]


@dataclass
class Outcome:
    point: Point
    reached: bool = False
    seconds: float = 0
    violations: list[str] = field(default_factory=list)


def whole(world: World, phase: Phase) -> Piece:
    log = world.lab.path(f"{world.name}-{phase.name.replace(' ', '-')}.points")
    _begin(world, phase)
    assert world.start_stopping(log), f"{phase.name}: the Master does not start"
    begun = 0 if phase.act is None else len(log.read_text().splitlines())
    if world.node.local:
        world.wait_for_node()
    if phase.act:
        phase.act(world)
    world.wait_until_told()
    operations = log.read_text().splitlines()[begun:]
    after = look(world)
    world.stop()
    return Piece(phase, after, operations)


def stopped(world: World, piece: Piece, point: Point) -> Outcome:
    outcome, began = Outcome(point), time.monotonic()
    try:
        before = _begin(world, point.phase)
        outcome.reached = _run_until_killed(world, point)
        position = spool.position(world.spool, "syslog")
        _restart(world)
        outcome.violations += checks.after_restart(world, before, point.phase, piece.after)
        outcome.violations += _next_backup(world, before, point.phase.device)
        outcome.violations += checks.of_alarms(world, before, look(world), position)
    except Exception as error:  # whatever went wrong is what the crash has led to
        outcome.violations.append(f"{type(error).__name__}: {error}")
    finally:
        _end(world)
        outcome.seconds = time.monotonic() - began
    return outcome


def _begin(world: World, phase: Phase) -> Look:
    world.put_back(phase.begins_with)
    if not world.knows_node():
        world.stop_node()
        if (world.site.keys / "ca.crt").exists():
            world.start_node()
    return look(world)


def _run_until_killed(world: World, point: Point) -> bool:
    stop_at = {"torn" if point.torn else "at": point.operation}
    if not world.start_stopping(**stop_at):
        return True
    if world.node.local:
        world.wait_for_node()
    if point.phase.act and world.alive():
        point.phase.act(world)
    world.wait_until_told()
    return world.stop() == KILLED


def _restart(world: World) -> None:
    """The Master as shipped; the Local Agent has stayed up, unless the first start had not made its certificates."""
    world.site.start_master()
    if not world.knows_node():
        world.start_node()
    world.wait_for_node()
    until("the end of what is due", lambda: idle(world))


def _next_backup(world: World, before: Look, device: str) -> list[str]:
    node = world.node.local.pid
    if device not in look(world).devices:
        world.add_devices()
    done = world.backup("UCM", device)
    found = [] if done.code == 0 else [f"the next backup fails: {done.text.splitlines()[-1]}"]
    world.wait_until_told()
    if not world.node.local.running() or world.node.local.pid != node:
        found.append("the Local Agent has ended")
    return found + checks.after_next_backup(world, before, device)


def _end(world: World) -> None:
    world.gate.open()
    if world.site.master and world.site.master.running():
        world.site.master.stop(60)
    world.site.master = None
