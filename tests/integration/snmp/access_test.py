#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Who may do what: users of each role at a real Master's embedded agent, and the same views, as docs/snmp.md prints them, at a snmpd before it."""

import re
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))

import snmp  # noqa: E402
from appliance import Appliance  # noqa: E402
from lab import REPOSITORY, Lab, until  # noqa: E402

REQUEST = ["drsJobRequestKind.7", "i", "backup", "drsJobRequestDeviceIndex.7", "u", "1", "drsJobRequestFeatures.7", "s", "UCM", "drsJobRequestRowStatus.7", "i", "createAndGo"]
RENAME = ["drsScheduleStart.1", "x", "082a0c1803000000"]
DENIED = ("noAccess", "authorizationError")


def views_of_the_docs() -> str:
    """The block of snmpd.conf in docs/snmp.md that holds the views."""
    blocks = re.findall(r"^```\n(.*?)^```", (REPOSITORY / "docs/snmp.md").read_text(), re.S | re.M)
    return next(block for block in blocks if "view drsOperate" in block)


class Roles:
    """Both modes run these."""

    def setUp(self):
        self.lab = self.enterContext(Lab("access"))
        self.site = Appliance(self.lab)
        self.lab.folder("data").joinpath("file").write_text("data")
        self.site.files("UCM", "TFTP", self.lab.folder("data"))
        self.port = self.listen()
        self.site.start()
        self.site.local_device("nightly")
        until("the Master by SNMP", lambda: self.get("monitor", "drsDeviceName.1").returncode == 0 and "nightly" in self.get("monitor", "drsDeviceName.1").stdout)

    def ask(self, tool: str, user: str, *words: str) -> subprocess.CompletedProcess:
        return snmp.tool(self.lab, tool, self.port, "-Ir", *(f"DRS-MIB::{word}" if word.startswith("drs") else word for word in words), user=user)

    def get(self, user: str, *words: str) -> subprocess.CompletedProcess:
        return self.ask("snmpget", user, *words)

    def assert_denied(self, done: subprocess.CompletedProcess):
        self.assertNotEqual(done.returncode, 0, done.stdout)
        self.assertTrue(any(word in done.stderr for word in DENIED), done.stderr)

    def test_each_role_may_do_what_it_is_for_and_no_more(self):
        for user in snmp.ROLES:
            self.assertIn("master", self.get(user, "drsSystemHostRole.0").stdout)
        self.assert_denied(self.ask("snmpset", "monitor", *REQUEST))
        self.assert_denied(self.ask("snmpset", "monitor", *RENAME))
        self.assert_denied(self.ask("snmpset", "operator", *RENAME))
        self.assert_denied(self.ask("snmpset", "operator", *REQUEST, *RENAME))
        self.assertIn("No Such Instance", self.get("operator", "drsJobRequestState.7").stdout, "nothing of a request that is refused in part happens")
        done = self.ask("snmpset", "operator", *REQUEST)
        self.assertEqual(done.returncode, 0, done.stderr)
        until("the job", lambda: "finished" in self.get("operator", "drsJobRequestState.7").stdout)
        done = self.ask("snmpset", "administrator", *RENAME)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_nobody_comes_without_encryption(self):
        argv = ["snmpget", "-v3", "-l", "authNoPriv", "-u", "monitor", "-a", "SHA-256", "-A", snmp.password("monitor", "auth"), "-t1", "-r0", f"127.0.0.1:{self.port}",
                "1.3.6.1.4.1.8072.9999.9999.4040.1.1.4.0"]
        done = subprocess.run(argv, capture_output=True, text=True, check=False, env=snmp.environment(self.lab))
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("authorizationError", done.stderr)

    def test_no_user_sees_the_keys_of_another(self):
        done = snmp.tool(self.lab, "snmpwalk", self.port, "1.3.6.1.6.3.15", user="administrator")
        self.assertRegex(done.stdout, "No Such Object|No more variables")


class Embedded(Roles, unittest.TestCase):
    def listen(self) -> int:
        return self.site.embedded_snmp()

    def test_a_community_never_writes(self):
        file = self.site.root / "etc/drs/snmp/drs-master.conf"
        self.site.stop()
        file.write_text(file.read_text() + "rwcommunity private 127.0.0.1\n")
        self.site.start()
        until("the Master by SNMP", lambda: snmp.answers(self.lab, self.port))
        done = snmp.tool(self.lab, "snmpset", self.port, "-Ir", *(f"DRS-MIB::{word}" if word.startswith("drs") else word for word in RENAME), community="private")
        self.assertIn("noAccess", done.stderr)
        self.assertIn("drs-master.conf:2: a community may read, but not write", self.site.trace())

    def test_passwords_are_in_no_file_but_their_own(self):
        self.site.stop()
        for user in snmp.ROLES:
            for kind in ("auth", "priv"):
                found = [path for path in self.site.root.rglob("*") if path.is_file() and snmp.password(user, kind).encode() in path.read_bytes()]
                self.assertEqual([path.name for path in found], [f"{user}.{kind}"])
        state = (self.site.root / "var/lib/drs/snmp/drs-master.conf").read_text()
        self.assertNotIn("usmUser", state)


class Agentx(Roles, unittest.TestCase):
    def listen(self) -> int:
        users = "".join(f'createUser {user} SHA-256 "{snmp.password(user, "auth")}" AES "{snmp.password(user, "priv")}"\n' for user in snmp.ROLES)
        groups = "".join(f"group drs{user.capitalize()} usm {user}\n" for user in snmp.ROLES)
        self.snmpd = snmp.Snmpd(self.lab, more=users + views_of_the_docs() + groups, writer="")
        self.site.configure(snmp__mode="agentx", snmp__agentx_socket=self.snmpd.agentx_socket, snmp__ping=1)
        return self.snmpd.port


if __name__ == "__main__":
    unittest.main()
