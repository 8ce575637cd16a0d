#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""check_drs and Debian's check_snmp, as the shipped commands.cfg calls them, in each of their four states."""

import json
import re
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from lab import Lab, free_port, until
from nms import CHECK_DRS, Watched, nagios_command, run_plugin

OK, WARNING, CRITICAL, UNKNOWN = range(4)
PERFDATA = re.compile(r"(?:'[^']+'|[^\s=']+)=(?:U|-?[\d.]+)[a-zA-Z%]*(?:;[^;\s]*){0,4}")


class ThePlugins(unittest.TestCase):
    def setUp(self):
        self.lab = Lab("plugins")
        self.addCleanup(self.lab.__exit__, None, None, None)
        self.watched = Watched(self.lab)

    def drs(self, *arguments, port: int | None = None) -> tuple[int, str]:
        code, said = run_plugin(self.lab, CHECK_DRS, "-H", "127.0.0.1", "-p", port or self.watched.port, *arguments)
        if code != UNKNOWN:
            for each in said.partition("\n")[0].partition(" | ")[2].split():
                self.assertRegex(each, PERFDATA)
        return code, said

    def command(self, name: str, *arguments: str, more=()) -> tuple[int, str]:
        return run_plugin(self.lab, *nagios_command(name, *arguments, port=self.watched.port), *more)

    def seen(self, expected: tuple, ask) -> str:
        """What it says once it has come to `expected`, (code, words that it says)."""
        code, *words = expected
        state = []

        def is_so() -> bool:
            state[:] = ask()
            return state[0] == code and all(word in state[1] for word in words)

        try:
            until(f"{expected}", is_so)
        except AssertionError as error:
            raise AssertionError(f"{error}; the last was {state}") from None
        return state[1]

    def test_tell_that_nothing_was_ever_backed_up(self):
        self.seen((CRITICAL, "DRS CRITICAL - no good backup yet; last backup none; 0 active alarms; 1 of 1 nodes connected; 1 of 1 devices usable",
                   "last_good_backup_age=U;93600;180000;0"), self.drs)
        self.seen((CRITICAL, "4294967295"), lambda: self.command("check_drs_age", "public", "93600", "180000"))
        self.seen((OK,), lambda: self.command("check_drs_result", "public"))

    def test_tell_that_all_is_well(self):
        self.watched.back_up()
        self.seen((OK, "DRS OK - last good backup ", "last backup success; 0 active alarms; 1 of 1 nodes connected", "nodes_disconnected=0;0;1;0"), self.drs)
        self.seen((OK, "SNMP OK - Last good backup "), lambda: self.command("check_drs_age", "public", "93600", "180000"))
        self.seen((OK, "SNMP OK - Last backup 3"), lambda: self.command("check_drs_result", "public"))
        self.seen((OK, "Active alarms 0"), lambda: self.command("check_drs_alarms", "public"))

    def test_tell_of_a_failed_backup_its_device_and_its_alarms(self):
        self.watched.back_up()
        self.watched.back_up_in_vain()
        said = self.seen((CRITICAL, "last backup error", "device nightly ", "active alarms; last good backup "), self.drs)
        self.assertRegex(said, r"\ndevice nightly: .+")
        self.assertRegex(said, r"\nCiscoDRFBackupFailure on node1: .+")
        self.seen((CRITICAL, "SNMP CRITICAL - Last backup *5*"), lambda: self.command("check_drs_result", "public"))
        self.seen((WARNING, "SNMP WARNING - Active alarms "), lambda: self.command("check_drs_alarms", "public"))
        milder = ("--on-error", "warning", "--on-device", "ok", "--ignore", "alarms", "--ignore", "nodes")
        self.assertEqual(self.seen((WARNING, "DRS WARNING - last backup error; "), lambda: self.drs(*milder)).count("active"), 0)

    def test_need_not_count_what_an_operator_has_acknowledged(self):
        self.watched.back_up_in_vain()
        alone = ("--unacknowledged", "--ignore", "age", "--ignore", "result", "--ignore", "devices")
        self.seen((WARNING, " unacknowledged alarms; "), lambda: self.drs(*alone))
        for alarm in json.loads(self.watched.site.drs("--json", "alarm", "list").out):
            self.watched.site.drs("alarm", "ack", alarm["key"])
        self.seen((OK, "DRS OK - 0 unacknowledged alarms; ", "unacknowledged_alarms=0;0;10;0"), lambda: self.drs(*alone))

    def test_tell_of_a_node_that_is_away(self):
        self.watched.back_up()
        self.watched.site.local.stop()
        self.seen((WARNING, "0 of 1 nodes connected, not node1", "nodes_disconnected=1;0;1;0"), self.drs)
        self.seen((CRITICAL, "0 of 1 nodes connected, not node1"), lambda: self.drs("--critical-nodes", 0))

    def test_tell_of_an_age_above_its_thresholds(self):
        self.watched.back_up()
        until("a second", lambda: int(self.watched.get("drsSystemLastGoodBackupAge.0")[0]) >= 1)
        self.seen((WARNING, "DRS WARNING - last good backup "), lambda: self.drs("-w", 0))
        self.seen((CRITICAL, "DRS CRITICAL - last good backup "), lambda: self.drs("-w", 0, "-c", "0s"))
        self.seen((WARNING, "SNMP WARNING"), lambda: self.command("check_drs_age", "public", "0", "180000"))

    def test_know_nothing_when_nobody_answers_or_nobody_may_be_asked(self):
        nowhere = free_port()
        self.assertEqual(self.drs("-t", 1, port=nowhere), (UNKNOWN, f"DRS UNKNOWN - 127.0.0.1:{nowhere} does not answer SNMP: Timeout: No Response from 127.0.0.1:{nowhere}."))
        self.assertEqual(self.drs("-t", 1, "-C", "wrong")[0], UNKNOWN)
        self.assertEqual(self.command("check_drs_result", "wrong", more=["-t", "1", "-e", "1"])[0], UNKNOWN)
        code, said = self.drs("-P", "3", "-A", "a wrong secret", "-X", "a wrong secret")
        self.assertEqual((code, said[:14]), (UNKNOWN, "DRS UNKNOWN - "))

    def test_know_nothing_when_they_are_called_wrongly(self):
        self.assertEqual(run_plugin(self.lab, CHECK_DRS), (UNKNOWN, "DRS UNKNOWN - the following arguments are required: -H/--hostname; see check_drs --help"))
        self.assertEqual(self.drs("-w", "soon")[1], "DRS UNKNOWN - argument -w/--warning: `soon` is no duration: a number, with s, m, h or d behind it; see check_drs --help")
        self.assertEqual(run_plugin(self.lab, CHECK_DRS, "--help")[0], OK)

    def test_take_secrets_from_files_and_show_them_to_nobody(self):
        self.watched.back_up()
        files = {"auth": self.watched.AUTH, "priv": self.watched.PRIV}
        for name, secret in files.items():
            self.lab.path(name).write_text(f"{secret}\n")
        argv = [word.replace("/etc/nagios/drs-", f"{self.lab.directory}/") for word in nagios_command("check_drs", "26h", "50h", port=self.watched.port)]
        self.seen((OK, "DRS OK - "), lambda: run_plugin(self.lab, *argv))


if __name__ == "__main__":
    unittest.main()
