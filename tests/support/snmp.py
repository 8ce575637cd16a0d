# SPDX-License-Identifier: Apache-2.0
"""Net-SNMP's own tools around the Master: snmpd as AgentX master, snmptrapd writing to a file, snmpwalk by name."""

import os
import re
import shutil
import socket
import subprocess
from pathlib import Path

from lab import REPOSITORY, Lab, free_port, until

MODULES = "SNMPv2-MIB:DRS-MIB"
ROLES = ("monitor", "operator", "administrator")  # each has a user of the same name


def password(user: str, kind: str) -> str:
    """`kind`: auth or priv."""
    return f"{kind} secret of {user}"


def name_users(directory: Path) -> None:
    """A user of each role for the embedded agent, in its directory etc/drs/snmp."""
    for user in ROLES:
        for kind in ("auth", "priv"):
            file = directory / f"{user}.{kind}"
            file.write_text(password(user, kind) + "\n")
            file.chmod(0o600)
    (directory / "users").write_text("".join(f"{user} {user} auth-file={user}.auth priv-file={user}.priv\n" for user in ROLES))


def as_user(user: str) -> list[str]:
    """Options of Net-SNMP's tools."""
    return ["-v3", "-l", "authPriv", "-u", user, "-a", "SHA-256", "-A", password(user, "auth"), "-x", "AES", "-X", password(user, "priv")]


def writer_at_snmpd() -> str:
    """Lines of snmpd.conf that make `administrator` one who may write everything."""
    return f'createUser administrator SHA-256 "{password("administrator", "auth")}" AES "{password("administrator", "priv")}"\nrwuser administrator priv\n'


def mib_directory(lab: Lab) -> Path:
    """Our MIB beside the IETF ones. Debian ships those only in erlang-snmp, as NAME.mib; Net-SNMP wants plain NAME too."""
    directory = lab.path("mibs")
    if not directory.exists():
        directory.mkdir()
        for source in Path("/usr/lib/erlang/lib").glob("snmp-*/mibs/*.mib"):
            shutil.copyfile(source, directory / source.stem)
        if not any(directory.iterdir()):
            raise AssertionError("no IETF MIBs in /usr/lib/erlang/lib/snmp-*/mibs: install package erlang-snmp")
        for source in (REPOSITORY / "mib").glob("*.txt"):
            shutil.copyfile(source, directory / source.stem)
    return directory


def tool(lab: Lab, name: str, port: int, *arguments: str, module: str = MODULES, community: str = "public", user: str = "") -> subprocess.CompletedProcess:
    """By SNMPv3 with a `user`, else by v2c."""
    options = [each for each in arguments if each.startswith("-")]
    argv = [name, *(as_user(user) if user else ["-v2c", "-c", community]), "-t", "5", "-r", "2", "-M", mib_directory(lab), "-m", module, *options,
            f"127.0.0.1:{port}", *(each for each in arguments if each not in options)]
    return subprocess.run([str(a) for a in argv], capture_output=True, text=True, check=False, env=environment(lab))


def walk(lab: Lab, port: int, start: str = "DRS-MIB::drsMIB", command: str = "snmpwalk") -> list[str]:
    """One `NAME = TYPE: VALUE` a line; text that runs over several lines stays with its name."""
    done = tool(lab, command, port, start)
    if done.returncode != 0:
        raise AssertionError(f"{command} of {start} on port {port}: {done.stderr.strip() or done.stdout.strip()}")
    return re.split(r"\n(?=[A-Za-z0-9-]+::)", done.stdout.strip())


def answers(lab: Lab, port: int, what: str = "DRS-MIB::drsSystemProductVersion.0") -> bool:
    done = tool(lab, "snmpget", port, what, "-t1", "-r0")  # whoever asks, asks again
    return done.returncode == 0 and "No Such" not in done.stdout


class Snmpd:
    """A system snmpd with an AgentX socket; `port` answers SNMP v2c, community public, and user administrator writes."""

    def __init__(self, lab: Lab, name: str = "snmpd", more: str = "", writer: str = writer_at_snmpd()):
        self._lab, self._name = lab, name
        self.port = free_port(socket.SOCK_DGRAM)
        self.agentx_socket = lab.path(f"{name}.agentx")
        lab.path(f"{name}.conf").write_text(
            f"agentaddress udp:127.0.0.1:{self.port}\nrocommunity public 127.0.0.1\n"
            f"master agentx\nagentXSocket {self.agentx_socket}\n{writer}{more}")
        self.process = None
        self.start()

    def start(self) -> None:
        argv = ["/usr/sbin/snmpd", "-f", "-Le", "-C", "-c", self._lab.path(f"{self._name}.conf"), "-I", "-smux",
                "-p", self._lab.path(f"{self._name}.pid")]
        self.process = self._lab.start(self._name, argv, environment(self._lab, self._name))
        until(f"snmpd on port {self.port}", self._answers)

    def _answers(self) -> bool:
        if not self.process.running():
            raise AssertionError(f"snmpd ended: {self.process.output().strip()}")
        return answers(self._lab, self.port, "1.3.6.1.2.1.1.3.0") and self.agentx_socket.exists()


class TrapReceiver:
    """snmptrapd: each notification is one line of `log`, names by DRS-MIB, varbinds apart by tabs. With an Ear, `log` is the pipe that it listens at.
    `more`: further lines of its configuration, such as `createUser`."""

    def __init__(self, lab: Lab, name: str = "snmptrapd", ear=None, more: str = ""):
        self._lab, self._name = lab, name
        self.port = free_port(socket.SOCK_DGRAM)
        self.log = lab.path(f"{name}.log")
        self._said = ear.text if ear else lambda: self.log.read_text() if self.log.exists() else ""
        lab.path(f"{name}.conf").write_text(f"disableAuthorization yes\ndoNotRetainNotificationLogs yes\n{more}")
        self.process = None
        self.start()

    def start(self) -> None:
        # A line: TIME, then every varbind as `NAME = VALUE`. Appended to, should it be started again.
        argv = ["/usr/sbin/snmptrapd", "-f", "-n", "-A", "-Lf", self.log, "-C", "-c", self._lab.path(f"{self._name}.conf"), "-M", mib_directory(self._lab),
                "-m", MODULES, "-F", "%y-%02.2m-%02.2l %02.2h:%02.2j:%02.2k\\t%v\\n",
                "-p", self._lab.path(f"{self._name}.pid"), f"udp:127.0.0.1:{self.port}"]
        began = self._said().count("NET-SNMP version")
        self.process = self._lab.start(self._name, argv, environment(self._lab, self._name))
        until(f"snmptrapd on port {self.port}", lambda: self._said().count("NET-SNMP version") > began)

    def lines(self, word: str = "") -> list[str]:
        return [line for line in self.log.read_text(errors="replace").splitlines() if word in line]


def environment(lab: Lab, name: str = "snmp") -> dict:
    """Neither the machine's configuration nor its state is read or written."""
    return {**os.environ, "SNMP_PERSISTENT_DIR": str(lab.folder(f"{name}-state")), "SNMPCONFPATH": str(lab.folder(f"{name}-conf"))}
