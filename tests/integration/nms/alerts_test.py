#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The alert rules in Prometheus' own evaluation: each fires for what it is about, none for a system that is well."""

import json
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from lab import Lab
from nms import SHIPPED, samples_named
from rsyslog import unpacked

MASTER = 'instance="m",job="drs"'
STEP = 5
MINUTES = 26 * 60
YEAR = 365 * 86400
WELL = {f"up{{{MASTER}}}": "1", f"drsSystemLastGoodBackupAge{{{MASTER}}}": "3600", f"drsSystemRestoresFailed{{{MASTER}}}": "0",
        f'drsSystemLastBackupResult{{{MASTER},drsSystemLastBackupResult="error"}}': "0", f"drsJobStartTime{{{MASTER}}}": "0",
        f'drsSystemState{{{MASTER},drsSystemState="idle"}}': "1", f'drsNodeConnected{{{MASTER},drsNodeConnected="true",drsNodeName="n"}}': "1",
        f'drsNodeCertificateExpires{{{MASTER},drsNodeName="n"}}': f"{YEAR}",
        f'drsDeviceOperState{{{MASTER},drsDeviceOperState="full",drsDeviceName="d"}}': "0", f'drsDeviceFreeBytes{{{MASTER},drsDeviceName="d"}}': "10000",
        f'drsComponentLastBytes{{{MASTER},drsComponentName="c"}}': "1000", f'drsComponentLastBytes{{{MASTER},drsComponentName="c2"}}': "1500",
        f'drsSetListState{{{MASTER},drsSetListState="failed",drsDeviceName="d"}}': "0",
        f'drsScheduleMissedRuns{{{MASTER},drsScheduleName="s"}}': "3", f'drsScheduleAdminState{{{MASTER},drsScheduleAdminState="enabled",drsScheduleName="s"}}': "1",
        f'drsScheduleAdminState{{{MASTER},drsScheduleAdminState="enabled",drsScheduleName="t"}}': "0",
        f"drsAlarmActiveCount{{{MASTER}}}": "0", f"drsNotifyDropped{{{MASTER}}}": "7", f"drsNotifySpoolDepth{{{MASTER}}}": "0",
        f'drsReceiverOperState{{{MASTER},drsReceiverOperState="silent",drsReceiverName="noc"}}': "0"}

# Alert -> the metric that is different, and how.
CASES = {"DrsDoesNotAnswer": ("up", "0"), "DrsNeverBackedUp": ("drsSystemLastGoodBackupAge", "4294967295"),
         "DrsBackupTooOld": ("drsSystemLastGoodBackupAge", "200000"), "DrsBackupFailed": ("drsSystemLastBackupResult", "1"),
         "DrsRestoreFailed": ("drsSystemRestoresFailed", "rising"), "DrsJobHangs": ("drsSystemState", "0"),
         "DrsNodeDisconnected": ("drsNodeConnected", "0"), "DrsCertificateRunsOut": ("drsNodeCertificateExpires", str(MINUTES * 60 + 86400)),
         "DrsDeviceUnusable": ("drsDeviceOperState", "1"), "DrsDeviceAlmostFull": ("drsDeviceFreeBytes", "4999"),
         "DrsSetsNotSeen": ("drsSetListState", "1"),
         "DrsScheduleMissed": ("drsScheduleMissedRuns", "rising"), "DrsNoScheduleEnabled": ("drsScheduleAdminState", "0"),
         "DrsAlarmsActive": ("drsAlarmActiveCount", "2"), "DrsNotificationsLost": ("drsNotifyDropped", "rising"),
         "DrsNotificationsWait": ("drsNotifySpoolDepth", "5"), "DrsReceiverTakesNothing": ("drsReceiverOperState", "1")}


def evaluation(different: str = "", value: str = "", firing: tuple = ()) -> dict:
    """A day and two hours with one metric different: exactly `firing` are firing at their end."""
    series = WELL | {name: value for name in WELL if name.partition("{")[0] == different}
    values = {name: f"0+1x{MINUTES // STEP}" if each == "rising" else f"{each}x{MINUTES // STEP}" for name, each in series.items()}
    seen = [{"labels": f'{{alertname="{alert}"}}', "value": 1} for alert in firing]
    return {"interval": f"{STEP}m", "input_series": [{"series": name, "values": each} for name, each in values.items()],
            "promql_expr_test": [{"expr": 'sum by (alertname) (ALERTS{alertstate="firing"})', "eval_time": f"{MINUTES}m", "exp_samples": seen}]}


class TheAlertRules(unittest.TestCase):
    def setUp(self):
        self.lab = Lab("alerts")
        self.addCleanup(self.lab.__exit__, None, None, None)

    def promtool(self, *arguments) -> None:
        done = subprocess.run([unpacked() / "usr/bin/promtool", *arguments], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def play(self, *evaluations: dict) -> None:
        tests = self.lab.path("alerts_test.json")  # which is YAML too
        tests.write_text(json.dumps({"rule_files": [str(SHIPPED / "prometheus/alerts.yml")], "evaluation_interval": f"{STEP}m", "tests": evaluations}))
        self.promtool("test", "rules", tests)

    def test_are_accepted_with_the_scrape_configuration(self):
        self.promtool("check", "config", SHIPPED / "prometheus/prometheus.yml")

    def test_say_nothing_of_a_system_that_is_well(self):
        self.play(evaluation())

    def test_each_fires_for_what_it_is_about_and_no_other_with_it(self):
        self.play(*(evaluation(metric, value, (alert,)) for alert, (metric, value) in CASES.items()))

    def test_all_are_tried(self):
        rules = (SHIPPED / "prometheus/alerts.yml").read_text()
        self.assertEqual(sorted(line.split()[-1] for line in rules.splitlines() if "- alert: " in line), sorted(CASES))

    def test_ask_for_metrics_that_the_module_gives(self):
        rules = (SHIPPED / "prometheus/alerts.yml").read_text()
        self.assertLessEqual(samples_named(rules), samples_named((SHIPPED / "prometheus/snmp.yml").read_text()))


if __name__ == "__main__":
    unittest.main()
