#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The Master's own settings: damaged while it stands and while it runs, edited by hand, carried by PLATFORM and brought back."""

import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from lab import Lab, until
from password_sshd import PasswordServer
from own_settings import (PASSWORD, SCHEDULES, OwnSettings, behind_a_backup, damages, files_with, private, renamed_over,
                          written)

BAD_DEVICE = 6  # agent/control/refusal.hpp


class ADeviceFile(unittest.TestCase):
    def setUp(self):
        self.lab = Lab("settings")
        self.addCleanup(self.lab.__exit__, None, None, None)
        self.own = OwnSettings(self.lab)
        self.own.site.start_master()
        for name in "one", "two":
            self.own.site.local_device(name)
        self.before = self.own.devices.read_text()

    def test_damaged_while_the_master_stands_is_set_aside_and_the_one_before_is_used(self):
        for number, (damage, line) in enumerate(damages(self.before).items(), 1):
            self.own.site.master.stop()
            self.own.devices.write_text(damage)
            self.own.site.start_master()
            self.assertEqual(self.own.named(), ["one"])
            said = self.own.complains(number)
            self.assertIn(f"{self.own.devices}{line}", said)
            self.assertIn("set aside as drfDevice.xml.damaged-", said)
            self.assertIn(damage, [file.read_text() for file in self.own.damaged()])
            self.assertTrue(all(private(file) for file in self.own.damaged()))
        self.assertEqual(len(self.own.damaged()), 5)

    def test_damaged_twice_over_leaves_a_master_that_can_be_set_up_again(self):
        self.own.site.master.stop()
        for suffix in "", ".previous":
            self.own.beside(suffix).write_text("<drfDevice")
        self.own.site.start_master()
        self.assertEqual(self.own.named(), [])
        self.assertIn("all begins as on a new system", self.own.complains(1))
        self.own.site.local_device("one")
        self.assertEqual(self.own.named(), ["one"])

    def test_damaged_while_the_master_runs_is_refused_with_its_line(self):
        for number, (damage, line) in enumerate(damages(self.before).items(), 1):
            self.own.devices.write_text(damage)
            said = self.own.complains(number)
            self.assertIn(f"{self.own.devices}{line}", said)
            self.assertIn("lies in drfDevice.xml.refused", said)
            self.assertEqual(self.own.devices.read_text(), self.before)
            self.assertEqual(self.own.beside(".refused").read_text(), damage)
            self.assertTrue(private(self.own.beside(".refused")))
        self.assertEqual(self.own.named(), ["one", "two"])

    def test_edited_well_is_picked_up_however_an_editor_saves(self):
        for number, save in enumerate((written, renamed_over, behind_a_backup), 3):
            text = self.before.replace('keep_sets="2"', f'keep_sets="{number}"')
            save(self.own.devices, text)
            until(f"{number} sets to keep", lambda number=number: {row["keep_sets"] for row in self.own.rows()} == {number})
            self.assertEqual(self.own.devices.read_text(), text)
            self.assertTrue(private(self.own.devices))
        self.assertEqual(self.own.complaints(), [])
        until("the edit in the trace", lambda: "drfDevice.xml was edited or restored: added [], changed [one, two], removed []" in self.own.site.trace())
        self.own.restart()
        self.assertEqual({row["keep_sets"] for row in self.own.rows()}, {5})

    def test_removed_is_written_back(self):
        self.own.devices.unlink()
        self.assertIn("is not there; what was in use is in place again", self.own.complains(1))
        self.assertEqual(self.own.devices.read_text(), self.before)

    def test_with_a_clear_password_is_refused_and_tells_nobody(self):
        line = f'<device index="9" name="x" kind="NETWORK" path="/p" server="s" user="u" password="{PASSWORD}"/></drfDevice>'
        self.own.devices.write_text(self.before.replace('next_index="3"', 'next_index="10"').replace("</drfDevice>", line))
        self.assertIn("the password is not sealed; leave the device out here and add it with device add", self.own.complains(1))
        self.assertEqual(files_with(PASSWORD, self.lab.directory), [self.own.beside(".refused")])
        self.assertTrue(private(self.own.beside(".refused")))


class AScheduleFile(unittest.TestCase):
    def setUp(self):
        self.lab = Lab("schedules")
        self.addCleanup(self.lab.__exit__, None, None, None)
        self.own = OwnSettings(self.lab)
        self.own.site.start_master()
        self.own.site.local_device("one")
        self.later = SCHEDULES.replace("03:00", "04:00")
        for text, start in (SCHEDULES, "2090/11/23-03:00"), (self.later, "2090/11/23-04:00"):
            self.own.schedules.write_text(text)
            until(f"a run at {start}", lambda start=start: self.shown("start").get("rare") == start)

    def shown(self, member: str) -> dict[str, str]:
        return {row["schedule"]["name"]: row["schedule"][member] for row in self.own.site.json("schedule", "list")}

    def test_damaged_while_the_master_stands_is_set_aside_and_the_one_before_is_used(self):
        self.own.site.master.stop()
        self.own.schedules.write_text(self.later[:300])
        self.own.site.start_master()
        self.assertIn("drfSchedule.xml:6: tag <schedule is not closed", self.own.complains(1))
        self.assertEqual(self.own.schedules.read_text(), SCHEDULES)
        self.assertEqual(self.shown("enabled"), {"default": True, "rare": False})

    def test_edited_badly_while_the_master_runs_is_refused_with_its_line(self):
        bad = {'frequency="once"': 'frequency="yearly"', 'device="one"': 'device="attic"', 'enabled="true"': 'zone="Mars" enabled="true"'}
        for number, (good, wrong) in enumerate(bad.items(), 1):
            self.own.schedules.write_text(self.later.replace(good, wrong))
            self.assertRegex(self.own.complains(number), "drfSchedule.xml:[36]: .*lies in drfSchedule.xml.refused")
            self.assertEqual(self.own.schedules.read_text(), self.later)
        self.assertEqual(self.shown("enabled"), {"default": True, "rare": False})


class Platform(unittest.TestCase):
    def setUp(self):
        self.lab = Lab("platform")
        self.addCleanup(self.lab.__exit__, None, None, None)
        self.server = PasswordServer(self.lab, "safe", PASSWORD)

    def appliance(self, name: str) -> OwnSettings:
        own = OwnSettings(self.lab, name)
        own.site.start()
        own.site.local_device("one")
        return own

    def backed_up(self) -> OwnSettings:
        own = self.appliance("root")
        own.schedules.write_text(SCHEDULES)
        self.assertEqual(own.password_device(self.server).code, 0)
        own.site.good("backup", "network", "UCM", "safe", "--wait")
        return own

    def test_brings_devices_and_schedules_back_as_they_were(self):
        own = self.backed_up()
        before = own.devices.read_bytes(), own.schedules.read_bytes()
        own.site.local_device("later")
        own.devices.write_text(own.devices.read_text().replace('keep_sets="3"', 'keep_sets="4"'))
        own.schedules.write_text(SCHEDULES.replace('enabled="true"', 'enabled="false"'))
        until("the edit", lambda: 4 in {row["keep_sets"] for row in own.rows()})
        self.assertEqual(own.site.restore(own.site.sets("safe")[0], "UCM", "safe").code, 0)
        self.assertEqual(own.named(), ["one", "safe"])
        self.assertEqual((own.devices.read_bytes(), own.schedules.read_bytes()), before)
        self.assertEqual(own.complaints(), [])
        own.restart()
        self.assertEqual((own.devices.read_bytes(), own.schedules.read_bytes()), before)
        until("a backup by the password that came back, with the node that came back", lambda: own.site.backup("UCM", "safe").code == 0)

    def test_never_holds_a_password_in_clear(self):
        own = self.backed_up()
        self.assertEqual(own.site.restore(own.site.sets("safe")[0], "UCM", "safe").code, 0)
        self.assertEqual(files_with(PASSWORD, self.lab.directory), [])
        stored = next(self.server.store.glob("*_UCM_PLATFORM.tar.zst.age"))
        opened = subprocess.run(f'age -d -i "{own.site.keys}/age-identity.txt" "{stored}" | zstd -d | tar xO', shell=True, check=True,
                                capture_output=True)
        self.assertIn(b'password="drs1:', opened.stdout)
        self.assertNotIn(PASSWORD.encode(), opened.stdout)

    def test_with_a_password_of_another_appliance_is_used_but_for_that_device(self):
        first, second = self.backed_up(), self.appliance("other")
        second.devices.write_bytes(first.devices.read_bytes())
        until("the devices of the first", lambda: second.named() == ["one", "safe"])
        refused = second.site.backup("UCM", "safe")
        self.assertEqual(refused.code, BAD_DEVICE)
        self.assertIn("device safe: its password was sealed by another appliance; set it again with device add under the same name", refused.text)
        self.assertEqual(second.complaints(), [])
        own_store = self.server.store / "other"  # two appliances in one directory may begin a set in the same second
        own_store.mkdir()
        self.assertEqual(second.password_device(self.server, own_store).code, 0)
        second.site.good("backup", "network", "UCM", "safe", "--wait")


if __name__ == "__main__":
    unittest.main()
