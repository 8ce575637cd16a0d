# SPDX-License-Identifier: Apache-2.0
"""Configuration and state that a daemon must refuse to start with, on an appliance that stands still."""

import socket

from appliance import Appliance, Outcome
from case import Case

FAILS = tuple(range(1, 256))


class Still:
    """An appliance whose daemons do not run; a broken file is put back by `mend`."""

    def __init__(self, lab):
        self.lab = lab
        self.site = Appliance(lab, "still")
        self.site.files("UCM", "TFTP", lab.folder("still-data"), mandatory=True)
        self.site.start_master()   # makes keys and database
        self.site.start_local()
        self.site.stop()
        self._held = []
        self._kept = {}

    def starts(self, program: str, *arguments):
        """Runs a daemon that is expected to end at once."""
        def run() -> Outcome:
            process = self.lab.start(f"still-{program}", self.site.argv(program, *arguments))
            try:
                code = process.wait(20)
            except Exception as error:
                process.kill_tree()
                raise AssertionError(f"{program} runs on as if nothing were wrong") from error
            return Outcome(code, "", process.output())
        return run

    def broken(self, name: str, content: str | bytes | None):
        """`content` None: the file is gone."""
        def prepare() -> None:
            file = self.site.root / name
            self._kept = {file: file.read_bytes() if file.exists() else None}
            if content is None:
                file.unlink()
            else:
                file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return prepare

    def mend(self) -> None:
        for file, content in self._kept.items():
            if content is None:
                file.unlink(missing_ok=True)
            else:
                file.write_bytes(content)
        self._kept = {}
        for held in self._held:
            held.close()
        self._held = []

    def taken(self, key: str, kind):
        """Somebody else listens where the daemon is to."""
        def prepare() -> None:
            other = socket.socket(socket.AF_INET, kind)
            other.bind(("127.0.0.1", 0))
            if kind == socket.SOCK_STREAM:
                other.listen()
            self._held.append(other)
            port = other.getsockname()[1]
            lines = (self.site.root / "etc/drs/drs.conf").read_text()
            text = "".join(line for line in lines.splitlines(True) if not line.startswith((key, "snmp.mode")))
            value = f"127.0.0.1:{port}" if key == "snmp.address" else port
            mode = "embedded" if key == "snmp.address" else "off"
            self.broken("etc/drs/drs.conf", text + f"{key} = {value}\nsnmp.mode = {mode}\n")()
        return prepare


def settings(still: Still) -> list[Case]:
    def conf(line: str):
        text = (still.site.root / "etc/drs/drs.conf").read_text()
        return still.broken("etc/drs/drs.conf", text + line + "\n")

    master = still.starts("drs-master", "--check-config")
    rows = [
        ("drs.conf with an unknown key", "snmp.colour = red", "snmp.colour"),
        ("drs.conf with a line that is no setting", "just words", "drs.conf"),
        ("drs.conf with a port that is no number", "master.port = many", "master.port"),
        ("drs.conf with a port beyond 65535", "master.port = 70000", "master.port"),
        ("drs.conf with an unknown SNMP mode", "snmp.mode = loud", "snmp.mode"),
        ("drs.conf with an unknown trace level", "trace.level = CHATTY", "trace.level"),
        ("drs.conf with a compression level of 99", "job.compression-level = 99", "job.compression-level"),
        ("drs.conf with a node name that has an underscore", "node = node_1", ("node", "`_`")),
        ("drs.conf with a syslog facility that is none", "syslog.facility = local99", "local99"),
        ("drs.conf with a negative time", "job.limit = -5", "job.limit"),
    ]
    cases = [Case(name, master, FAILS, words, conf(line), still.mend) for name, line, words in rows]
    return cases + [Case("unknown option of a daemon", still.starts("drs-master", "--loud"), FAILS, "--loud"),
                    Case("root that is not there", lambda: _mistyped_root(still), FAILS, ("mistyped", "--root"))]


def _mistyped_root(still: Still) -> Outcome:
    root = still.lab.path("mistyped")
    said = _run(still, "drs-master", "--root", root)
    assert not root.exists(), f"{root} was made"
    return said


def _run(still: Still, program: str, *arguments) -> Outcome:
    process = still.lab.start(f"still-{program}", [still.site.programs / program, *arguments])
    return Outcome(process.wait(20), "", process.output())


def documents(still: Still) -> list[Case]:
    master, local = still.starts("drs-master", "--check-config"), still.starts("drs-local", "--check-config")
    part = "etc/drs/components.d/UCM-EXTRA.xml"

    def component(body: str, head: str = 'feature="UCM" name="EXTRA"') -> str:
        return f"<component {head}>{body}</component>"

    rows = [
        ("product.xml that is not there", master, "etc/drs/product.xml", None, "product.xml"),
        ("product.xml that is no XML", master, "etc/drs/product.xml", "version 15", "product.xml"),
        ("product.xml without a version", master, "etc/drs/product.xml", '<product name="x"/>', "version"),
        ("drfDevice.xml cut short", master, "etc/drs/drfDevice.xml", '<drfDevice version="1" next_in', "drfDevice.xml"),
        ("drfSchedule.xml of another kind", master, "etc/drs/drfSchedule.xml", "<recipe/>", "drfSchedule.xml"),
        ("component without its end", local, part, '<component feature="UCM" name="EXTRA"><files>', "UCM-EXTRA.xml"),
        ("component with a misspelt attribute", local, part, component("<files><path>/srv</path></files>", 'feature="UCM" nmae="EXTRA"'), "nmae"),
        ("component that is files and script", local, part,
         component('<files><path>/srv</path></files><script><backup program="/bin/true"/><restore program="/bin/true"/></script>'), "UCM-EXTRA.xml"),
        ("component without a path", local, part, component("<files/>"), "path"),
        ("component with a relative path", local, part, component("<files><path>srv</path></files>"), "srv"),
        ("component with a path that climbs", local, part, component("<files><path>/srv/../etc</path></files>"), "/srv/../etc"),
        ("component without a restore program", local, part, component('<script><backup program="/bin/true"/></script>'), "restore"),
        ("component with a document type", local, part, "<!DOCTYPE component [<!ENTITY a 'b'>]>" + component("<files><path>/srv</path></files>"),
         "UCM-EXTRA.xml"),
        ("component registered twice", local, part, component("<files><path>/srv</path></files>", 'feature="UCM" name="TFTP"'), "TFTP"),
    ]
    return [Case(name, command, FAILS, words, still.broken(file, content), still.mend) for name, command, file, content, words in rows]


def starts(still: Still) -> list[Case]:
    master = still.starts("drs-master")
    return [
        Case("Master's port in use", master, FAILS, "master.port", still.taken("master.port", socket.SOCK_STREAM), still.mend),
        Case("SNMP port in use", master, FAILS, "snmp.address", still.taken("snmp.address", socket.SOCK_DGRAM), still.mend),
        Case("key to the sets that is gone", master, FAILS, "age-identity.txt", still.broken("var/lib/drs/keys/age-identity.txt", None), still.mend),
        Case("key to the sets that is no key", master, FAILS, "age-identity.txt",
             still.broken("var/lib/drs/keys/age-identity.txt", "AGE-SECRET-KEY-1QQQ\n"), still.mend),
        Case("signing key that is gone", master, FAILS, "signing", still.broken("var/lib/drs/keys/signing.key", None), still.mend),
        Case("database that is none", master, FAILS, "drs.db", still.broken("var/lib/drs/drs.db", b"no database" * 1000), still.mend),
        Case("node certificate that is none", still.starts("drs-local"), FAILS, "node.crt",
             still.broken("var/lib/drs/keys/node.crt", "no certificate\n"), still.mend),
    ]


def cases(still: Still) -> list[Case]:
    return settings(still) + documents(still) + starts(still)
