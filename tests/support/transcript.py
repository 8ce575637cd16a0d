# SPDX-License-Identifier: Apache-2.0
"""Transcripts of the command line: read, typed in an appliance, and written down without what differs from run to run."""

import re
import shlex
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import control
import data
from appliance import Appliance
from gate import SCRIPTS, Gate, is_scratch
from lab import until
from sshd import SshServer


@dataclass
class Step:
    typed: str                 # as it stands in the file
    command: str = ""          # behind `$ `
    action: str = ""           # behind `@ `
    given: list = field(default_factory=list)


class Transcript:
    """What is said is not read: it is compared by the reader of the whole file."""

    def __init__(self, path: Path):
        self.path, self.name, self.steps = path, path.name, []
        for line in path.read_text().splitlines(True):
            if line.startswith("$ "):
                self.steps.append(Step(line, command=line[2:].strip()))
            elif line.startswith("< "):
                self.steps[-1].typed += line
                self.steps[-1].given.append(line[2:].rstrip("\n"))
            elif line.startswith("@ "):
                self.steps.append(Step(line, action=line[2:].strip()))
            elif line.startswith("# "):
                self.steps.append(Step(line))


class World:
    """An appliance with one component of each kind, a place on an SFTP server, and a local one."""

    def __init__(self, lab, name: str):
        self.lab, self.name = lab, name
        self.site, self.gate = Appliance(lab, name, alarm__absence=3600), Gate(lab, f"{name}-gate")
        self.server = SshServer(lab, f"{name}-sshd")
        self.store = lab.folder(f"{name}-store")
        source = lab.folder(f"{name}-source")
        data.texts(source, 20_000)
        database = lab.path(f"{name}-database")
        database.write_text("rows of a database\n")
        self.site.script("UCM", "CCMDB", [SCRIPTS / "cast", database], [SCRIPTS / "keep", database], mandatory=True)
        self.site.files("CDR_CAR", "CAR", source)
        self.site.script("HELD", "GATE", [SCRIPTS / "hold", 1 << 20, self.gate.path],
                         [SCRIPTS / "await", self.gate.path, lab.path(f"{name}-back")], mandatory=True)
        self.gate.open()
        self.site.start()
        self.server.allow(self.site.keys / "ssh_id_ed25519.pub")
        self._held = None

    def stop(self) -> None:
        self.site.stop()

    def values(self) -> dict:
        return {"$STORE": self.store, "$SFTP": self.server.store, "$SERVER": self.server.address, "$USER": self.server.user,
                "$LAB": self.lab.directory, "$SET": self.newest_set(), "$ALARM": self.oldest_alarm()}

    def newest_set(self) -> str:
        ids = [file.name[:19] for file in (*self.store.iterdir(), *self.server.store.iterdir()) if file.name.endswith("_drfComponent.xml")]
        return max(ids, default="2001-01-01-00-00-00")

    def oldest_alarm(self) -> int:
        if self.site.master is None or not (self.site.root / "run/drs/control.sock").exists():
            return 0
        return min((alarm["key"] for alarm in control.status(self.site.root)["alarms"]), default=0)

    def filled(self, text: str) -> str:
        for word, value in self.values().items():
            text = text.replace(word, str(value))
        return text

    # Actions

    def act(self, name: str) -> None:
        {"a backup is held": self.begin_held_backup, "a restore is held": self.begin_held_restore, "it goes on": self.end_held, "the agents end": self.site.stop, "the node goes away": self.lose_node}[name]()

    def begin_held_backup(self) -> None:
        self.gate.close()
        self._held = self.lab.start(f"{self.name}-held", self.site.argv("drs", "utils", "disaster_recovery", "backup", "network", "HELD", "sftpdevice", "--wait"))
        until("a file on the device", lambda: any(is_scratch(name) for name in self.server.names()))
        until("the component's begin", lambda: "ACTIVE" in [c["result"] for c in control.status(self.site.root)["job"]["components"]])

    def lose_node(self) -> None:
        self.site.local.stop()
        self.site.local = None
        until("the node to be missed", lambda: not any(node["connected"] for node in control.status(self.site.root)["nodes"]))

    def begin_held_restore(self) -> None:
        self.gate.close()
        self._held = self.lab.start(f"{self.name}-held", self.site.argv("drs", "utils", "disaster_recovery", "restore", "network", "node1",
                                                                        self.newest_set(), "sftpdevice", "--features", "HELD", "--wait"))
        until("the restore", lambda: control.status(self.site.root)["state"] == "RESTORE")

    def end_held(self) -> None:
        self.gate.open()
        self._held.wait()


class Way:
    """How drs is called."""

    name = ""

    def __init__(self, world: World):
        self.world = world

    def _run(self, words: list, lines: list) -> tuple[int, str]:
        argv = [str(word) for word in self.world.site.argv("drs", *words)]
        done = subprocess.run(argv, input="".join(line + "\n" for line in lines), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              errors="replace", check=False, timeout=120, start_new_session=True)
        return done.returncode, done.stdout


class OneShot(Way):
    name = "one-shot"

    def call(self, command: str, given: list) -> tuple[int, str]:
        return self._run(shlex.split(self.world.filled(command)), given)


class Shell(Way):
    name = "shell"

    def call(self, command: str, given: list) -> tuple[int, str]:
        return self._run([], [self.world.filled(command), *given])


CHANGING = [
    (r"^ *\d+% .*\n", ""),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", "TIME"),
    (r"\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d", "SETID"),
    (r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(,\d{3})?", "TIME"),
    (r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d [A-Z0-9+-]+ \d{4}", "DATE"),
    (r"SHA256:[A-Za-z0-9+/]{43}", "FINGERPRINT"),
    (r"\b20(?!36)\d\d/\d\d/\d\d-02:00", "DAY-02:00"),  # the default schedule begins with the appliance
    (r"\b\d+(\.\d)?(B|KiB|MiB)\b", "SIZE"),
    (r'"(bytes[a-z_]*|free_bytes|last_bytes|job|id|port|[a-z_]*index)":(\d+|null)', r'"\1":NUMBER'),
    (r"\bjob \d+", "job NUMBER"),
    (r"\bsequence \d+", "sequence NUMBER"),
    (r"^\d+ (error|warning|informational) (?=CiscoDRF)", r"KEY \1 "),
    (r"^Alarm \d+ \(", "Alarm KEY ("),
    (r"^\d+ DATE", "SEQUENCE DATE"),
    (r'"(key|sequence|repeats)":(\d+|null)', r'"\1":NUMBER'),
    (r"Percentage Complete: (?!100%)\d+%", "Percentage Complete: SOME%"),
    (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
]


def normal(text: str, world: World) -> str:
    text = text.replace(f"{world.lab.directory}/{world.name}-", "LAB/").replace(str(world.site.root), "ROOT").replace(str(world.lab.directory), "LAB")
    for pattern, word in CHANGING:
        text = re.sub(pattern, word, text, flags=re.M)
    text = re.sub(rf'(user |"user":"){re.escape(world.server.user)}\b', r"\1USER", text)
    return text if not text or text.endswith("\n") else text + "\n"
