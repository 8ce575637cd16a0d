# SPDX-License-Identifier: Apache-2.0
"""The model agent and its surroundings: what the tests of SNMP stand on."""

import os
import socket
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))

from lab import Lab, free_port, until  # noqa: E402
from snmp import as_user, mib_directory, name_users  # noqa: E402

PROGRAM = os.environ["SNMP_MODEL_AGENT"]
ROOT = ".1.3.6.1.4.1.8072.9999.9999.4040"
# Computed as the request is answered, or different in the two modes by nature.
LIVE = {f"{ROOT}.1.{rest}" for rest in ("1.11.0", "7.8.0", "7.10.0", "9.2.1.3.1", "10.3.0", "11.2.0", "11.3.0", "11.4.0")}

COMMUNITIES = "rocommunity public 127.0.0.1\n"


class SnmpLab(Lab):
    """Ends its agents too."""

    def __init__(self):
        super().__init__("snmp")
        self.agents: list["ModelAgent"] = []

    def __exit__(self, *failure) -> None:
        for agent in self.agents:
            agent.kill()
        super().__exit__(*failure)


class ModelAgent:
    """snmp_model_agent, told what to do line by line."""

    def __init__(self, lab: SnmpLab, mode: str, where: str, configuration: str = "", heartbeat: int = 0, clog: str = "no"):
        self._root = lab.folder(f"model-{mode}")
        folder = lab.folder(f"model-{mode}/etc/drs/snmp")
        (folder / "drs-master.conf").write_text(configuration)
        if configuration:
            name_users(folder)
        environment = {**os.environ, "SNMPCONFPATH": "/nonexistent"}  # must not matter
        self._popen = subprocess.Popen([PROGRAM, self._root, mode, where, str(heartbeat), clog], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE, text=True, env=environment)
        self.pid = self._popen.pid
        lab.agents.append(self)
        if self._popen.stdout.readline() != "ready\n":
            raise AssertionError(self._popen.stderr.read().strip())

    def ask(self, line: str) -> str:
        self._popen.stdin.write(line + "\n")
        self._popen.stdin.flush()
        return self._popen.stdout.readline().strip()

    def raise_alarms(self, count: int, reason: str = "A component failed.") -> int:
        """The sequence of the last one."""
        return int(self.ask(f"raise {count} {reason}"))

    def position(self) -> int:
        return int(self.ask("position"))

    def cells(self) -> list[str]:
        """`OID TYPE VALUE` of every cell of the model, in order."""
        found = [self.ask("dump")]
        while found[-1] != "end":
            found.append(self._popen.stdout.readline().strip())
        return found[:-1]

    def trace(self) -> str:
        files = sorted((self._root / "var/log/active/platform/drf/trace").glob("drfMA*"))
        return "".join(file.read_text() for file in files)

    def stop(self) -> int:
        self._popen.stdin.write("stop\n")
        self._popen.stdin.close()
        return self._popen.wait(20)

    def kill(self) -> None:
        self._popen.kill()
        self._popen.wait()
        for stream in (self._popen.stdin, self._popen.stdout, self._popen.stderr):
            stream.close()


def embedded(lab: SnmpLab, more: str = "", **settings) -> tuple[ModelAgent, int]:
    port = free_port(socket.SOCK_DGRAM)
    return ModelAgent(lab, "embedded", f"127.0.0.1:{port}", f"{COMMUNITIES}{more}", **settings), port


def run(lab: SnmpLab, name: str, port: int, *arguments: str, user: str = "",
        modules: str = "SNMPv2-MIB:DRS-MIB") -> subprocess.CompletedProcess:
    argv = [name, *(as_user(user) if user else ["-v2c", "-c", "public"]), "-t", "5", "-r", "2", "-M", mib_directory(lab), "-m", modules]
    # Options come before the address, what is asked for behind it.
    options = [a for a in arguments if a.startswith("-")]
    asked = [a for a in arguments if not a.startswith("-")]
    environment = {**os.environ, "SNMPCONFPATH": str(lab.folder("tools")), "SNMP_PERSISTENT_DIR": str(lab.folder("tools"))}
    return subprocess.run([str(a) for a in [*argv, *options, f"127.0.0.1:{port}", *asked]], capture_output=True, text=True,
                          check=False, env=environment)


def numbers(lab: SnmpLab, port: int, name: str = "snmpwalk", *options: str) -> list[str]:
    """Lines `OID = TYPE: VALUE`, nothing translated."""
    done = run(lab, name, port, "-One", *options, ROOT, modules="")
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout.replace(" \n", "\n").splitlines()


def connected(lab: SnmpLab, port: int) -> bool:
    return "INTEGER" in run(lab, "snmpget", port, "-On", f"{ROOT}.1.11.2.0").stdout


def wait_connected(lab: SnmpLab, port: int, limit: float = 8.0) -> None:
    until("the subagent behind snmpd", lambda: connected(lab, port), limit)


def agentx(lab: SnmpLab, more: str = "", **settings):
    """snmpd, and the model agent behind it."""
    from snmp import Snmpd
    snmpd = Snmpd(lab, more=more)
    agent = ModelAgent(lab, "agentx", str(snmpd.agentx_socket), **settings)
    wait_connected(lab, snmpd.port)
    return agent, snmpd
