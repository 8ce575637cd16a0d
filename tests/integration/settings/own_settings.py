# SPDX-License-Identifier: Apache-2.0
"""An appliance whose drfDevice.xml and drfSchedule.xml are damaged, edited and restored, and what is seen of it from outside."""

import os
import stat
from pathlib import Path

from appliance import Appliance
from lab import Lab, until
from password_sshd import PasswordServer
from syslog_ng import SyslogServer

PASSWORD = "Kqz7-open-sesame-never-in-clear"
SCHEDULES = """\
<drfSchedule version="1" next_index="3">
  <!-- a person wrote this -->
  <schedule index="1" name="default" device="one" start="2090/11/23-02:00" frequency="weekly" weekdays="TUE" enabled="true">
    <feature name="UCM"/>
  </schedule>
  <schedule index="2" name="rare" device="one" start="2090/11/23-03:00" frequency="once" enabled="false"><feature name="UCM"/></schedule>
</drfSchedule>
"""


def damages(text: str) -> dict[str, str]:
    """What can happen to a file, and the line that has to be named."""
    return {text[:len(text) // 2]: ":", "": ":1: ", "\x7fELF garbage\n": ":1: ",
            text.replace("</drfDevice>", ""): ":", text.replace('version="1"', 'version="9"', 1): ":2: ",
            "<recipe/>\n": ":1: ", text.replace("kind=", "sort=", 1): ":3: "}


def written(file: Path, text: str) -> None:
    file.write_text(text)


def renamed_over(file: Path, text: str) -> None:
    scratch = file.with_name(".drfDevice.xml.swp")
    scratch.write_text(text)
    os.replace(scratch, file)


def behind_a_backup(file: Path, text: str) -> None:
    """The old file becomes NAME~ and a new one takes its name, in two pieces."""
    file.rename(file.with_name(file.name + "~"))
    with open(file, "w", encoding="utf-8") as new:
        new.write(text[:20])
        new.flush()
        new.write(text[20:])


class OwnSettings:
    def __init__(self, lab: Lab, name: str = "root"):
        self.lab = lab
        self.syslog = SyslogServer(lab, f"{name}-syslog")
        self.site = Appliance(lab, name, syslog__socket=self.syslog.socket)
        self.devices, self.schedules = (self.site.root / f"etc/drs/drf{kind}.xml" for kind in ("Device", "Schedule"))
        self.site.files("UCM", "PLATFORM", self.devices, self.schedules, mandatory=True)

    def named(self) -> list[str]:
        return sorted(row["name"] for row in self.rows())

    def rows(self) -> list[dict]:
        return self.site.json("device", "list")

    def beside(self, suffix: str) -> Path:
        return self.devices.with_name(self.devices.name + suffix)

    def damaged(self) -> list[Path]:
        return sorted(self.devices.parent.glob("drfDevice.xml.damaged-*"))

    def complaints(self) -> list[str]:
        return [line.replace("\\;", ";") for line in self.syslog.lines("CiscoDRFInternalProcessFailure")]

    def complains(self, count: int) -> str:
        """The alarm of that number, once a real syslog-ng has it."""
        until(f"alarm {count} in syslog", lambda: len(self.complaints()) >= count)
        return self.complaints()[count - 1]

    def restart(self) -> None:
        self.site.master.stop()
        self.site.start_master()

    def password_device(self, server: PasswordServer, store: Path | None = None, name: str = "safe"):
        return self.site.utils("device", "add", "network", name, store or server.store, server.address, server.user, 3, "--password-fd", "FD",
                               secret=server.password)


def private(file: Path) -> bool:
    return stat.S_IMODE(file.stat().st_mode) == 0o600


def files_with(words: str, *places: Path) -> list[Path]:
    files = [file for place in places for file in place.rglob("*") if file.is_file()]
    return [file for file in files if words.encode() in file.read_bytes()]
