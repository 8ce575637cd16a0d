# SPDX-License-Identifier: Apache-2.0
"""syslog-ng and rsyslog with the files that are shipped for analysts, their paths and the collector's address turned into the lab's."""

import json
from pathlib import Path

from certificates import Authority
from lab import REPOSITORY, Lab, free_port
from rsyslog import Rsyslog
from syslog_ng import SyslogNg, is_bound

SHIPPED = "/usr/share/opendrs"
COLLECTOR = "collector.example.com"


class Daemon:
    """Started with a shipped file; `json` is where its pairs are written, a line an alarm."""

    def __init__(self, lab: Lab, kind: str, file: str, name: str, replacements: dict):
        self.kind, self.name = kind, name
        self.socket, self.json = lab.path(f"{name}.sock"), lab.path(f"{name}.json")
        self.jobs = lab.path(f"{name}.jobs")  # rsyslog: a file a job
        self._replacements = {f"{SHIPPED}/{kind}": lab.path(f"{name}/{kind}"), "/run/drs/syslog.sock": self.socket,
                              "/var/log/drs-alarms.json": self.json, "/var/log/drs-jobs": self.jobs, "/var/spool/rsyslog": lab.folder(f"{name}.work"),
                              "/var/lib/syslog-ng": lab.folder(f"{name}.work"), **replacements}
        folder = self._relocated(lab.folder(f"{name}/{kind}"))
        self.daemon = {"syslog-ng": SyslogNg, "rsyslog": Rsyslog}[kind](lab, name, (folder / file).read_text())

    def _relocated(self, folder: Path) -> Path:
        for file in (REPOSITORY / "alarms" / self.kind).iterdir():
            text = file.read_text()
            for shipped, ours in self._replacements.items():
                text = text.replace(shipped, str(ours))
            (folder / file.name).write_text(text)
        return folder

    def start(self) -> None:
        self.daemon.start(lambda: is_bound(self.socket))

    def stop(self) -> None:
        self.daemon.stop()

    def objects(self) -> list[dict]:
        return [json.loads(line) for line in self.json.read_text().split("\n")[:-1]] if self.json.exists() else []

    def count(self) -> int:
        """Of the alarms so far: as len(pairs()), but quick enough to be asked again and again."""
        return self.json.read_bytes().count(b'"severity"') if self.json.exists() else 0

    def pairs(self) -> list[dict]:
        """Of the alarms alone."""
        return [found["drs"] for found in self.objects() if "seq" in found["drs"]]


WITHOUT_FORWARDING = {"        call drs-forward\n": "", '    destination { drs-forward(host("collector.example.com")); };\n': ""}


def local_receiver(lab: Lab, kind: str, name: str) -> Daemon:
    """An appliance's, without a collector."""
    return Daemon(lab, kind, "example.conf", name, WITHOUT_FORWARDING)


def forwarder(lab: Lab, kind: str, name: str, collector: "Collector") -> Daemon:
    """An appliance's, that also sends on to `collector`."""
    certificate, key = collector.authority.issue(name)
    # The name stays the one that the certificate must show.
    target = {"syslog-ng": {f'host("{COLLECTOR}")': f'host("127.0.0.1") port({collector.port})'},
              "rsyslog": {f'target="{COLLECTOR}" port="6514"': f'target="127.0.0.1" port="{collector.port}"'}}[kind]
    return Daemon(lab, kind, "example.conf", name, target | _files(kind, collector.authority, certificate, key))


def _files(kind: str, authority: Authority, certificate: Path, key: Path) -> dict:
    folder = {"syslog-ng": "/etc/syslog-ng/drs", "rsyslog": "/etc/rsyslog.d/drs"}[kind]
    return {f"{folder}/ca.pem": authority.certificate, f"{folder}/cert.pem": certificate, f"{folder}/key.pem": key}


class Collector(Daemon):
    """Takes RFC 5425 on a loopback port."""

    def __init__(self, lab: Lab, kind: str, name: str, authority: Authority):
        self.authority, self.port = authority, free_port()
        certificate, key = authority.issue(COLLECTOR)
        address = {"syslog-ng": {"source drs { drs-tls(); };": f'source drs {{ drs-tls(ip("127.0.0.1") port({self.port})); }};'},
                   "rsyslog": {'input(type="imtcp" port="6514"': f'input(type="imtcp" address="127.0.0.1" port="{self.port}"'}}[kind]
        super().__init__(lab, kind, "collector.conf", name, address | _files(kind, authority, certificate, key))

    def start(self) -> None:
        self.daemon.start(self._listens)

    def _listens(self) -> bool:
        wanted = f"0100007F:{self.port:04X}"
        return any(fields[1] == wanted and fields[3] == "0A" for fields in map(str.split, Path("/proc/net/tcp").read_text().splitlines()))
