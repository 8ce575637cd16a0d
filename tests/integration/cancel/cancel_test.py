#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A backup that is cancelled, at once and after its component: CANCELED, no set, no scratch, and the Master goes on."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from appliance import Appliance
from gate import Gate, held_component, is_scratch
from lab import Lab, until
from sshd import SshServer

CANCELED = 14  # agent/control/refusal.hpp


class ARunningBackup(unittest.TestCase):
    def setUp(self):
        self.lab = Lab("cancel")
        self.addCleanup(self.lab.__exit__, None, None, None)
        self.server, self.gate, self.site = SshServer(self.lab), Gate(self.lab), Appliance(self.lab)
        held_component(self.site, self.gate, name="FIRST", size=1 << 20)
        self.site.files("UCM", "SECOND", self.lab.folder("data"), mandatory=True)
        self.site.start()
        self.site.network_device(self.server)
        self.backup = self.utils("backup", "network", "UCM", "nightly", "--wait")
        until("a file on the device", lambda: any(is_scratch(name) for name in self.server.names()))

    def utils(self, *arguments):
        """A command in the background."""
        return self.lab.start(arguments[0], self.site.argv("drs", "utils", "disaster_recovery", *arguments))

    def ends_canceled(self):
        self.assertEqual(self.backup.wait(), CANCELED, self.backup.output())
        self.assertEqual(self.site.sets(), [])
        self.assertEqual(self.server.names(), [])
        self.assertIn(" CANCELED ", self.site.history()[-1])
        self.gate.open()
        self.assertEqual(self.site.backup("UCM").code, 0)
        self.site.stop()

    def test_is_cancelled_at_once(self):
        said = self.site.good("cancel_backup", "confirm", "--now")
        self.assertIn("Backup cancelled successfully.", said)
        self.ends_canceled()

    def test_is_cancelled_after_the_component_in_progress(self):
        cancel = self.utils("cancel_backup", "confirm")
        until("the Master's word", lambda: "Operations.cancel" in self.site.trace())
        self.assertTrue(self.backup.running())
        self.gate.open()
        self.assertEqual(cancel.wait(), 0, cancel.output())
        self.assertIn("Backup cancelled successfully.", cancel.output())
        self.ends_canceled()


if __name__ == "__main__":
    unittest.main()
