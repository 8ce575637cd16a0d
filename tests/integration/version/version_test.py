#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A set comes back only where product, version, flavour, deployment and host name are the set's; two of them an operator may let differ."""

import shutil
import socket
import ssl
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from appliance import VERSION, Appliance
from lab import REPOSITORY, Lab, until

BAD_VALUE, MISMATCH = 3, 9  # agent/control/refusal.hpp
IDENTITY = {"name": "Lab appliance", "version": VERSION, "flavour": "restricted", "deployment": "single-node"}
SEEDS = REPOSITORY / "tests/fuzz/seeds/wire_message"
BOTH = ("--allow-host-name", "--allow-flavour")


class AWorld(unittest.TestCase):
    def setUp(self):
        self.lab = Lab("version")
        self.addCleanup(self.lab.__exit__, None, None, None)
        self.data = self.lab.folder("data")
        self.file = self.data / "phone.cnf"
        self.store = self.lab.folder("nightly-store")

    def appliance(self, name: str = "root", node: str = "node1", **identity) -> Appliance:
        site = Appliance(self.lab, name, node)
        site.files("UCM", "TFTP", self.data, mandatory=True)
        site.product(**(IDENTITY | identity))
        return site

    def backed_up(self, site: Appliance) -> str:
        """A set of the file's first contents, which then change."""
        self.file.write_text("as backed up\n")
        site.local_device()
        done = site.backup("UCM", kind="local")
        self.assertEqual(done.code, 0, done.text)
        self.file.write_text("newer\n")
        return site.sets()[0]

    def restore(self, site: Appliance, *more):
        return site.restore(self.set, "UCM", "nightly", "local", *more)

    def refused(self, site: Appliance, words: tuple, *more) -> None:
        shown = self.restore(site, *more)
        self.assertEqual(shown.code, MISMATCH, shown.text)
        self.assertEqual(len(shown.text.splitlines()), 1, shown.text)
        for word in (self.set, *words):
            self.assertIn(word, shown.text)
        self.assertEqual(self.file.read_text(), "newer\n")

    def comes_back(self, site: Appliance, although: str, *more) -> None:
        """With who allowed it in status, history and trace."""
        shown = self.restore(site, *more)
        self.assertEqual(shown.code, 0, shown.text)
        self.assertEqual(self.file.read_text(), "as backed up\n")
        job = site.json("history", "restore")[-1]["job"]
        self.assertEqual(job["result"], "SUCCESS")
        self.assertRegex(job["reason"], r"^allowed by .+ \(uid \d+\) although ")
        self.assertTrue(job["reason"].endswith(although), job["reason"])
        self.assertIn(f"Status: SUCCESS :{job['reason']}", site.good("status", "restore"))

        def warned():
            return [line for line in site.trace().splitlines() if " WARN " in line and job["reason"] in line]
        until("the warning in the trace", warned)
        self.assertEqual(len(warned()), 1, warned())


class ASet(AWorld):
    def setUp(self):
        super().setUp()
        self.site = self.appliance().start()
        self.set = self.backed_up(self.site)

    def becomes(self, **identity) -> None:
        self.site.stop()
        self.site.product(**(IDENTITY | identity))
        self.site.start()

    def test_is_refused_where_another_product_runs(self):
        self.becomes(name="Other appliance")
        self.refused(self.site, ("node1", "product was `Lab appliance` and is now `Other appliance`"), *BOTH)

    def test_is_refused_where_another_version_runs_whatever_is_allowed(self):
        self.becomes(version="15.0.1.12900-235")
        self.refused(self.site, ("node1", f"product version was `{VERSION}` and is now `15.0.1.12900-235`", "install that one"), *BOTH)

    def test_is_refused_where_the_deployment_is_another_whatever_is_allowed(self):
        self.becomes(deployment="cluster")
        self.refused(self.site, ("node1", "deployment type was `single-node` and is now `cluster`"), *BOTH)

    def test_comes_to_another_flavour_only_when_that_is_allowed(self):
        self.becomes(flavour="unrestricted")
        self.refused(self.site, ("node1", "build flavour was `restricted` and is now `unrestricted`", "--allow-flavour"), "--allow-host-name")
        self.comes_back(self.site, "the build flavour of node node1 differs (set: `restricted`, now: `unrestricted`)", "--allow-flavour")

    def test_tells_what_its_node_ran(self):
        catalogue = next(self.store.glob("*_drfComponent.xml")).read_text()
        self.assertIn(f'<node name="node1" address="127.0.0.1" product="Lab appliance" version="{VERSION}" flavour="restricted" '
                      'deployment="single-node"', catalogue)

    def test_is_good_though_the_master_runs_another_version_than_the_node(self):
        self.site.product(**(IDENTITY | {"version": "15.0.1.12900-300"}))
        self.site.master.stop()
        self.site.start_master()
        until("the node", self.site.registered)
        self.assertEqual(self.site.backup("UCM", kind="local").code, 0)
        until("the warning in the trace", lambda: f"node node1 runs product version {VERSION}, the Master 15.0.1.12900-300" in self.site.trace())
        self.assertEqual(self.restore(self.site).code, 0)


class ARenamedMachine(AWorld):
    """The keys that open and prove the sets come from a copy; certificates are made anew for the new name."""

    def setUp(self):
        super().setUp()
        old = self.appliance(node="old1").start()
        self.set = self.backed_up(old)
        old.stop()
        self.site = self.appliance("renamed", "new1")
        self.site.keys.mkdir(parents=True)
        for pattern in ("age-identity.txt", "signing.*", "ssh_id_ed25519*"):
            for key in old.keys.glob(pattern):
                shutil.copy2(key, self.site.keys)
        self.site.start()
        self.site.local_device()

    def test_is_told_which_host_made_the_set(self):
        self.refused(self.site, ("made by host old1, this one is new1", "--allow-host-name"), "--allow-flavour")

    def test_gets_what_the_old_one_had_when_that_is_allowed(self):
        self.comes_back(self.site, "the host name differs (set: `old1`, now: `new1`)", "--allow-host-name")

    def test_is_named_as_the_node_to_restore(self):
        shown = self.site.utils("restore", "local", "old1", f"{self.set}.tar", "nightly", "--allow-host-name")
        self.assertEqual(shown.code, BAD_VALUE)
        self.assertIn("node old1 is not here any more; name new1", shown.text)


class ACommandThatTellsTheProduct(AWorld):
    def setUp(self):
        super().setUp()
        self.command = self.lab.path("show-version")
        self.prints(IDENTITY)
        self.site = self.appliance()
        self.site.product_file({"command": self.command, "timeout": 2})

    def runs(self, line: str) -> None:
        self.command.write_text(f"#!/bin/sh\n{line}\n")
        self.command.chmod(0o755)

    def prints(self, identity: dict) -> None:
        self.runs("cat <<END\n" + "".join(f"{key}={value}\n" for key, value in identity.items()) + "END")

    def test_tells_what_a_set_is_compared_with(self):
        self.site.start()
        self.set = self.backed_up(self.site)
        self.site.stop()
        self.prints(IDENTITY | {"flavour": "unrestricted"})
        self.site.start()
        self.refused(self.site, ("build flavour was `restricted` and is now `unrestricted`",))

    def test_keeps_both_agents_from_starting_when_it_does_not(self):
        failures = {"echo no licence >&2; exit 3": f"{self.command} exited with code 3: no licence",
                    "exec sleep 600": f"{self.command} ran longer than its 2 s and was killed",
                    "head -c 20000 /dev/zero | tr '\\0' '\\n'": "printed more than 16384 bytes",
                    "echo name=a; echo version=1": f"{self.command}: its output has no line for flavour, deployment"}
        for line, sentence in failures.items():
            self.runs(line)
            for program in ("drs-master", "drs-local"):
                with self.subTest(line=line, program=program):
                    checked = self.site.check_config(program)
                    self.assertEqual(checked.code, 1)
                    self.assertIn(sentence, checked.text)
                    self.assertEqual(len(checked.text.splitlines()), 1, checked.text)


class ANodeOfAnotherProtocol(AWorld):
    def test_is_refused_with_a_sentence(self):
        site = self.appliance().start()
        site.local.stop()
        until("the node's end", lambda: "node node1 is gone" in site.trace())
        hello = (SEEDS / "hello_of_protocol_1").read_bytes()
        with self.connected(site) as stream:
            stream.sendall(hello)
            header = stream.recv(5)
            answer = stream.recv(4096).decode()
        self.assertEqual(header[4], 3)
        self.assertIn("it speaks protocol 1, this Master 2; install the same release on both", answer)

    def connected(self, site: Appliance) -> ssl.SSLSocket:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.load_verify_locations(site.keys / "ca.crt")
        context.load_cert_chain(site.keys / "node.crt", site.keys / "node.key")
        return context.wrap_socket(socket.create_connection(("127.0.0.1", site.settings["master.port"]), 10))


if __name__ == "__main__":
    unittest.main()
