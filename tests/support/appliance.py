# SPDX-License-Identifier: Apache-2.0
"""A one-node appliance below one root: its configuration, its two daemons, its command line."""

import json
import gzip
import os
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr, escape

import control
import snmp
from lab import Lab, free_port, programs, until
from sshd import SshServer

VERSION = "15.0.1.12900-234"


@dataclass
class Outcome:
    """What a command line said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return (self.out + self.err).strip()


class Appliance:
    def __init__(self, lab: Lab, name: str = "root", node: str = "node1", **settings):
        self.lab, self.node = lab, node
        self.root = lab.folder(name)
        self._name = name
        self.programs = programs()
        self.master = self.local = None
        self.settings = {"node": node, "cluster": "LabCluster", "master.port": free_port(), "snmp.mode": "off",
                         "syslog.socket": "", "trace.level": "DEBUG", "job.device-timeout": 5} | _keys(settings)
        for directory in ("etc/drs/components.d", "etc/drs/snmp", "run/drs"):
            (self.root / directory).mkdir(parents=True, exist_ok=True)
        self.configure()
        self.product(VERSION)

    # Configuration

    def configure(self, **settings) -> None:
        self.settings |= _keys(settings)
        lines = [f"{key} = {value}\n" for key, value in self.settings.items()]
        (self.root / "etc/drs/drs.conf").write_text("".join(lines))

    def product(self, version: str = VERSION, **more) -> None:
        """Attributes of product.xml; the agents read it when they start."""
        self.product_file({"name": "Lab appliance", "version": version} | more)

    def product_file(self, attributes: dict) -> None:
        text = "".join(f" {key}={quoteattr(str(value))}" for key, value in attributes.items())
        (self.root / "etc/drs/product.xml").write_text(f"<product{text}/>\n")

    def embedded_snmp(self, trap_port: int | None = None) -> int:
        """Turns the embedded agent on, open to community public on loopback and to a user of each role; gives its port."""
        port = free_port(socket.SOCK_DGRAM)
        self.configure(snmp__mode="embedded", snmp__address=f"127.0.0.1:{port}")
        self.snmp_receiver(trap_port)
        snmp.name_users(self.root / "etc/drs/snmp")
        return port

    def snmp_receiver(self, trap_port: int | None) -> None:
        text = "rocommunity public 127.0.0.1\n"
        if trap_port:
            text += f"trap2sink 127.0.0.1:{trap_port} public\n"
        (self.root / "etc/drs/snmp/drs-master.conf").write_text(text)

    def component(self, feature: str, name: str, body: str, mandatory: bool = False) -> None:
        text = (f'<component feature="{feature}" name="{name}" mandatory="{str(mandatory).lower()}" '
                f'description="{feature} {name} of the lab">{body}</component>\n')
        (self.root / f"etc/drs/components.d/{feature}-{name}.xml").write_text(text)

    def files(self, feature: str, name: str, *paths, mandatory: bool = False) -> None:
        self.component(feature, name, f"<files>{''.join(f'<path>{escape(str(p))}</path>' for p in paths)}</files>", mandatory)

    def script(self, feature: str, name: str, backup: list, restore: list, mandatory: bool = False, timeout: int = 60) -> None:
        self.component(feature, name, f'<script timeout="{timeout}">{_program("backup", backup)}{_program("restore", restore)}'
                       "</script>", mandatory)

    # Daemons

    def start(self) -> "Appliance":
        self.start_master()
        self.start_local()
        return self

    def start_master(self) -> None:
        self.master = self.lab.start_ready(f"{self._name}-master", self.argv("drs-master"))

    def start_local(self) -> None:
        """Returns when the Master shows the node's components."""
        self.local = self.lab.start_ready(f"{self._name}-local", self.argv("drs-local"))
        until(f"registration of {self.node}", self.registered)

    def argv(self, program: str, *arguments) -> list:
        return [self.programs / program, "--root", self.root, *arguments]

    def registered(self) -> bool:
        """The node is here, and each of its files is known; the Master remembers a registration also while the node is away."""
        if not all(node["connected"] for node in control.status(self.root)["nodes"]):
            return False
        shown = self.utils("show_registration", self.node)
        names = [file.stem.partition("-")[2] for file in (self.root / "etc/drs/components.d").glob("*.xml")]
        return shown.code == 0 and all(name in shown.out for name in names)

    def stop(self) -> None:
        for daemon in (self.local, self.master):
            if daemon is not None:
                code = daemon.stop()
                assert code in (0, -9), f"{daemon.name} ended with {code} after SIGTERM: {daemon.output().strip()}"

    # Command line

    def drs(self, *arguments, **options) -> Outcome:
        return self.run("drs", *arguments, **options)

    def check_config(self, program: str) -> Outcome:
        return self.run(program, "--check-config", limit=60.0)

    def run(self, program: str, *arguments, limit: float = 300.0, secret: str | None = None) -> Outcome:
        """`secret` goes in by a pipe whose number replaces `FD` in the arguments."""
        argv, inherited = [str(a) for a in self.argv(program, *arguments)], []
        if secret is not None:
            inherited.append(_pipe_holding(secret))
            argv = [str(inherited[0]) if a == "FD" else a for a in argv]
        try:
            done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False,
                                  timeout=limit, pass_fds=inherited, start_new_session=True)
        finally:
            for descriptor in inherited:
                os.close(descriptor)
        return Outcome(done.returncode, done.stdout, done.stderr)

    def utils(self, *arguments, **options) -> Outcome:
        return self.drs("utils", "disaster_recovery", *arguments, **options)

    def json(self, *arguments):
        shown = self.drs("--json", "utils", "disaster_recovery", *arguments)
        assert shown.code == 0, f"drs --json {' '.join(map(str, arguments))}: {shown.text}"
        return json.loads(shown.out)

    def good(self, *arguments, **options) -> str:
        """A command that has to succeed."""
        shown = self.utils(*arguments, **options)
        assert shown.code == 0, f"drs {' '.join(map(str, arguments))} ended with {shown.code}: {shown.text}"
        return shown.out

    def network_device(self, server: SshServer, name: str = "nightly", keep: int = 2) -> str:
        server.allow(self.root / "var/lib/drs/keys/ssh_id_ed25519.pub")
        self.good("device", "add", "network", name, server.store, server.address, server.user, keep, "--public-key")
        return name

    def local_device(self, name: str = "nightly", keep: int = 2) -> Path:
        store = self.lab.folder(f"{name}-store")
        self.good("device", "add", "local", name, store, keep)
        return store

    def backup(self, features: str, device: str = "nightly", kind: str = "network", **options) -> Outcome:
        return self.utils("backup", kind, features, device, "--wait", **options)

    def restore(self, set_id: str, features: str, device: str = "nightly", kind: str = "network", *more, **options) -> Outcome:
        return self.utils("restore", kind, self.node, f"{set_id}.tar", device, "--features", features, "--wait", *more, **options)

    def sets(self, device: str = "nightly") -> list[str]:
        """Ids of the sets a listing shows, newest first."""
        words = self.good("show_backupfiles", device).split()
        return [word.removesuffix(".tar") for word in words if word.endswith(".tar")]

    def history(self, kind: str = "backup") -> list[str]:
        """Lines of the history that name a set, as shown."""
        return [line for line in self.good("history", kind).splitlines() if ".tar" in line]

    def trace(self, prefix: str = "drfMA") -> str:
        directory = self.root / "var/log/active/platform/drf/trace"
        return "".join(_text(file) for file in sorted(directory.glob(f"{prefix}0*.log*")))

    @property
    def keys(self) -> Path:
        return self.root / "var/lib/drs/keys"


def _text(file: Path) -> str:
    """Of a trace file; all but the newest are compressed."""
    data = file.read_bytes()
    return (gzip.decompress(data) if file.suffix == ".gz" else data).decode(errors="replace")


def _keys(settings: dict) -> dict:
    """job__device_timeout -> job.device-timeout"""
    return {key.replace("__", ".").replace("_", "-"): value for key, value in settings.items()}


def _program(element: str, argv: list) -> str:
    arguments = "".join(f"<argument>{escape(str(a))}</argument>" for a in argv[1:])
    return f"<{element} program={quoteattr(str(argv[0]))}>{arguments}</{element}>"


def _pipe_holding(secret: str) -> int:
    reader, writer = os.pipe()
    os.write(writer, secret.encode() + b"\n")
    os.close(writer)
    return reader
