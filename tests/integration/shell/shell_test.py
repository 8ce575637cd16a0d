#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The appliance shell on a real terminal and from a pipe, against a real appliance."""

import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from appliance import Appliance
from lab import Lab, until
from sshd import SshServer
from terminal import Terminal

PROMPT = "admin:"
UDR = "utils disaster_recovery "


def setUpModule():
    global lab, site, server
    lab = Lab("shell")
    server, site = SshServer(lab), Appliance(lab)
    site.files("UCM", "TFTP", lab.folder("data"), mandatory=True)
    site.files("CUC", "VOICE", lab.folder("data"))
    site.start()
    site.network_device(server)
    site.local_device("my disk")


def tearDownModule():
    site.stop()
    lab.__exit__(None, None, None)


class OnATerminal(unittest.TestCase):
    def setUp(self):
        self.home = lab.folder(self.id().rpartition(".")[2])
        self.open()

    def open(self):
        self.terminal = self.kept(Terminal(site.argv("drs"), {"HOME": str(self.home)}))
        self.terminal.await_text(PROMPT)

    def kept(self, context):
        self.addCleanup(context.__exit__, None, None, None)
        return context

    def said(self, line):
        """Between the line and the next prompt."""
        self.terminal.type(line + "\n")
        self.terminal.await_text("\n")
        return self.terminal.await_text(PROMPT)

    def test_runs_commands_until_exit(self):
        self.assertIn("nightly      NETWORK", self.said(UDR + "device list"))
        self.assertIn("drfCliMsg: `cook` is no command", self.said(UDR + "cook"))
        self.terminal.type("exit\n")
        self.assertEqual(self.terminal.ends(), 0)

    def test_ends_with_control_d_on_an_empty_line(self):
        self.terminal.type("\x04")
        self.assertEqual(self.terminal.ends(), 0)

    def test_completes_words_and_values(self):
        self.terminal.type("ut\tdis\tsta\tb\t")
        self.terminal.await_text("ackup ")
        self.terminal.type("\x03")
        self.terminal.await_text(PROMPT)
        for begun in ("ni", "my", '"my', "'my d"):
            self.assertIn("No backup files are available", self.said(UDR + f"show_backupfiles {begun}\t"), begun)

    def test_completes_files_of_the_tree(self):
        self.terminal.type("file view activelog p\tt\tdrfM\t")
        self.terminal.await_text("A00000001.log ")
        self.assertIn("ControlService", self.said(""))

    def test_shows_what_can_come_next(self):
        self.terminal.type(UDR + "status ?")
        shown = self.terminal.await_text(PROMPT)
        self.assertIn("  backup   Show the running backup, or the last one", shown)
        self.terminal.await_text(UDR + "status ")
        self.terminal.type("backup\n")
        self.terminal.await_text("No backup status available")
        self.terminal.await_text(PROMPT)
        self.terminal.type(UDR + "backup network UCM ?")
        self.assertIn("nightly", self.terminal.await_text(PROMPT))

    def test_types_a_question_mark_in_quotes(self):
        self.assertIn("ControlService", self.said("file search activelog platform/drf/trace/drfMA00000001.log 'ControlServices?'"))

    def test_brings_earlier_lines_back(self):
        self.said(UDR + "device list")
        self.terminal.type("\x1b[A")
        self.terminal.await_text("device list")
        self.assertIn("nightly", self.said(""))

    def test_drops_a_line_with_control_c(self):
        self.terminal.type(UDR + "device delete nightly\x03")
        self.terminal.await_text(PROMPT)
        self.assertIn("nightly", self.said(UDR + "device list"))

    def test_ends_a_command_with_control_c_and_goes_on(self):
        self.terminal.type("file tail activelog platform/drf/trace/drfMA00000001.log recent 1 follow\n")
        self.terminal.await_text("\n20")
        self.terminal.type("\x03")
        self.terminal.await_text(PROMPT)
        self.assertIn("nightly", self.said(UDR + "device list"))

    def test_asks_for_a_password_without_echo(self):
        self.terminal.type(UDR + f"device add network bad {server.store} {server.address} {server.user}\n")
        self.terminal.await_text("Enter password for ")
        self.terminal.await_text(":")
        until("no echo", lambda: not self.terminal.echoes())
        self.terminal.type("s3cret-word\n")
        self.terminal.await_text("refused the login")
        self.terminal.await_text(PROMPT)
        self.terminal.type("\x1b[A")
        self.terminal.await_text("device add network bad")
        self.assertNotIn("s3cret", self.terminal.everything())

    def test_keeps_no_history_without_a_file(self):
        self.said(UDR + "device list")
        self.assertEqual(list(self.home.iterdir()), [])

    def test_keeps_its_history_in_a_file_of_the_operators(self):
        file = self.home / ".drs_history"
        file.touch(mode=0o644)
        self.open()
        self.said(UDR + "device list")
        self.terminal.type("exit\n")
        self.terminal.ends()
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        self.open()
        self.terminal.type("\x1b[A\x1b[A")
        self.terminal.await_text("device list")


class FromAPipe(unittest.TestCase):
    def run_lines(self, *lines, more=()):
        text = "".join(line + "\n" for line in lines)
        return subprocess.run([str(a) for a in site.argv("drs", *more)], input=text, capture_output=True, text=True, check=False, timeout=60)

    def test_ends_with_the_code_of_the_last_line_that_failed(self):
        done = self.run_lines(UDR + "device delete weekly", UDR + "device rename", UDR + "device list")
        self.assertEqual(done.returncode, 2)
        self.assertIn("nightly NETWORK", done.stdout)
        self.assertEqual(len(done.stderr.splitlines()), 2)
        self.assertEqual(self.run_lines(UDR + "device list").returncode, 0)
        self.assertEqual(self.run_lines().returncode, 0)

    def test_shows_no_prompt(self):
        self.assertNotIn(PROMPT, self.run_lines(UDR + "device list").stdout)

    def test_leaves_the_next_line_to_a_command_that_reads(self):
        done = self.run_lines(UDR + f"device add network bad {server.store} {server.address} {server.user} --password-fd 0", "wrong-word", UDR + "device list")
        self.assertIn("refused the login", done.stderr)
        self.assertIn("nightly", done.stdout)
        self.assertNotIn("wrong-word", done.stdout + done.stderr)

    def test_shows_json_in_each_line_when_told(self):
        self.assertTrue(self.run_lines(UDR + "device list", more=["--json"]).stdout.startswith('[{"index"'))

    def test_stops_when_nobody_reads(self):
        argv = " ".join(map(str, site.argv("drs")))
        done = subprocess.run(["bash", "-c", f"yes help | {argv} | head -1; echo ${{PIPESTATUS[1]}}"], capture_output=True, text=True, check=False, timeout=60)
        self.assertEqual(done.stdout.splitlines()[-1], "141")
        self.assertEqual(done.stderr, "")


if __name__ == "__main__":
    unittest.main()
