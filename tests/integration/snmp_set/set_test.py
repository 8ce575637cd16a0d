#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Devices, schedules and jobs by SET, in both modes: what a manager writes, what it gets as error and at which varbind."""

import json
import socket
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
import snmp
from appliance import Appliance
from console import Console
from gate import Gate, held_component
from lab import Lab, until

def wall_clock(year: int, month: int, day: int, hour: int, minute: int) -> list[str]:
    return ["x", bytes([year >> 8, year & 255, month, day, hour, minute, 0, 0]).hex()]


NIGHT = wall_clock(2090, 11, 24, 3, 0)


class BySet:
    """Both modes run these."""

    def console(self) -> Console:
        raise NotImplementedError

    def setUp(self):
        self.lab = Lab("set")
        self.addCleanup(self.lab.__exit__, None, None, None)
        self.site = Appliance(self.lab)
        data = self.lab.folder("data")
        (data / "file").write_text("content\n")
        self.site.files("UCM", "TFTP", data)
        self.gate = Gate(self.lab)
        self.gate.open()
        held_component(self.site, self.gate, feature="HELD")
        self.snmp = self.console()
        self.site.start()
        self.store = self.site.local_device("nightly")
        until("the device by SNMP", lambda: self.snmp.one("drsDeviceName.1") == "nightly")

    def night(self, index: int, *more: tuple, **other) -> list[tuple]:
        values = {"Name": ("s", "night"), "DeviceIndex": ("u", 1), "Features": ("s", "UCM"), "Start": NIGHT, "Frequency": ("i", 2)} | other
        return [(f"drsSchedule{name}.{index}", *value) for name, value in values.items()] + [*more]

    def go(self, index: int) -> tuple:
        return f"drsScheduleRowStatus.{index}", "i", 4

    def device(self, index: int, name: str, **more) -> list[tuple]:
        values = {"Name": ("s", name), "Kind": ("i", "local"), "Path": ("s", self.lab.folder(f"{name}-store"))} | more | {"RowStatus": ("i", "createAndGo")}
        return [(f"drsDevice{column}.{index}", *value) for column, value in values.items()]

    def devices(self) -> dict[str, str]:
        return {row["name"]: row["path"] for row in self.site.json("device", "list")}

    def becomes(self, index: int, *wanted: str) -> None:
        until(f"device {index} {wanted}", lambda: self.snmp.get(f"drsDeviceOperState.{index}", f"drsDeviceRowStatus.{index}") == list(wanted))

    def test_a_device_is_made_changed_and_destroyed(self):
        index = int(self.snmp.one("drsDeviceNextIndex.0"))
        self.assertIsNone(self.snmp.write(*self.device(index, "weekly")))
        self.becomes(index, "ready", "active")
        other = self.lab.folder("other-store")
        self.assertIsNone(self.snmp.write((f"drsDevicePath.{index}", "s", other), (f"drsDeviceKeepSets.{index}", "u", 7)))
        until("the change", lambda: self.snmp.get(f"drsDevicePath.{index}", f"drsDeviceKeepSets.{index}") == [str(other), "7 sets"])
        self.assertEqual(self.devices()["weekly"], str(other))
        self.assertIsNone(self.snmp.write((f"drsDeviceRowStatus.{index}", "i", "destroy")))
        self.assertEqual(list(self.devices()), ["nightly"])
        self.assertIsNone(self.snmp.write(*self.device(index + 1, "weekly")), "its name is free again")

    def test_a_device_that_has_failed_is_mended_or_destroyed(self):
        index = int(self.snmp.one("drsDeviceNextIndex.0"))
        for each in (index, index + 1):
            self.assertIsNone(self.snmp.write(*self.device(each, f"device{each}", Path=("s", "/no/such/place"))))
            self.becomes(each, "failed", "notReady")
            self.assertIn("/no/such/place", self.snmp.one(f"drsDeviceOperText.{each}"))
        self.assertEqual(list(self.devices()), ["nightly"])
        self.assertIsNone(self.snmp.write((f"drsDevicePath.{index}", "s", self.lab.folder("place"))))
        self.becomes(index, "failed", "notReady")
        self.assertIsNone(self.snmp.write((f"drsDeviceRowStatus.{index}", "i", "active"), (f"drsDeviceRowStatus.{index + 1}", "i", "destroy")))
        self.becomes(index, "ready", "active")
        self.assertEqual(sorted(self.devices()), [f"device{index}", "nightly"])

    def test_a_device_in_its_trial_is_gone_after_a_restart(self):
        index = int(self.snmp.one("drsDeviceNextIndex.0"))
        with socket.create_server(("127.0.0.1", 0)) as silent:
            server = {"Kind": ("i", "network"), "Server": ("s", "127.0.0.1"), "Port": ("u", silent.getsockname()[1]), "User": ("s", "drs"), "Password": ("s", "x")}
            self.assertIsNone(self.snmp.write(*self.device(index, "silent", **server)))
            self.becomes(index, "validating", "notReady")
            self.assertEqual(self.site.master.stop(), 0)
        self.site.start_master()
        until("the Master by SNMP", lambda: self.snmp.one("drsDeviceNextIndex.0") == str(index))
        self.assertIn("No Such Instance", self.snmp.one(f"drsDeviceName.{index}"))
        self.assertEqual(list(self.devices()), ["nightly"])

    def test_the_lock_tells_of_changes_by_others(self):
        lock = int(self.snmp.one("drsSystemConfigurationLock.0"))
        self.site.good("device", "add", "local", "weekly", self.lab.folder("weekly"))
        wrong = [("drsDeviceRowStatus.2", "i", "destroy"), ("drsSystemConfigurationLock.0", "i", lock)]
        self.assertEqual(self.snmp.write(*wrong), ("inconsistentValue", 2))
        self.assertEqual(sorted(self.devices()), ["nightly", "weekly"])
        lock = int(self.snmp.one("drsSystemConfigurationLock.0"))
        self.assertIsNone(self.snmp.write(wrong[0], ("drsSystemConfigurationLock.0", "i", lock)))
        self.assertEqual(int(self.snmp.one("drsSystemConfigurationLock.0")), (lock + 1) % 2**31)

    def schedules(self) -> dict[str, dict]:
        return {row["schedule"]["name"]: row["schedule"] for row in self.site.json("schedule", "list")}

    def test_a_schedule_is_made_changed_enabled_and_destroyed(self):
        index = int(self.snmp.one("drsScheduleNextIndex.0"))
        self.assertIsNone(self.snmp.write(*self.night(index), self.go(index)))
        self.assertEqual(self.snmp.get(f"drsScheduleName.{index}", f"drsScheduleRowStatus.{index}", f"drsScheduleAdminState.{index}"), ["night", "active", "disabled"])
        self.assertEqual(self.schedules()["night"]["start"], "2090/11/24-03:00")
        self.assertIsNone(self.snmp.write((f"drsScheduleFrequency.{index}", "i", 3), (f"drsScheduleWeekdays.{index}", "x", "44"), (f"drsScheduleAdminState.{index}", "i", 1)))
        shown = self.schedules()["night"]
        self.assertEqual((shown["frequency"], shown["weekdays"], shown["enabled"]), ("weekly", ["MON", "FRI"], True))
        self.assertNotEqual(self.snmp.one(f"drsScheduleNextRun.{index}"), "")
        self.assertIsNone(self.snmp.write((f"drsScheduleRowStatus.{index}", "i", 6)))
        self.assertEqual(list(self.schedules()), ["default"])

    def test_a_schedule_grows_in_pieces(self):
        index = int(self.snmp.one("drsScheduleNextIndex.0"))
        status = f"drsScheduleRowStatus.{index}"
        self.assertIsNone(self.snmp.write((status, "i", 5)))
        self.assertEqual(self.snmp.one(status), "notReady")
        self.assertEqual(self.snmp.write((status, "i", 1)), ("inconsistentValue", 1))
        for assignment in self.night(index):
            self.assertIsNone(self.snmp.write(assignment))
        self.assertEqual(self.snmp.one(status), "notInService")
        self.assertEqual(list(self.schedules()), ["default"])
        self.assertIsNone(self.snmp.write((status, "i", 1)))
        self.assertEqual(self.snmp.one(status), "active")
        self.assertIn("night", self.schedules())

    def test_all_of_a_request_becomes_true_or_nothing(self):
        index = int(self.snmp.one("drsScheduleNextIndex.0"))
        both = [*self.night(index), self.go(index), *self.night(index + 1), self.go(index + 1)]
        self.assertEqual(self.snmp.write(*both)[0], "wrongValue")
        self.assertEqual(list(self.schedules()), ["default"])
        both = [self.go(index + 1), *self.night(index), *self.night(index + 1, Name=("s", "noon")), self.go(index)]
        self.assertIsNone(self.snmp.write(*both))
        self.assertEqual(sorted(self.schedules()), ["default", "night", "noon"])
        self.assertEqual(self.snmp.write((f"drsScheduleRowStatus.{index}", "i", 6), ("drsScheduleRowStatus.1", "i", 6)), ("inconsistentValue", 2))
        self.assertEqual(sorted(self.schedules()), ["default", "night", "noon"])

    def levels(self) -> dict[str, str]:
        return {row["area"]: row["level"] for row in json.loads(self.site.drs("--json", "trace", "level").out)}

    def test_the_levels_of_the_traces_are_set_in_every_agent_or_not_at_all(self):
        self.assertEqual(self.snmp.get("drsTraceAreaName.7", "drsTraceLevel.7", "drsTraceLevelAtStart.7", "drsTraceDropped.0"), ["sftp", "debug", "debug", "0 lines"])
        self.assertIsNone(self.snmp.write(("drsTraceLevel.7", "i", 2), ("drsTraceLevel.2", "i", 3)))
        self.assertEqual(self.snmp.get("drsTraceLevel.7", "drsTraceLevelAtStart.7"), ["warn", "debug"])
        self.assertEqual((self.levels()["sftp"], self.levels()["local"], self.levels()["jobs"]), ("WARN", "INFO", "DEBUG"))
        trace = self.site.root / "var/log/active/platform/drf/trace/drfLA00000001.log"
        until("the Local Agent to say so", lambda: "the Master has set the trace levels of 2 areas" in trace.read_text())
        index = int(self.snmp.one("drsScheduleNextIndex.0"))
        self.assertEqual(self.snmp.write(("drsTraceLevel.7", "i", 1), ("drsTraceLevel.11", "i", 1)), ("noCreation", 2))
        self.assertEqual(self.snmp.write(("drsTraceLevel.7", "i", 1), *self.night(index, Features=("s", "NOSUCH")), self.go(index)), ("inconsistentValue", 4))
        self.assertEqual(self.snmp.write(("drsTraceLevel.7", "i", 5)), ("wrongValue", 1))
        self.assertEqual(self.snmp.write(("drsTraceLevelAtStart.7", "i", 1)), ("notWritable", 1))
        self.assertEqual(self.levels()["sftp"], "WARN")

    def test_each_wrong_value_has_its_error_and_its_place(self):
        index = int(self.snmp.one("drsScheduleNextIndex.0"))
        wrong = [(self.night(index, self.go(index), Name=("s", "a/b")), ("wrongValue", 1)),
                 (self.night(index, self.go(index), DeviceIndex=("u", 99)), ("inconsistentValue", 2)),
                 (self.night(index, self.go(index), Features=("s", "NOSUCH")), ("inconsistentValue", 3)),
                 (self.night(index, self.go(index), Start=wall_clock(2090, 2, 30, 1, 0)), ("wrongValue", 4)),
                 (self.night(index, self.go(index), Start=("x", "07ea")), ("wrongLength", 4)),
                 (self.night(index, self.go(index), Frequency=("i", 5)), ("wrongValue", 5)),
                 (self.night(index)[:4] + [self.go(index)], ("inconsistentValue", 5)),
                 (self.night(index), ("inconsistentName", 1)),
                 (self.night(index + 500, self.go(index + 500)), ("inconsistentName", 6)),
                 ([("drsScheduleName.1", "s", "other")], ("inconsistentValue", 1)),
                 ([("drsScheduleRowStatus.1", "i", 6)], ("inconsistentValue", 1)),
                 ([("drsScheduleRowStatus.1", "i", 4)], ("inconsistentValue", 1)),
                 ([("drsScheduleRowStatus.1", "i", 3)], ("wrongValue", 1)),
                 ([("drsScheduleRowStatus.1", "i", 2)], ("inconsistentValue", 1)),
                 ([("drsScheduleAdminState.1", "i", 1)], ("inconsistentValue", 1)),
                 ([("drsJobCancel.0", "i", 2)], ("inconsistentValue", 1)),
                 ([("drsJobCancel.0", "i", 2), ("drsJobCancelJobId.0", "u", 7)], ("inconsistentValue", 2))]
        for assignments, outcome in wrong:
            with self.subTest(assignments=assignments):
                self.assertEqual(self.snmp.write(*assignments), outcome)
        self.assertEqual(list(self.schedules()), ["default"])

    def request(self, index: int, feature: str, kind: int = 1, **more) -> list[tuple]:
        values = {"Owner": ("s", "console"), "Kind": ("i", kind), "DeviceIndex": ("u", 1), "Features": ("s", feature)} | more | {"RowStatus": ("i", 4)}
        return [(f"drsJobRequest{name}.{index}", *value) for name, value in values.items()]

    def state(self, index: int) -> list[str]:
        return self.snmp.get(f"drsJobRequestState.{index}", f"drsJobRequestResult.{index}")

    def test_a_backup_is_started_watched_and_restored(self):
        self.assertIsNone(self.snmp.write(*self.request(7001, "UCM")))
        until("the backup's success", lambda: self.state(7001) == ["finished", "success"])
        self.assertEqual(self.snmp.one("drsHistoryTrigger.backup.1"), "snmp")
        made = self.site.sets()[0]
        (self.lab.path("data") / "file").unlink()
        self.assertIsNone(self.snmp.write(*self.request(7002, "", 2, SetId=("s", made), Nodes=("s", "node1"))))
        until("the restore's success", lambda: self.state(7002) == ["finished", "success"])
        self.assertEqual((self.lab.path("data") / "file").read_text(), "content\n")
        self.assertIsNone(self.snmp.write(("drsJobRequestRowStatus.7001", "i", 6)))
        self.assertIn("No Such Instance", self.snmp.one("drsJobRequestState.7001"))

    def test_a_second_job_is_refused_and_the_first_is_cancelled(self):
        self.gate.close()
        self.assertIsNone(self.snmp.write(*self.request(8001, "HELD")))
        until("the job", lambda: self.state(8001)[0] == "running")
        self.assertEqual(self.snmp.write(*self.request(8002, "UCM")), ("inconsistentValue", 5))
        job = int(self.snmp.one("drsJobRequestJobId.8001"))
        self.assertEqual(self.snmp.write(("drsJobCancelJobId.0", "u", job + 1), ("drsJobCancel.0", "i", 2)), ("inconsistentValue", 1))
        self.assertIsNone(self.snmp.write(("drsJobCancelJobId.0", "u", job), ("drsJobCancel.0", "i", 2)))
        until("the end", lambda: self.state(8001) == ["finished", "canceled"])

    def active(self) -> dict[str, str]:
        done = snmp.tool(self.lab, "snmpwalk", self.snmp.port, "-Oqs", "DRS-MIB::drsAlarmActiveName")
        return {line.split()[0].split(".")[1]: line.split()[1].strip('"') for line in done.stdout.splitlines() if line.startswith("drsAlarmActiveName.")}

    def test_the_active_alarms_are_those_of_the_command_line_and_go_when_all_is_well(self):
        self.store.rename(self.store.with_name("away"))
        self.assertNotEqual(self.site.backup("UCM", kind="local").code, 0)
        shown = {str(row["key"]): row["subject"]["name"] for row in json.loads(self.site.drs("--json", "alarm", "list").out)}
        self.assertIn("CiscoDRFBackupFailure", shown.values())
        until("the same alarms by SNMP", lambda: self.active() == shown)
        key = next(key for key, name in shown.items() if name == "CiscoDRFBackupFailure")
        self.assertEqual(self.snmp.get(f"drsAlarmActiveSeverity.{key}", f"drsAlarmActiveDevice.{key}", "drsAlarmActiveCount.0"), ["major", "nightly", f"{len(shown)} alarms"])
        self.store.with_name("away").rename(self.store)
        self.assertEqual(self.site.backup("UCM", kind="local").code, 0)
        until("no active alarm", lambda: not self.active())


class Embedded(BySet, unittest.TestCase):
    def console(self) -> Console:
        return Console(self.lab, self.site.embedded_snmp())


class Agentx(BySet, unittest.TestCase):
    def console(self) -> Console:
        snmpd = snmp.Snmpd(self.lab)
        self.site.configure(snmp__mode="agentx", snmp__agentx_socket=snmpd.agentx_socket, snmp__ping=1)
        return Console(self.lab, snmpd.port)


if __name__ == "__main__":
    unittest.main()
