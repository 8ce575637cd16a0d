#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Debian's prometheus-snmp-exporter with the shipped snmp.yml, before a real Master."""

import datetime
import re
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from lab import Lab, until
from nms import Exporter, Watched, samples

NODE = (("drsNodeIndex", "1"), ("drsNodeName", "node1"))
DEVICE = (("drsDeviceIndex", "1"), ("drsDeviceName", "nightly"))


def instant(shown: str) -> int:
    """Seconds since 1970 of a DateAndTime as snmpget shows it: 2026-11-23,2:20:30.0,+0:0"""
    *numbers, sign, hours, minutes = re.fullmatch(r"(\d+)-(\d+)-(\d+),(\d+):(\d+):(\d+)\.\d,([+-])(\d+):(\d+)", shown).groups()
    ahead = datetime.timedelta(hours=int(hours), minutes=int(minutes)) * (1 if sign == "+" else -1)
    return int(datetime.datetime(*map(int, numbers), tzinfo=datetime.timezone(ahead)).timestamp())


class AnExporter(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.lab = Lab("exporter")
        cls.addClassCleanup(cls.lab.__exit__, None, None, None)
        cls.watched = Watched(cls.lab)
        cls.watched.back_up()
        until("the success by SNMP", lambda: cls.watched.get("drsSystemBackupsSucceeded.0") == ["1"])
        cls.exporter = Exporter(cls.lab)
        cls.seen = samples(cls.exporter.scrape(cls.watched.port))

    def test_shows_each_number_that_snmpget_shows(self):
        numbers = {name: each[()] for name, each in self.seen.items() if name.startswith("drs") and set(each) == {()} and not name.endswith(("Time", "Since", "Estimate"))}
        told = self.watched.get(*(f"{name}.0" for name in numbers))
        expected = dict(zip(numbers, map(float, told)))
        self.assertGreaterEqual(numbers.pop("drsSystemLastGoodBackupAge"), 0)
        self.assertLessEqual(abs(expected.pop("drsSystemLastGoodBackupAge")), 120)
        self.assertEqual(numbers, expected)
        self.assertGreaterEqual(len(numbers), 15)

    def test_shows_times_as_seconds_since_1970(self):
        for name in ("drsSystemUpSince", "drsSystemLastGoodBackupTime", "drsJobStartTime"):
            self.assertEqual(int(self.seen[name][()]), instant(self.watched.get(f"{name}.0")[0]))

    def test_leaves_out_a_time_that_is_not(self):
        self.assertNotIn("drsSystemNextRunTime", self.seen)

    def test_shows_a_state_as_one_series_for_each_of_its_words(self):
        states = {dict(labels)["drsSystemState"]: value for labels, value in self.seen["drsSystemState"].items()}
        self.assertEqual(states, {"idle": 1, "backup": 0, "restore": 0, "verify": 0, "drill": 0})

    def test_labels_the_rows_with_their_names(self):
        self.assertEqual(self.seen["drsNodeComponents"], {NODE: 1})
        self.assertEqual(self.seen["drsDeviceKeepSets"], {DEVICE: 2})
        connected = {dict(labels)["drsNodeConnected"]: value for labels, value in self.seen["drsNodeConnected"].items() if set(NODE) <= set(labels)}
        self.assertEqual(connected, {"true": 1, "false": 0})
        stored = [value for labels, value in self.seen["drsComponentLastBytes"].items() if ("drsComponentName", "TFTP") in labels]
        self.assertEqual([f"{each:.0f}" for each in stored], self.watched.get("drsComponentLastBytes.1.1.1"))

    def test_gets_the_same_over_snmp_v3_with_privacy(self):
        secret = samples(self.exporter.scrape(self.watched.port, "drs_v3"))
        own = {"drsSystemLastGoodBackupAge"}
        self.assertEqual({name: secret[name] for name in secret if name.startswith("drs") and name not in own},
                         {name: self.seen[name] for name in self.seen if name.startswith("drs") and name not in own})


if __name__ == "__main__":
    unittest.main()
