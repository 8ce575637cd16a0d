# SPDX-License-Identifier: Apache-2.0
"""An appliance that a station controls by SNMP alone: two SSH servers, one of which takes a password, and one that never says a word."""

import socket

import snmp
from appliance import Appliance
from console import Console
from gate import Gate, held_component
from lab import Lab, until
from password_sshd import PasswordServer
from sshd import SshServer

PASSWORD, WRONG = "it opens at once 7431", "it never opens 5208"
MODES = ("embedded", "AgentX")


class SetWorld:
    def __init__(self, lab: Lab, mode: str):
        self.lab, self.mode = lab, mode
        self.site = Appliance(lab, f"root-{mode}", job__device_timeout=60)
        self.file = lab.folder(f"data-{mode}") / "file"
        self.file.write_text(f"what has to come back {mode}\n")
        self.site.files("UCM", "TFTP", self.file.parent)
        self.gate = Gate(lab, f"gate-{mode}")
        self.gate.open()
        held_component(self.site, self.gate, feature="HELD")
        self.by_password = PasswordServer(lab, f"password-{mode}", PASSWORD)
        self.by_key = SshServer(lab, f"sshd-{mode}")
        self.silent = socket.create_server(("127.0.0.1", 0))
        self.console = Console(lab, self._embedded() if mode == "embedded" else self._agentx())
        self.site.start()
        self.by_key.allow(self.site.keys / "ssh_id_ed25519.pub")
        until("the Master by SNMP", lambda: snmp.answers(lab, self.console.port))

    def _embedded(self) -> int:
        return self.site.embedded_snmp()

    def _agentx(self) -> int:
        snmpd = snmp.Snmpd(self.lab)
        self.site.configure(snmp__mode="agentx", snmp__agentx_socket=snmpd.agentx_socket, snmp__ping=1)
        return snmpd.port

    def on(self, server, password: str) -> dict:
        """Columns of a device on that server."""
        host, port = server.address.split(":")
        return {"Server": ("s", host), "Port": ("u", port), "Path": ("s", server.store), "User": ("s", server.user), "Password": ("s", password)}

    def stop(self) -> None:
        self.silent.close()
        self.site.stop()


def columns(table: str, index: int, values: dict) -> list[tuple]:
    return [(f"drs{table}{column}.{index}", *value) for column, value in values.items()]
