#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Alarms by real faults: each is read back from a real syslog-ng's file and a real snmptrapd's."""

import socket
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
import control
from appliance import VERSION, Appliance
from gate import Gate, held_component, is_scratch
from lab import Lab, until
from snmp import TrapReceiver
from sshd import SshServer
from syslog_ng import SyslogServer


class AnAlarm(unittest.TestCase):
    def setUp(self):
        self.lab = Lab("alarms")
        self.addCleanup(self.lab.__exit__, None, None, None)
        self.server, self.gate = SshServer(self.lab), Gate(self.lab)
        self.syslog, self.traps = SyslogServer(self.lab), TrapReceiver(self.lab)
        self.site = Appliance(self.lab, syslog__socket=self.syslog.socket, job__device_timeout=3)
        self.site.embedded_snmp(self.traps.port)
        data = self.lab.folder("data")
        (data / "file").write_text("content\n")
        self.site.files("UCM", "TFTP", data)
        self.site.script("BAD", "BACKUP", ["/bin/false"], ["/bin/true"])
        self.site.script("BADRESTORE", "RESTORE", ["/bin/echo", "data"], ["/bin/false"])
        self.site.start()
        self.site.network_device(self.server)

    def arrives(self, *names):
        for name in names:
            until(f"CiscoDRF{name} in syslog", lambda name=name: self.syslog.lines(f"CiscoDRF{name}:"))
            until(f"drs{name} as a notification", lambda name=name: self.traps.lines(f"::drs{name}"))

    def test_tells_of_a_completed_backup_and_restore(self):
        self.assertEqual(self.site.backup("UCM").code, 0)
        self.assertEqual(self.site.restore(self.site.sets()[0], "UCM").code, 0)
        self.arrives("BackupCompleted", "RestoreCompleted")

    def test_tells_of_a_component_whose_programs_fail(self):
        self.assertEqual(self.site.backup("BAD").code, 1)
        self.assertEqual(self.site.backup("BADRESTORE").code, 0)
        self.assertEqual(self.site.restore(self.site.sets()[0], "BADRESTORE").code, 1)
        self.arrives("MABackupComponentFailure", "BackupFailure", "MARestoreComponentFailure", "RestoreFailure", "Failure")

    def test_tells_that_what_failed_is_right_again(self):
        store = self.server.store
        store.rename(store.with_name("away"))
        self.assertEqual(self.site.backup("UCM").code, 1)
        self.arrives("BackupFailure", "Failure")
        store.with_name("away").rename(store)
        self.assertEqual(self.site.backup("UCM").code, 0)
        for name in "BackupFailure", "Failure":
            until(f"the end of {name} in syslog", lambda name=name: [line for line in self.syslog.lines(f"CiscoDRF{name}:") if "state='cleared'" in line])

    def test_tells_of_a_device_that_is_gone(self):
        self.assertEqual(self.site.backup("UCM").code, 0)
        made = self.site.sets()[0]
        self.server.kill()
        self.assertEqual(self.site.backup("UCM").code, 1)
        self.assertNotEqual(self.site.restore(made, "UCM").code, 0)
        self.arrives("SftpFailure", "BackupDeviceError", "BackupFailure", "RestoreDeviceError")

    def test_tells_of_a_second_operation(self):
        held_component(self.site, self.gate, name="HELD")
        self.site.local.stop()
        self.site.start_local()
        self.gate.close()
        first = self.lab.start("first", self.site.argv("drs", "utils", "disaster_recovery", "backup", "network", "UCM", "nightly", "--wait"))
        until("a file on the device", lambda: any(is_scratch(name) for name in self.server.names()))
        self.assertEqual(self.site.backup("UCM").code, 5)
        self.gate.open()
        self.assertEqual(first.wait(), 0, first.output())
        self.arrives("BackupInProgress")

    def test_tells_of_a_feature_that_nobody_registered(self):
        self.assertEqual(self.site.backup("NOSUCH").code, 4)
        self.arrives("NoRegisteredFeature")

    def test_tells_that_nothing_is_registered(self):
        self.site.stop()
        for file in (self.site.root / "etc/drs/components.d").glob("*.xml"):
            file.unlink()
        self.site.start()
        until("an empty registration", lambda: not control.status(self.site.root)["components"])
        self.assertEqual(self.site.backup("UCM").code, 4)
        self.arrives("NoRegisteredComponent")

    def test_tells_of_a_local_agent_that_did_not_start(self):
        self.site.local.stop()
        (self.site.root / "etc/drs/product.xml").write_text("<product/>\n")
        self.assertEqual(self.lab.start("broken", self.site.argv("drs-local")).wait(), 1)
        self.site.product(VERSION)
        self.site.start_local()
        self.arrives("LocalAgentStartFailure")

    def test_tells_of_a_master_that_is_away(self):
        self.site.master.kill_tree()
        until("the Local Agent's own alarm", lambda: self.syslog.lines("CiscoDRFLA2MAFailure:"))
        self.site.start_master()
        self.arrives("LA2MAFailure")

    def test_tells_of_a_client_without_a_certificate(self):
        self.lab.start("stranger", ["/usr/bin/openssl", "s_client", "-connect", f"127.0.0.1:{self.site.settings['master.port']}"])
        self.arrives("UnknownClient")
        self.assertIn("a client at 127.0.0.1 was refused", self.syslog.lines("CiscoDRFUnknownClient:")[0])

    def test_tells_of_a_master_that_did_not_start(self):
        self.site.stop()
        with socket.socket() as taken:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken.bind(("127.0.0.1", self.site.settings["master.port"]))
            taken.listen()
            self.assertEqual(self.lab.start("refused", self.site.argv("drs-master")).wait(), 1)
        self.site.start_master()
        self.arrives("MasterAgentStartFailure")


if __name__ == "__main__":
    unittest.main()
