# SPDX-License-Identifier: Apache-2.0
"""Where messages about alarms go: a mail server and a web server with a certificate of an authority made for the test."""

import email
import email.policy
import json
import subprocess
from pathlib import Path

from lab import REPOSITORY, Lab, free_port, until

SUPPORT = REPOSITORY / "tests/support"
PASSWORD = "Mzw4-never-in-a-trace"


class Authority:
    """A certificate for 127.0.0.1 that is its own authority."""

    def __init__(self, lab: Lab, name: str = "authority"):
        self.certificate, self.key = lab.path(f"{name}.crt"), lab.path(f"{name}.key")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
                        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", self.key, "-out", self.certificate], check=True, capture_output=True)


class _Server:
    def __init__(self, lab: Lab, name: str):
        self.lab, self.name, self.port, self.process = lab, name, free_port(), None
        self.directory = lab.folder(f"{name}-taken")

    def _start(self, program: str, *arguments) -> None:
        argv = ["/usr/bin/python3", SUPPORT / program, self.port, self.directory, *arguments]
        self.process = self.lab.start(self.name, argv)
        until(f"readiness of {self.name}", lambda: "ready" in self.process.output())

    def stop(self) -> None:
        self.process.kill_tree()

    def taken(self) -> list[bytes]:
        return [file.read_bytes() for file in sorted(self.directory.glob("[0-9]*"))]


class MailServer(_Server):
    USER = "drs"

    def start(self, authority: Authority | None, password: str = PASSWORD) -> None:
        tls = [authority.certificate, authority.key] if authority else []
        self._start("mail_server.py", self.USER, password, *tls)

    def mails(self) -> list[email.message.EmailMessage]:
        return [email.message_from_bytes(each, policy=email.policy.default) for each in self.taken()]


class WebServer(_Server):
    def start(self, authority: Authority) -> None:
        self._start("web_server.py", PASSWORD, authority.certificate, authority.key)

    def refuse(self, status: int | None) -> None:
        file = self.directory / "refuse"
        if status is None:
            file.unlink()
        else:
            file.write_text(str(status))

    def posts(self) -> list[dict]:
        return [json.loads(each) for each in self.taken()]


def secret_file(lab: Lab, name: str, secret: str = PASSWORD) -> Path:
    file = lab.path(name)
    file.touch(0o600)
    file.write_text(secret + "\n")
    return file
