#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The servers and tools that whole-system tests stand on, each shown to work before a test trusts it."""

import os
import socket
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
import data
import snmp
from lab import Lab, until
from sshd import SshServer, make_key
from syslog_ng import SyslogServer


class TheOutsideWorld(unittest.TestCase):
    def setUp(self):
        self.lab = Lab("outside")
        self.addCleanup(self.lab.__exit__, None, None, None)

    def test_an_sshd_takes_a_key_it_allows_and_comes_back_on_its_port(self):
        server, key = SshServer(self.lab), make_key(self.lab.path("key"))
        server.allow(self.lab.path("key.pub"))
        server.stop()
        server.start()
        said = subprocess.run([*server.client(key), "echo here"], capture_output=True, text=True, check=False)
        self.assertEqual((said.stdout, said.returncode), ("here\n", 0), said.stderr)

    def test_an_sshd_that_is_killed_takes_its_sessions_along(self):
        server, key = SshServer(self.lab), make_key(self.lab.path("key"))
        server.allow(self.lab.path("key.pub"))
        session = self.lab.start("session", [*server.client(key), "echo here; exec tail -f /dev/null"])
        until("a session", lambda: "here" in session.output())
        server.kill()
        self.assertNotEqual(session.wait(), 0)

    def test_an_snmpd_answers_and_offers_agentx(self):
        server = snmp.Snmpd(self.lab)
        self.assertTrue(server.agentx_socket.is_socket())
        self.assertTrue(snmp.answers(self.lab, server.port, "1.3.6.1.2.1.1.3.0"))

    def test_a_trap_receiver_writes_one_line_a_notification(self):
        receiver = snmp.TrapReceiver(self.lab)
        snmp.tool(self.lab, "snmptrap", receiver.port, "", "1.3.6.1.6.3.1.1.5.1", "1.3.6.1.2.1.1.5.0", "s", "here")
        line = until("the trap", lambda: receiver.lines("coldStart"))[0]
        self.assertIn("sysName.0 = STRING: here", line)

    def test_a_syslog_server_writes_what_its_socket_takes(self):
        server = SyslogServer(self.lab)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"<187>Nov 23 02:00:00 drfMA[7]: here", str(server.socket))
        self.assertIn("local7.err drfMA here", until("the line", server.lines)[0])

    def test_generated_data_is_the_same_each_time(self):
        first, second = (data.mixed(self.lab.path(name), 4 << 20) for name in ("first", "second"))
        contents = lambda paths: [file.read_bytes() for path in paths for file in sorted(path.rglob("*")) if file.is_file()]
        self.assertEqual(contents(first), contents(second))
        self.assertAlmostEqual(data.tree_bytes(*first) / (4 << 20), 1, delta=0.1)

    def test_a_digest_of_a_tree_sees_one_changed_byte(self):
        tree = self.lab.folder("tree")
        data.recordings(tree, 1000)
        before = data.tree_digest(tree)
        file = next(tree.iterdir())
        state = file.stat()
        file.write_bytes(bytes([file.read_bytes()[0] ^ 1]) + file.read_bytes()[1:])
        os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
        self.assertNotEqual(data.tree_digest(tree), before)


if __name__ == "__main__":
    unittest.main()
