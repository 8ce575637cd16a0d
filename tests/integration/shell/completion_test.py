#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""bash's completion of drs by bash itself, and the man page by groff."""

import os
import shlex
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from appliance import Appliance
from lab import REPOSITORY, Lab, programs
from terminal import Terminal

SCRIPT = REPOSITORY / "rpm/drs.bash"


def setUpModule():
    global lab, site
    lab = Lab("completion")
    site = Appliance(lab)
    site.files("UCM", "TFTP", lab.folder("data"), mandatory=True)
    site.files("CUC", "VOICE", lab.folder("data"))
    site.start()
    site.local_device()
    site.local_device("my disk")


def tearDownModule():
    site.stop()
    lab.__exit__(None, None, None)


def environment() -> dict:
    return {**os.environ, "DRS_ROOT": str(site.root), "PATH": f"{programs()}:{os.environ['PATH']}"}


def completed(*words) -> list[str]:
    """What bash would offer in the place of the last word."""
    line = " ".join(map(shlex.quote, words))
    script = f"source {SCRIPT}; COMP_WORDS=(drs {line}); COMP_CWORD={len(words)}; _drs; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    shown = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, env=environment())
    assert shown.stderr == "", shown.stderr
    return [word for word in shown.stdout.splitlines() if word]


class BashCompletion(unittest.TestCase):
    def test_offers_the_words_of_the_table(self):
        self.assertEqual(completed(""), ["utils", "alarm", "node", "trace", "file", "support-bundle", "help"])
        self.assertEqual(completed("utils", "d"), ["disaster_recovery"])
        self.assertEqual(completed("utils", "disaster_recovery", "device", ""), ["add", "list", "delete"])
        self.assertEqual(completed("utils", "disaster_recovery", "cook", ""), [])

    def test_offers_what_the_appliance_has(self):
        self.assertEqual(completed("utils", "disaster_recovery", "backup", "local", "CUC,"), ["CUC,UCM"])
        self.assertEqual(completed("utils", "disaster_recovery", "backup", "local", "UCM", ""), ["my\\ disk", "nightly"])
        self.assertEqual(completed("utils", "disaster_recovery", "show_registration", ""), ["node1"])
        self.assertEqual(completed("file", "view", "activelog", "platform/drf/trace/drfM"), ["platform/drf/trace/drfMA00000001.log"])

    def test_looks_at_the_root_of_the_line(self):
        empty = lab.folder("empty")
        self.assertEqual(completed("--root", str(empty), "utils", "disaster_recovery", "show_backupfiles", "n"), ["network"])

    def test_is_what_tab_types(self):
        with Terminal(["/usr/bin/bash", "--norc", "--noprofile", "-i"], environment() | {"PS1": "$ "}) as terminal:
            terminal.await_text("$ ")
            terminal.type(f"source {SCRIPT}\n")
            terminal.await_text("drs.bash")
            terminal.await_text("$ ")
            terminal.type("drs ut\tdis\tshow_r\tno\t")
            terminal.await_text("node1 ")
            terminal.type("\n")
            terminal.await_text("TFTP")


class TheManPage(unittest.TestCase):
    def test_is_set_without_a_warning(self):
        page = programs().parent / "man/drs.1"
        done = subprocess.run(["groff", "-man", "-Tutf8", "-P-cbou", "-ww", page], capture_output=True, text=True, check=True)
        self.assertEqual(done.stderr, "")
        self.assertIn("show_registration", done.stdout)


if __name__ == "__main__":
    unittest.main()
