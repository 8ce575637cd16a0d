# SPDX-License-Identifier: Apache-2.0
"""An SSH server on loopback that takes one password, which OpenSSH's own can do only for users of the system."""

from pathlib import Path

from lab import Lab, programs, until

USER = "operator"


class PasswordServer:
    def __init__(self, lab: Lab, name: str, password: str):
        self.user, self.password = USER, password
        server = lab.start(name, [programs() / "password-sshd", password], {"TMPDIR": str(lab.folder(f"{name}-home"))})
        port, store = until(f"the port of {name}", server.output).split()
        self.address, self.store = f"127.0.0.1:{port}", Path(store)
