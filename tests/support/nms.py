# SPDX-License-Identifier: Apache-2.0
"""Programs of management consoles, from the unpacked packages, with the files of mib/nms."""

import os
import re
import shlex
import socket
import subprocess
import urllib.request
from pathlib import Path

from appliance import Appliance
from lab import REPOSITORY, Lab, free_port, until
from rsyslog import unpacked
from snmp import mib_directory, tool

SHIPPED = REPOSITORY / "mib/nms"


class Exporter:
    """prometheus-snmp-exporter on a loopback port, with snmp.yml as it is shipped."""

    def __init__(self, lab: Lab, file: Path = SHIPPED / "prometheus/snmp.yml"):
        self.port = free_port()
        argv = [unpacked() / "usr/bin/prometheus-snmp-exporter", f"--config.file={file}", f"--web.listen-address=127.0.0.1:{self.port}"]
        self._process = lab.start("exporter", argv)
        until(f"prometheus-snmp-exporter on port {self.port}", self._answers)

    def _answers(self) -> bool:
        if not self._process.running():
            raise AssertionError(f"prometheus-snmp-exporter ended: {self._process.output().strip()}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def scrape(self, port: int, module: str = "drs") -> str:
        """The page as Prometheus gets it of the agent on udp `port`."""
        url = f"http://127.0.0.1:{self.port}/snmp?module={module}&target=127.0.0.1:{port}"
        with urllib.request.urlopen(url, timeout=60) as page:
            return page.read().decode()


def samples(page: str) -> dict[str, dict[tuple, float]]:
    """Metric -> labels, sorted, -> value."""
    found: dict[str, dict[tuple, float]] = {}
    for name, labels, value in re.findall(r'^(\w+)(?:\{(.*)\})? (\S+)$', page, re.M):
        pairs = tuple(sorted(re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', labels)))
        found.setdefault(name, {})[pairs] = float(value)
    return found


class Snmptt:
    """snmptrapd that gives each notification to snmptt, with Debian's snmptt.ini and our entries; `log` gets a line a notification."""

    def __init__(self, lab: Lab, modules: str = ""):
        self.port = free_port(socket.SOCK_DGRAM)
        self.log, self.unknown = lab.path("snmptt.log"), lab.path("snmptt.unknown")
        root, settings = unpacked(), lab.path("snmptt.ini")
        settings.write_text(self._settings((root / "etc/snmp/snmptt.ini").read_text()))
        script, receiver = lab.path("snmptt.sh"), lab.path("snmptt.conf")
        script.write_text(f"#!/bin/sh\nexec perl -I {root}/usr/share/perl5 {root}/usr/sbin/snmptt --ini={settings}\n")
        script.chmod(0o755)
        receiver.write_text(f"disableAuthorization yes\ndoNotRetainNotificationLogs yes\ntraphandle default {script}\n")
        self._messages = lab.path("snmptt-snmptrapd.log")
        argv = ["/usr/sbin/snmptrapd", "-f", "-n", "-On", "-Lf", self._messages, "-C", "-c", receiver, "-M", mib_directory(lab), "-m", modules,
                "-p", lab.path("snmptt.pid"), f"udp:127.0.0.1:{self.port}"]
        lab.start("snmptt-snmptrapd", argv, {"SNMP_PERSISTENT_DIR": str(lab.folder("snmptt-state")), "SNMPCONFPATH": str(lab.folder("snmptt-conf"))})
        until(f"snmptrapd on port {self.port}", lambda: self._messages.exists() and "NET-SNMP version" in self._messages.read_text())

    def _settings(self, text: str) -> str:
        """Of the installed file, with files of the lab, and no syslog."""
        ours = {"log_file": self.log, "unknown_trap_log_file": self.unknown, "unknown_trap_log_enable": 1, "syslog_enable": 0, "syslog_system_enable": 0}
        for key, value in ours.items():
            text = re.sub(rf"^{key} = .*$", f"{key} = {value}", text, flags=re.M)
        return re.sub(r"^/etc/snmptt/snmptt.conf$", str(SHIPPED / "snmptt/drs.conf"), text, flags=re.M)

    def lines(self, word: str = "") -> list[str]:
        said = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return [line for line in said if word in line]


def check_snmp() -> Path:
    return unpacked() / "usr/lib/nagios/plugins/check_snmp"


CHECK_DRS = SHIPPED / "nagios/check_drs"


def run_plugin(lab: Lab, *argv) -> tuple[int, str]:
    """(exit code, what it said) of a monitoring plugin; without the machine's snmp.conf."""
    done = subprocess.run([str(each) for each in argv], capture_output=True, text=True, check=False, timeout=120,
                          env={**os.environ, "SNMPCONFPATH": str(lab.folder("plugin-conf")), "SNMP_PERSISTENT_DIR": str(lab.folder("plugin-state"))})
    return done.returncode, (done.stdout + done.stderr).strip()


def nagios_command(name: str, *arguments: str, port: int) -> list[str]:
    """A command of the shipped commands.cfg as Nagios would run it for a host on loopback."""
    line = re.search(rf"command_name\s+{name}\n\s+command_line\s+(.*)", (SHIPPED / "nagios/commands.cfg").read_text())[1]
    for number, argument in enumerate(arguments, 1):
        line = line.replace(f"$ARG{number}$", argument)
    words = [word.replace("$HOSTADDRESS$", "127.0.0.1").replace("$$", "$") for word in shlex.split(line)]
    plugins = {"$USER1$/check_drs": CHECK_DRS, "$USER1$/check_snmp": check_snmp()}
    return [str(plugins[words[0]]), "-p", str(port), *words[1:]]


class Watched:
    """An appliance that a console looks at: its own SNMP agent, one file to back up, a local device; it takes its notifications to `trap_port`."""

    USER, AUTH, PRIV = "monitor", "an authentication secret", "a privacy secret"  # as docs/snmp.md has them

    def __init__(self, lab: Lab, trap_port: int | None = None):
        self.lab, self.site = lab, Appliance(lab)
        self.port = self.site.embedded_snmp(trap_port)
        for kind, text in (("auth", self.AUTH), ("priv", self.PRIV)):
            (self.site.root / f"etc/drs/snmp/{self.USER}.{kind}").write_text(text)
        data = lab.folder("data")
        (data / "file").write_text("content\n" * 1000)
        self.site.files("UCM", "TFTP", data, mandatory=True)
        self.site.start()
        self.store = self.site.local_device("nightly")
        self._gone = self.store.with_name("gone")

    def get(self, *names: str) -> list[str]:
        """Values as snmpget tells them; numbers of enumerations, dates in hexadecimal."""
        done = tool(self.lab, "snmpget", self.port, "-OqvUex", *(f"DRS-MIB::{name}" for name in names))
        if done.returncode != 0:
            raise AssertionError(f"snmpget {' '.join(names)}: {done.stderr.strip()}")
        return [line.strip('" ') for line in done.stdout.splitlines()]

    def back_up(self) -> None:
        done = self.site.backup("UCM", kind="local")
        if done.code != 0:
            raise AssertionError(f"backup: {done.text}")

    def back_up_in_vain(self) -> None:
        """The device has no directory meanwhile."""
        self.store.rename(self._gone)
        done = self.site.backup("UCM", kind="local")
        self._gone.rename(self.store)
        if done.code == 0:
            raise AssertionError("a backup without its device succeeded")


def samples_named(text: str) -> set[str]:
    """Names of our objects that stand in a file, whatever its form."""
    return set(re.findall(r"\bdrs[A-Z]\w+", text))
