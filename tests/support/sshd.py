# SPDX-License-Identifier: Apache-2.0
"""A real OpenSSH server on loopback: own host key, own keys allowed in, frozen, killed and revived on the same port."""

import os
import pwd
import socket
import subprocess
from pathlib import Path

from lab import Lab, free_port, until

CONFIGURATION = """\
ListenAddress 127.0.0.1:{port}
HostKey {host_key}
PidFile none
AuthorizedKeysFile {authorized}
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM {pam}
StrictModes no
Subsystem sftp internal-sftp {sftp_options}
MaxStartups 100:30:200
LogLevel VERBOSE
"""


def make_key(path: Path, kind: str = "ed25519") -> Path:
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", path.name, "-f", path], check=True)
    return path


def _pam(user: str) -> str:
    """With the password locked, as Debian's installer leaves root's, sshd without PAM lets nobody in, not even by key."""
    shadow = subprocess.run(["getent", "shadow", user], check=False, capture_output=True, text=True)  # nothing for an ordinary user
    return "yes" if shadow.stdout.partition(":")[2].startswith("!") else "no"


class SshServer:
    """`store` is the directory that tests use as the device's path; the server itself confines nobody to it."""

    def __init__(self, lab: Lab, name: str = "sshd", sftp_options: str = "", more: str = "", store: Path | None = None):
        self._lab, self._name, self._sftp_options, self._more = lab, name, sftp_options, more
        self.port = free_port()
        self.user = pwd.getpwuid(os.geteuid()).pw_name
        self.address = f"127.0.0.1:{self.port}"
        self.store = store or lab.folder(f"{name}-store")
        self.host_key = make_key(lab.path(f"{name}-host-key"))
        self._authorized = lab.path(f"{name}-authorized")
        self._authorized.touch(mode=0o600)
        self.process = None
        self.start()

    def allow(self, public_key: Path) -> None:
        with open(self._authorized, "a", encoding="ascii") as authorized:
            authorized.write(public_key.read_text())

    def start(self) -> None:
        if os.geteuid() == 0:
            os.makedirs("/run/sshd", mode=0o755, exist_ok=True)  # sshd's own privilege separation directory
        configuration = self._lab.path(f"{self._name}.conf")
        configuration.write_text(CONFIGURATION.format(port=self.port, host_key=self.host_key, authorized=self._authorized,
                                                      sftp_options=self._sftp_options, pam=_pam(self.user)) + self._more)
        self.process = self._lab.start(self._name, ["/usr/sbin/sshd", "-D", "-e", "-f", configuration])
        until(f"sshd on {self.address}", self._greets)

    def stop(self) -> None:
        """The listener and every session."""
        self.process.kill_tree()

    kill = stop

    def change_host_key(self) -> None:
        for path in (self.host_key, self.host_key.with_name(self.host_key.name + ".pub")):
            path.unlink()
        make_key(self.host_key)

    def fingerprint(self) -> str:
        shown = subprocess.run(["ssh-keygen", "-l", "-f", self.host_key], check=True, capture_output=True, text=True)
        return shown.stdout.split()[1]

    def client(self, key: Path) -> list[str]:
        """`ssh` with all that it needs to log in here without a question."""
        return ["ssh", "-F", "none", "-p", str(self.port), "-i", str(key), "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes",
                "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
                f"{self.user}@127.0.0.1"]

    def names(self) -> list[str]:
        return sorted(entry.name for entry in self.store.iterdir())

    def _greets(self) -> bool:
        if not self.process.running():
            raise AssertionError(f"sshd ended: {self.process.output().strip()}")
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
                return connection.recv(8).startswith(b"SSH-2.0")
        except OSError:
            return False
