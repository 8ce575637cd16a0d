#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The commands of the cookbook in docs/snmp.md do what stands there."""

import os
import re
import subprocess
import sys
import unittest
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from lab import REPOSITORY, Lab, programs, until
from nms import SHIPPED, Exporter, Snmptt, Watched
from rsyslog import unpacked

DOCUMENT = (REPOSITORY / "docs/snmp.md").read_text()


@dataclass
class Step:
    command: str
    shown: list[str] = field(default_factory=list)

    def pattern(self) -> str:
        """`...` alone in a line is any lines, in a line anything."""
        return "".join("(?:.*\n)*?" if line == "..." else ".*".join(map(re.escape, line.split("..."))) + "\n" for line in self.shown)


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", DOCUMENT, re.M | re.S)


def steps() -> list[Step]:
    found: list[Step] = []
    for line in "".join(blocks("console")).splitlines():
        if line.startswith("$ "):
            found.append(Step(line[2:]))
        else:
            found[-1].shown.append(line)
    return found


class TheCookbook(unittest.TestCase):
    def setUp(self):
        self.lab = Lab("cookbook")
        self.addCleanup(self.lab.__exit__, None, None, None)
        self.snmptt = Snmptt(self.lab)
        self.watched = Watched(self.lab, self.snmptt.port)
        self.exporter = Exporter(self.lab)
        self.watched.back_up()
        self.exports = ""
        for file, text in {"home/.snmp/snmp.conf": blocks("conf")[0], "auth": Watched.AUTH, "priv": Watched.PRIV}.items():
            self.lab.folder(str(Path(file).parent))
            self.lab.path(file).write_text(text)

    def here(self, text: str) -> str:
        """With the addresses and places of the lab."""
        places = {"127.0.0.1:1161": f"127.0.0.1:{self.watched.port}", "-p 1161": f"-p {self.watched.port}", "127.0.0.1:9116": f"127.0.0.1:{self.exporter.port}",
                  "/etc/nagios/drs-": f"{self.lab.directory}/", "/usr/share/opendrs": SHIPPED, "/usr/lib/nagios/plugins": unpacked() / "usr/lib/nagios/plugins",
                  "/var/log/snmptt/snmptt.log": self.snmptt.log, "drs alarm": f"drs --root {self.watched.site.root} alarm"}
        for written, ours in places.items():
            text = text.replace(written, str(ours))
        return text

    def run_in_shell(self, command: str) -> str:
        path = f"{programs()}:{unpacked()}/usr/bin:{os.environ['PATH']}"
        done = subprocess.run(["bash", "-c", f"{self.exports}{command}"], cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=60,
                              env={**os.environ, "PATH": path, "HOME": str(self.lab.path("home")), "SNMP_PERSISTENT_DIR": str(self.lab.folder("snmp-state"))})
        return done.stdout + done.stderr

    def follow(self, step: Step) -> None:
        command, pattern, seen = self.here(step.command), Step("", [self.here(line) for line in step.shown]).pattern(), []

        def is_so() -> bool:
            seen[:] = [re.sub(r"[ \t]+$", "", self.run_in_shell(command), flags=re.M)]
            return re.fullmatch(pattern, seen[0]) is not None

        try:
            until(step.command, is_so)
        except AssertionError:
            raise AssertionError(f"$ {step.command}\nshould show:\n{chr(10).join(step.shown)}\nbut shows:\n{seen[0]}") from None

    def test_says_what_is_seen(self):
        found = steps()
        self.assertGreaterEqual(len(found), 10)
        for step in found:
            if step.command.startswith("export "):
                self.exports += f"{step.command}\n"
            else:
                self.follow(step)

    def test_names_files_that_are_shipped(self):
        for name in re.findall(r"`((?:nagios|prometheus|grafana|snmptt|zabbix|librenms)/[\w./]*)`", DOCUMENT):
            self.assertTrue((SHIPPED / name).exists(), name)


if __name__ == "__main__":
    unittest.main()
