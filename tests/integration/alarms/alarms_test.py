#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Alarms by real faults: each is read back from a real syslog-ng's file and a real snmptrapd's, and nothing else with it."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from lab import Lab
from table import SCENARIOS, catalogue

ALARMS = {alarm.name: alarm for alarm in catalogue()}


class AnAlarm(unittest.TestCase):
    """With a test for each scenario."""

    def test_has_a_scenario_unless_its_part_is_pending(self):
        self.assertEqual(sorted(SCENARIOS), sorted(alarm.name for alarm in ALARMS.values() if not alarm.pending))


def test_of(scenario):
    def test(self):
        with Lab("alarm") as lab:
            scenario().run(lab, ALARMS[scenario.alarm].stateful)

    test.__doc__ = f"{scenario.fault()}: {scenario.alarm}"
    return test


for name, scenario in SCENARIOS.items():
    setattr(AnAlarm, f"test_{name}", test_of(scenario))

if __name__ == "__main__":
    unittest.main()
