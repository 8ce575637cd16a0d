#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A mail server as a program, aiosmtpd's: mail_server.py PORT MAILS USER PASSWORD [CERTIFICATE KEY]. With a certificate it takes mail after STARTTLS and
AUTH only, without one it has neither. Each mail becomes a file in MAILS under its final name when it is whole."""

import itertools
import ssl
import sys
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


class Mailbox:
    def __init__(self, directory: Path):
        self.directory = directory

    async def handle_DATA(self, _server, _session, envelope) -> str:
        number = next(n for n in itertools.count(1) if not (self.directory / f"{n:04}").exists())
        scratch = self.directory / "scratch"
        scratch.write_bytes(b"".join(f"X-Envelope-To: {to}\r\n".encode() for to in envelope.rcpt_tos) + envelope.content)
        scratch.rename(self.directory / f"{number:04}")
        return "250 taken"


def main(port: str, mails: str, user: str, password: str, *tls: str) -> None:
    def authenticate(_server, _session, _envelope, _mechanism, data):
        return AuthResult(success=isinstance(data, LoginPassword) and (data.login, data.password) == (user.encode(), password.encode()))

    more = {}
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*tls)
        more = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": authenticate}
    controller = Controller(Mailbox(Path(mails)), hostname="127.0.0.1", port=int(port), **more)
    controller.start()
    print("ready", flush=True)
    controller._thread.join()


main(*sys.argv[1:])
