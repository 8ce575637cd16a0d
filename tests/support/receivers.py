# SPDX-License-Identifier: Apache-2.0
"""A syslog-ng and an rsyslog with the files that are shipped for analysts, their paths turned into the lab's."""

from pathlib import Path

from lab import REPOSITORY, Lab
from rsyslog import Rsyslog
from syslog_ng import SyslogNg, is_bound

SHIPPED = "/usr/share/opendrs"


def relocated(text: str, directory: Path, replacements: dict[str, str]) -> str:
    """The shipped files name each other by the package's paths."""
    for name in "syslog-ng", "rsyslog":
        text = text.replace(f"{SHIPPED}/{name}", str(directory / name))
    for shipped, ours in replacements.items():
        text = text.replace(shipped, str(ours))
    return text


def relocated_folder(lab: Lab, kind: str, into: str, replacements: dict[str, str]) -> Path:
    """A copy of alarms/KIND below the lab, for the files that include each other."""
    folder = lab.folder(f"{into}/{kind}")
    for file in (REPOSITORY / "alarms" / kind).iterdir():
        (folder / file.name).write_text(relocated(file.read_text(), folder.parent, replacements))
    return folder


class SyslogNgReceiver:
    """What it took from `socket` is in `json`."""

    name = "syslog-ng"

    def __init__(self, lab: Lab, name: str = "sng"):
        self.socket, self.json = lab.path(f"{name}.sock"), lab.path(f"{name}.json")
        folder = relocated_folder(lab, "syslog-ng", name, {"/run/drs/syslog.sock": self.socket, "/var/log/drs-alarms.json": self.json})
        self._daemon = SyslogNg(lab, name, f"""\
@version: 3.38
@include "{folder}/opendrs.conf"
options {{ stats-freq(0); }};
log {{ source {{ drs-socket(); }}; destination {{ drs-json(); }}; }};
""")

    def start(self) -> None:
        self._daemon.start(lambda: is_bound(self.socket))

    def stop(self) -> None:
        self._daemon.stop()


class RsyslogReceiver:
    name = "rsyslog"

    def __init__(self, lab: Lab, name: str = "rs"):
        self.socket, self.json = lab.path(f"{name}.sock"), lab.path(f"{name}.json")
        folder = relocated_folder(lab, "rsyslog", name, {"/run/drs/syslog.sock": self.socket, "/var/log/drs-alarms.json": self.json,
                                                         "/var/spool/rsyslog": lab.folder(f"{name}.work"), "        call drs-forward\n": ""})
        self._daemon = Rsyslog(lab, name, (folder / "example.conf").read_text())

    def start(self) -> None:
        self._daemon.start(lambda: is_bound(self.socket))

    def stop(self) -> None:
        self._daemon.stop()
