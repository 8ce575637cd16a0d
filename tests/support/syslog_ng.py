# SPDX-License-Identifier: Apache-2.0
"""A real syslog-ng: a datagram socket of its own, and what it took is in a file."""

from pathlib import Path

from lab import Lab, until

CONFIGURATION = """\
@version: 3.38
options {{ keep-hostname(yes); flush-lines(1); stats-freq(0); }};
source drs {{ unix-dgram("{socket}"); }};
destination file {{ file("{log}" template("$S_ISODATE $FACILITY.$LEVEL $PROGRAM $MSG\\n")); }};
log {{ source(drs); destination(file); }};
"""


class SyslogServer:
    """Each message is one line of `log`: time, facility.level, program, text."""

    def __init__(self, lab: Lab, name: str = "syslog-ng"):
        self._lab, self._name = lab, name
        self.socket = lab.path(f"{name}.sock")
        self.log = lab.path(f"{name}.log")
        lab.path(f"{name}.conf").write_text(CONFIGURATION.format(socket=self.socket, log=self.log))
        self.process = None
        self.start()

    def start(self) -> None:
        file = lambda kind: self._lab.path(f"{self._name}.{kind}")
        argv = ["/usr/sbin/syslog-ng", "-F", "--no-caps", "-f", file("conf"), "-p", file("pid"), "-c", file("ctl"),
                "-R", file("persist")]
        self.process = self._lab.start(self._name, argv)
        until(f"syslog-ng at {self.socket}", lambda: self._lab and self._listens())

    def _listens(self) -> bool:
        if not self.process.running():
            raise AssertionError(f"syslog-ng ended: {self.process.output().strip()}")
        bound = Path("/proc/net/unix").read_text()
        return self.socket.exists() and str(self.socket) in bound

    def lines(self, word: str = "") -> list[str]:
        if not self.log.exists():
            return []
        return [line for line in self.log.read_text(errors="replace").splitlines() if word in line]
