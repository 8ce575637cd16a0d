#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The files that are made from DRS-MIB are as they are made."""

import subprocess
import unittest
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]


class TheMadeFiles(unittest.TestCase):
    def test_are_what_the_module_makes_of_them(self):
        done = subprocess.run([REPOSITORY / "mib/nms/generate"], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_have_an_entry_of_snmptt_for_each_notification(self):
        module = (REPOSITORY / "mib/DRS-MIB.txt").read_text()
        entries = (REPOSITORY / "mib/nms/snmptt/drs.conf").read_text()
        for line in module.splitlines():
            if line.endswith(" NOTIFICATION-TYPE"):
                self.assertIn(f"\nEVENT {line.split()[0]} .1.3.6.1.4.1.8072.9999.9999.4040.0.", entries)


if __name__ == "__main__":
    unittest.main()
