# SPDX-License-Identifier: Apache-2.0
"""The appliance that bad input is thrown at: one device, one good set, and servers of the wrong kinds around it."""

import shutil

import data
from appliance import VERSION, Appliance
from bad_commands import Babbler
from gate import SCRIPTS, Gate, held_component, is_scratch
from lab import until
from sshd import SshServer

OTHER_VERSION = "15.0.1.12900-235"


class World:
    def __init__(self, lab):
        self.lab, self.site, self.gate = lab, Appliance(lab), Gate(lab)
        self.server = SshServer(lab)
        self.stranger = SshServer(lab, "stranger")                    # allows nobody
        self.reader = SshServer(lab, "reader", sftp_options="-R")     # lets nobody write
        self.babbler = Babbler()
        self.source = lab.folder("source")
        data.texts(self.source, 50_000)
        held_component(self.site, self.gate, size=1 << 20)
        self.site.files("UCM", "TFTP", self.source, mandatory=True)
        self._optional = lab.path("optional.data")
        self._optional.write_text("optional data\n")
        self._register_optional()
        self.site.start()
        self.reader.allow(self.site.keys / "ssh_id_ed25519.pub")
        self.gate.open()
        self.site.network_device(self.server, keep=5)
        done = self.site.backup("UCM,OPTIONAL")
        assert done.code == 0, f"the backup that all stands on failed: {done.text}"
        self.set = self.site.sets()[0]
        self.two_fingerprints = (self.server.fingerprint(), "SHA256:")
        self._host_key = self.server.host_key.read_bytes()
        self._running = None

    def stop(self) -> None:
        self.site.stop()

    # What must not change

    def state(self) -> dict:
        until("the appliance", lambda: self.site.utils("device", "list").code == 0)
        shown = {name: self.site.good(*name.split()) for name in ("device list", "history backup", "history restore")}
        return {"devices": shown["device list"], "history": shown["history backup"] + shown["history restore"],
                "configuration": self.files_below(self.site.root / "etc/drs"), "sets": self._sets(),
                "component data": self.files_below(self.source) + self._optional.read_text(),
                "other stores": self.files_below(self.stranger.store) + self.files_below(self.reader.store)}

    def files_below(self, directory) -> str:
        """Of configuration and data; traces, spool and database move with every start, and a mended file is a new one."""
        skipped = ("var", "run") if (directory / "etc").exists() else ()
        return "".join(data.tree_digest(path, times=False) for path in sorted(directory.iterdir()) if path.name not in skipped)

    def _sets(self) -> dict:
        """Names and bytes under final names; scratch is swept by the next run."""
        return {name: (self.server.store / name).read_bytes() for name in self.server.names() if not is_scratch(name)}

    # What cases break, and mend

    def _register_optional(self) -> None:
        self.site.script("OPTIONAL", "PART", [SCRIPTS / "cast", self._optional], [SCRIPTS / "keep", self._optional])

    def reload(self) -> None:
        self.site.local.stop()
        self.site.start_local()

    def own_components(self) -> None:
        self._register_optional()
        self.reload()

    def stop_local(self) -> None:
        self.site.local.stop()

    def start_local(self) -> None:
        self.site.start_local()

    def _restart_as(self, version: str) -> None:
        self.site.stop()
        self.site.product(version)
        self.site.start()

    def other_version(self) -> None:
        self._restart_as(OTHER_VERSION)

    def own_version(self) -> None:
        self._restart_as(VERSION)

    def change_host_key(self) -> None:
        self.server.stop()
        self.server.change_host_key()
        self.server.start()

    def own_host_key(self) -> None:
        self.server.stop()
        self.server.host_key.write_bytes(self._host_key)
        self.server.start()

    def begin_held_backup(self) -> None:
        self.gate.close()
        self._running = self.lab.start("held", self.site.argv("drs", "utils", "disaster_recovery", "backup", "network", "UCM", "nightly", "--wait"))
        until("a file on the device", lambda: any(is_scratch(name) for name in self.server.names()))

    def end_held_backup(self) -> None:
        """Cancelled, so that it leaves no set; its line in the history is not the case's doing."""
        self.site.good("cancel_backup", "confirm", "--now")
        self._running.wait()
        self.gate.open()

    def ten_devices(self) -> None:
        for number in range(2, 11):
            self.site.local_device(f"spare{number}")

    def one_device(self) -> None:
        for number in range(2, 11):
            self.site.good("device", "delete", f"spare{number}")
            shutil.rmtree(self.lab.path(f"spare{number}-store"))
