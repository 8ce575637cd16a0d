# SPDX-License-Identifier: Apache-2.0
"""A real rsyslogd, from the unpacked package: it cannot be installed beside syslog-ng."""

import subprocess
from pathlib import Path

from lab import REPOSITORY, Lab, until


def unpacked() -> Path:
    done = subprocess.run([REPOSITORY / ".ci/unpack"], capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"no rsyslog: {done.stderr.strip()}")
    return Path(done.stdout.strip())


class Rsyslog:
    """Runs `configuration`; its working directory is below the lab."""

    def __init__(self, lab: Lab, name: str, configuration: str):
        self._lab, self._name, self._root = lab, name, unpacked()
        lab.folder(f"{name}.work")
        lab.path(f"{name}.conf").write_text(configuration)
        self.process = None

    def argv(self) -> list:
        libraries = next(self._root.glob("usr/lib/*/rsyslog")).parent
        return ["/usr/bin/env", f"LD_LIBRARY_PATH={libraries}", self._root / "usr/sbin/rsyslogd", "-n", "-M", libraries / "rsyslog",
                "-f", self._lab.path(f"{self._name}.conf"), "-i", self._lab.path(f"{self._name}.pid")]

    def start(self, ready) -> None:
        """Returns when `ready()` is true."""
        self.process = self._lab.start(self._name, self.argv())
        until(f"{self._name} to be ready", lambda: self._runs() and ready())

    def _runs(self) -> bool:
        if not self.process.running():
            raise AssertionError(f"{self._name} ended: {self.process.output().strip()}")
        return True

    def stop(self) -> None:
        self.process.stop()
