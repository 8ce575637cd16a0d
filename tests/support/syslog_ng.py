# SPDX-License-Identifier: Apache-2.0
"""A real syslog-ng, with any configuration or with a datagram socket of its own, where what it took is in a file."""

from pathlib import Path

from lab import Lab, until

CONFIGURATION = """\
@version: 3.38
options {{ keep-hostname(yes); flush-lines(1); stats-freq(0); }};
source drs {{ unix-dgram("{socket}"); }};
destination file {{ file("{log}" template("$S_ISODATE $FACILITY.$LEVEL $PROGRAM $MSG\\n")); }};
log {{ source(drs); destination(file); flags(flow-control); }};
"""


def is_bound(socket: Path) -> bool:
    return socket.exists() and str(socket) in Path("/proc/net/unix").read_text()


class SyslogNg:
    """Runs `configuration`."""

    def __init__(self, lab: Lab, name: str, configuration: str):
        self._lab, self._name = lab, name
        lab.path(f"{name}.conf").write_text(configuration)
        self.process = None

    def start(self, ready) -> None:
        """Returns when `ready()` is true."""
        file = lambda kind: self._lab.path(f"{self._name}.{kind}")
        argv = ["/usr/sbin/syslog-ng", "-F", "-e", "--no-caps", "-f", file("conf"), "-p", file("pid"), "-c", file("ctl"),
                "-R", file("persist")]
        self.process = self._lab.start(self._name, argv)
        until(f"{self._name} to be ready", lambda: self._runs() and ready())

    def _runs(self) -> bool:
        if not self.process.running():
            raise AssertionError(f"{self._name} ended: {self.process.output().strip()}")
        return True

    def stop(self) -> None:
        self.process.stop()


class SyslogServer:
    """Each message is one line of `log`: time, facility.level, program, text."""

    def __init__(self, lab: Lab, name: str = "syslog-ng"):
        self.socket = lab.path(f"{name}.sock")
        self.log = lab.path(f"{name}.log")
        self._daemon = SyslogNg(lab, name, CONFIGURATION.format(socket=self.socket, log=self.log))
        self.start()

    @property
    def process(self):
        return self._daemon.process

    def start(self) -> None:
        self._daemon.start(lambda: is_bound(self.socket))

    def lines(self, word: str = "") -> list[str]:
        if not self.log.exists():
            return []
        return [line for line in self.log.read_text(errors="replace").splitlines() if word in line]
