#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Schedules on real agents with the real clock: one run that comes due, one that comes due while the Master is down."""

import datetime
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
import control
from appliance import Appliance
from lab import Lab, until

AHEAD = datetime.timedelta(seconds=15)  # what a slow machine needs to save and enable a schedule


def next_minute() -> datetime.datetime:
    """The first full minute that leaves time enough, in UTC."""
    soon = datetime.datetime.now(datetime.timezone.utc) + AHEAD
    return soon.replace(second=0, microsecond=0) + datetime.timedelta(minutes=1)


def has_come(moment: datetime.datetime) -> bool:
    return datetime.datetime.now(datetime.timezone.utc) > moment


class ASchedule(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.lab = Lab("schedules")
        cls.addClassCleanup(cls.lab.__exit__, None, None, None)
        cls.runs, cls.is_down = cls.site("runs"), cls.site("down")
        cls.due = next_minute()
        for site in (cls.runs, cls.is_down):
            site.good("schedule", "add", "nightly", "nightly", "UCM", f"{cls.due:%Y/%m/%d-%H:%M}", "once", "--zone", "UTC")
            site.good("schedule", "enable", "nightly")
        cls.is_down.master.kill()
        cls.is_down.local.stop()
        until("the due minute", lambda: has_come(cls.due), limit=120)

    @classmethod
    def site(cls, name: str) -> Appliance:
        data = cls.lab.folder(f"{name}-data")
        data.joinpath("file").write_text("data")
        site = Appliance(cls.lab, name)
        site.files("UCM", "TFTP", data)
        site.start()
        cls.lab.folder(f"{name}-store")
        site.good("device", "add", "local", "nightly", cls.lab.path(f"{name}-store"))
        return site

    def ran_once(self, site: Appliance) -> None:
        until("the scheduled run", lambda: len(site.json("history", "backup")) == 1, limit=90)
        job = site.json("history", "backup")[0]["job"]
        self.assertEqual((job["result"], job["trigger"], job["schedule"]), ("SUCCESS", "scheduled", "nightly"), job["reason"])
        self.assertIn(" SUCCESS SCHEDULED ", site.history()[-1])
        row = next(row for row in site.json("schedule", "list") if row["schedule"]["name"] == "nightly")
        self.assertEqual((row["last_result"], row["next_run"], row["missed_runs"]), ("SUCCESS", None, 0))
        self.assertEqual(len(site.json("show_backupfiles", "nightly")), 1)

    def test_runs_when_it_is_due(self):
        self.ran_once(self.runs)

    def test_is_made_up_for_once_when_the_master_was_killed_before(self):
        self.is_down.start()
        self.ran_once(self.is_down)
        self.is_down.stop()
        self.is_down.start()
        self.assertEqual(len(control.status(self.is_down.root)["backups"]), 1)


if __name__ == "__main__":
    unittest.main()
