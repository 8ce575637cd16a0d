# SPDX-License-Identifier: Apache-2.0
"""A scenario: one alarm by one real fault on an appliance of its own, read back from a real syslog-ng and a real snmptrapd."""

import os
import re
import signal
import time
from collections import Counter
from dataclasses import dataclass, field

import control
from appliance import Appliance, Outcome
from gate import Gate
from lab import Lab, until
from snmp import TrapReceiver
from sshd import SshServer
from syslog_ng import SyslogServer


@dataclass
class Seen:
    """What came of a scenario: seconds from the fault on, and what else was told between the fault and its end."""

    syslog: float = 0.0
    snmp: float = 0.0
    clear: float | None = None
    others: list[str] = field(default_factory=list)


class World:
    """One appliance, its receivers, and what its devices lie on."""

    def __init__(self, lab: Lab, **settings):
        self.lab = lab
        self.syslog, self.traps = SyslogServer(lab), TrapReceiver(lab)
        self.site = Appliance(lab, **{"syslog__socket": self.syslog.socket, "job__device_timeout": 3, "alarm__absence": 1} | settings)
        self.site.embedded_snmp(self.traps.port)
        self.data = lab.folder("data")
        (self.data / "file").write_text("content\n")
        self.gate = Gate(lab)
        self.server: SshServer | None = None

    def start(self) -> None:
        """With a component of files, which every scenario has."""
        self.site.files("UCM", "TFTP", self.data)
        self.site.start()

    def network_device(self) -> SshServer:
        self.server = SshServer(self.lab)
        self.site.network_device(self.server)
        return self.server

    def register_again(self) -> None:
        """The Local Agent reads etc/drs/components.d anew."""
        os.kill(self.site.local.pid, signal.SIGHUP)

    def backup_ends(self, code: int, features: str = "UCM") -> Outcome:
        return expect(code, self.site.backup(features))

    def restore_ends(self, code: int, features: str = "UCM") -> Outcome:
        return expect(code, self.site.restore(self.newest, features))

    def keep_newest(self) -> None:
        """Remembers the newest set, to be restored when its device cannot be listed any more."""
        self.newest = self.site.sets()[0]

    def in_background(self, *arguments):
        return self.lab.start(arguments[0], self.site.argv("drs", "utils", "disaster_recovery", *arguments))

    # What the receivers have

    def in_syslog(self, alarm: str, cleared: bool = False) -> list[str]:
        """Told by the agent that raised it; not cleared: raises and events."""
        return [line for line in self.syslog.lines(f"-CiscoDRF{alarm}: ") if is_clear(line) == cleared]

    def in_traps(self, alarm: str, cleared: bool = False) -> list[str]:
        return [line for line in self.traps.lines(f"::drs{alarm}\t") if is_clear(line) == cleared]

    def told(self) -> Counter:
        """How often each alarm was raised or told, by syslog; what comes twice because an agent was killed counts once, and that a Master started not at all."""
        lines = {line.partition(" ")[2] for line in self.syslog.lines("%UC_DRF-") if not is_clear(line) and "AlarmListRebuilt" not in line}
        return Counter(re.search(r"-CiscoDRF(\w+): ", line).group(1) for line in lines)

    def all_told(self) -> None:
        """Returns when whatever the Master has in its spool has reached both receivers; what a Local Agent had to tell it is among that."""
        if self.site.master is None or not self.site.master.running():
            return
        last = control.status(self.site.root)["last_alarm_sequence"]
        until("the last alarm as a notification", lambda: self.traps.lines(f"Sequence.0 = Gauge32: {last}\t") or not last)
        until("all alarms in syslog", lambda: len(self.syslog.lines("%UC_DRF-")) >= len(self.traps.lines("::drsNotificationSequence")))


def is_clear(line: str) -> bool:
    return "state='cleared'" in line or "State.0 = INTEGER: cleared" in line


def expect(code: int, outcome: Outcome) -> Outcome:
    assert outcome.code == code, f"ended with {outcome.code}, not {code}: {outcome.text}"
    return outcome


class Scenario:
    """The first line of a subclass's text is the fault. `also`: the other alarms that this fault tells, each once, and no more than these but for
    `perhaps`: what it tells too when somebody else comes to it in time."""

    alarm = ""
    also: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    times = 1  # as many agents tell it
    settings: dict = {}

    def prepare(self, world: World) -> None:
        """What is there before the fault."""
        world.start()

    def cause(self, world: World) -> None:
        raise NotImplementedError

    def mend(self, world: World) -> None:
        """The recovery that clears a stateful one; what it tells beside the clear is nobody's noise."""

    @classmethod
    def fault(cls) -> str:
        return cls.__doc__.strip().splitlines()[0].rstrip(".")

    def run(self, lab: Lab, stateful: bool) -> Seen:
        world, seen = World(lab, **self.settings), Seen()
        self.prepare(world)
        world.all_told()
        before, in_syslog, in_traps = world.told(), len(world.in_syslog(self.alarm)), len(world.in_traps(self.alarm))
        began = time.monotonic()
        self.cause(world)
        until(f"CiscoDRF{self.alarm} in syslog", lambda: len(world.in_syslog(self.alarm)) >= in_syslog + self.times)
        seen.syslog = time.monotonic() - began
        until(f"drs{self.alarm} as a notification", lambda: len(world.in_traps(self.alarm)) >= in_traps + self.times)
        seen.snmp = time.monotonic() - began
        world.all_told()
        news = world.told() - before
        for name in self.perhaps:
            del news[name]
        assert news == Counter((*[self.alarm] * self.times, *self.also)), f"{self.alarm} and {self.also or 'nothing'} were to come, and {dict(news)} did"
        seen.others = [name for name in news if name != self.alarm]
        if stateful:
            began = time.monotonic()
            self.mend(world)
            until(f"the clear of {self.alarm} in syslog", lambda: len(world.in_syslog(self.alarm, cleared=True)) >= self.times)
            until(f"the clear of {self.alarm} as a notification", lambda: len(world.in_traps(self.alarm, cleared=True)) >= self.times)
            seen.clear = time.monotonic() - began
        return seen
