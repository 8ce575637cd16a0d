# SPDX-License-Identifier: Apache-2.0
"""One appliance to crash: the Master's directories can be put back, its Local Agent, syslog-ng and SSH servers stay up."""

import shutil
import sqlite3
import subprocess
from datetime import date, timedelta
from pathlib import Path

import control
import data
import spool
from appliance import Appliance, Outcome
from gate import SCRIPTS, Gate
from lab import Lab, until
from password_sshd import PasswordServer
from sshd import SshServer
from syslog_ng import SyslogServer

DAY = 24 * 3600 * 1000  # milliseconds
NODE_KEYS = ("ca.crt", "node.crt", "node.key")
PLATFORM = ("etc/drs/drfDevice.xml", "etc/drs/drfSchedule.xml")


class World:
    """Devices: `nightly` and `spare` are directories, `remote` is on an SFTP server; each keeps two sets. `sealed` is entered by a password."""

    def __init__(self, lab: Lab, name: str):
        self.lab, self.name = lab, name
        self.syslog, self.gate = SyslogServer(lab, f"{name}-syslog"), Gate(lab, f"{name}-gate")
        self.gate.open()
        self.site = Appliance(lab, f"{name}-world/root", syslog__socket=self.syslog.socket, job__compression_threads=1,
                              history__keep=20)
        self.node = Appliance(lab, f"{name}-node", master__port=self.site.settings["master.port"], syslog__socket="")
        self.server = SshServer(lab, f"{name}-sshd")
        self.password_server = PasswordServer(lab, f"{name}-password-sshd", "Sesame, 7 times")
        self.nightly, self.spare, self.remote = lab.folder(f"{name}-world/nightly"), lab.folder(f"{name}-world/spare"), self.server.store
        self._local = [self.site.root, self.nightly, self.spare]
        self._directories = [*self._local, self.remote]
        self._said = self.delivered = 0
        self._register()

    def _register(self) -> None:
        texts = self.lab.folder(f"{self.name}-texts")
        data.texts(texts, 60_000)
        self.node.files("UCM", "TFTP", texts, mandatory=True)
        self.node.files("UCM", "PLATFORM", *(self.site.root / file for file in PLATFORM), mandatory=True)
        self.node.script("WAITING", "HELD", [SCRIPTS / "hold", 200_000, self.gate.path], [SCRIPTS / "keep", self.lab.path(f"{self.name}-held")])
        self.node.script("BROKEN", "BROKEN", ["/bin/false"], ["/bin/false"])

    # The Master

    def start(self) -> None:
        """The Master as it is shipped; returns when its node is there."""
        self.site.start_master()
        self.wait_for_node()

    def start_stopping(self, log: Path | None = None, at: str | None = None, torn: str | None = None) -> bool:
        """The Master that may end by itself; returns whether it lives with its node."""
        env = {"DRS_STOP_BELOW": ":".join(map(str, self._local)), "DRS_STOP_AT": at or "", "DRS_STOP_TORN": torn or "",
               "DRS_STOP_LOG": str(log or "")}
        name = f"{self.name}-master"
        try:
            self.site.master = self.lab.start_ready(name, self.site.argv("drs-master-stopping"), env)
        except AssertionError:
            self.site.master = None  # it is dead already
            return False
        return True

    def wait_for_death(self) -> None:
        until(f"the end of {self.site.master.name}", lambda: not self.site.master.running())
        self.site.master = None

    def alive(self) -> bool:
        return self.site.master is not None and self.site.master.running()

    def stop(self) -> int | None:
        code = self.site.master.stop() if self.site.master else None
        self.site.master = None
        return code

    def wait_for_node(self) -> None:
        until(f"the node of {self.name}", lambda: not self.alive() or self.connected())

    def connected(self) -> bool:
        """Its components the Master remembers anyway."""
        try:
            return all(node["connected"] for node in control.status(self.site.root)["nodes"])
        except OSError:
            return False  # the Master died

    def stop_node(self) -> None:
        if self.node.local:
            self.node.local.stop()
            self.node.local = None

    def knows_node(self) -> bool:
        """Whether the Local Agent runs with the certificates of this Master."""
        authority = self.site.keys / "ca.crt"
        return self.node.local is not None and authority.exists() and authority.read_bytes() == (self.node.keys / "ca.crt").read_bytes()

    def start_node(self) -> None:
        """With the certificates that the Master's first start made."""
        self.stop_node()
        keys = self.node.keys
        keys.mkdir(parents=True, exist_ok=True)
        for file in NODE_KEYS:
            shutil.copy(self.site.keys / file, keys / file)
        self.node.local = self.lab.start_ready(f"{self.name}-local", self.node.argv("drs-local"))

    # What it is asked for

    def add_devices(self) -> None:
        self.site.good("device", "add", "local", "nightly", self.nightly, 2)
        self.site.good("device", "add", "local", "spare", self.spare, 2)
        self.site.network_device(self.server, "remote", 2)
        server = self.password_server
        self.site.good("device", "add", "network", "sealed", server.store, server.address, server.user, "--password-fd", "FD",
                       secret=server.password)

    def backup(self, features: str, device: str) -> Outcome:
        return self.site.backup(features, device, "network" if device == "remote" else "local", limit=60)

    def good_backup(self, features: str, device: str) -> None:
        done = self.backup(features, device)
        assert done.code == 0, f"backup of {features} to {device} ended with {done.code}: {done.text}"

    def add_schedule(self, name: str) -> None:
        """Daily since three days ago."""
        start = (date.today() - timedelta(days=3)).strftime("%Y/%m/%d-02:00")
        self.site.utils("schedule", "add", name, "nightly", "UCM", start, "daily", "--zone", "UTC")

    def run_is_due(self) -> None:
        """As if the Master had been down at the time of the last run."""
        connection = sqlite3.connect(self.site.root / "var/lib/drs/drs.db")
        connection.execute("UPDATE tasks SET due = due - ?", (DAY,))
        connection.commit()
        connection.close()

    def newest(self, device: str) -> str:
        return max(file.name for file in self.store(device).glob("*_drfComponent.xml"))[:19]

    def held(self) -> bool:
        """Whether the component HELD has begun to send."""
        return any("HELD" in file.name for file in self.nightly.iterdir())

    # Its files

    def stop_and_save(self, name: str) -> None:
        self.wait_until_told()
        self.stop()
        self.save(name)

    def save(self, name: str) -> None:
        for directory in self._directories:
            subprocess.run(["cp", "-a", f"{directory}/.", self._saved(name, directory)], check=True)

    def put_back(self, name: str) -> None:
        """The contents only: the SFTP server and the registration know the directories."""
        for directory in self._directories:
            for entry in directory.iterdir():
                shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
            subprocess.run(["cp", "-a", f"{self._saved(name, directory)}/.", directory], check=True)
        self._said = len(self.syslog.lines())
        self.delivered = spool.position(self.spool, "syslog")

    def _saved(self, name: str, directory: Path) -> Path:
        return self.lab.folder(f"{self.name}-saved/{name.replace(' ', '-')}/{directory.name}")

    def store(self, device: str) -> Path:
        return {"nightly": self.nightly, "spare": self.spare, "remote": self.remote}[device]

    # What it said

    @property
    def spool(self) -> Path:
        return self.site.root / "var/lib/drs/spool/master"

    def told(self) -> list[str]:
        """Lines of the Master's in syslog since the files were put back."""
        return self.syslog.lines()[self._said:]

    def wait_until_told(self) -> None:
        """All that is in the spool is delivered, and that is written down."""
        def done() -> bool:
            there = spool.records(self.spool)
            return not self.alive() or not there or spool.position(self.spool, "syslog") == there[-1].sequence
        until("delivery of all alarms", done)
