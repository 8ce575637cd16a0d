#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""snmptt 1.5 behind a real snmptrapd, with the shipped entries: a Master's alarms become lines with a severity."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from lab import Lab, until
from nms import Snmptt, Watched

ROOT = ".1.3.6.1.4.1.8072.9999.9999.4040"


class Snmptts:
    """With and without DRS-MIB for snmptrapd, which then writes values otherwise."""

    MODULES = ""

    def setUp(self):
        self.lab = Lab("snmptt")
        self.addCleanup(self.lab.__exit__, None, None, None)
        self.snmptt = Snmptt(self.lab, self.MODULES)
        self.watched = Watched(self.lab, self.snmptt.port)

    def line(self, number: int, severity: str, text: str) -> str:
        """The one line of that notification."""
        wanted = f'{ROOT}.0.{number} {severity} "Disaster Recovery" 127.0.0.1 - {text}'
        until(f"the line `{wanted}`", lambda: self.snmptt.lines(wanted), 120)
        found = self.snmptt.lines(wanted)
        self.assertEqual(len(found), 1)
        return found[0]

    def test_logs_a_failure_as_major_and_its_end_as_normal(self):
        self.watched.back_up_in_vain()
        failure = self.line(2, "Major", "The backup ended with errors. ")
        self.assertRegex(failure, r" \[on node1, job 1, sequence \d+\]$")
        self.watched.back_up()
        self.line(33, "Normal", "The backup completed. ")
        self.assertTrue(self.snmptt.lines("UCM/TFTP is registered on node1 [on node1, sequence 2]"))
        self.line(2, "Normal", "Over: The backup ended with errors. ")
        self.assertFalse(self.snmptt.unknown.exists() and self.snmptt.unknown.read_text())


class Numbers(Snmptts, unittest.TestCase):
    pass


class Names(Snmptts, unittest.TestCase):
    MODULES = "DRS-MIB"


if __name__ == "__main__":
    unittest.main()
