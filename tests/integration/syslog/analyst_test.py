#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The shipped syslog-ng and rsyslog configurations with the real daemons: forwarding, and a job as one context."""

import json
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from alarm_source import record, send
from certificates import Authority
from lab import Lab, until
from receivers import Collector, forwarder, local_receiver

COUNT = 200


class ALab(unittest.TestCase):
    def setUp(self):
        self.lab = Lab("analyst")
        self.addCleanup(self.lab.__exit__, None, None, None)


class AForwarder(ALab):
    def alarms_get_through(self, sender: str, receiver: str) -> None:
        """The collector is away when they come, and a syslog-ng that forwards is restarted before it is back; rsyslog would lose what it is just sending."""
        collector = Collector(self.lab, receiver, "col", Authority(self.lab))
        front = forwarder(self.lab, sender, "fwd", collector)
        front.start()
        alarms = [record("CiscoDRFSftpFailure", "raised", reason=f"try {at}; [x] = \\".encode(), device=b"it's") for at in range(COUNT)]
        send(front.socket, self.lab.folder("spool"), alarms)
        until("all in the forwarder's own file", lambda: front.count() == COUNT)
        if sender == "syslog-ng":
            front.stop()
            front.start()
        collector.start()
        until("all at the collector", lambda: collector.count() >= COUNT, 60)
        self.assertEqual([pairs["seq"] for pairs in collector.pairs()], [str(at) for at in range(1, COUNT + 1)])
        self.assertEqual(collector.pairs(), front.pairs())

    def test_of_syslog_ng_keeps_what_a_syslog_ng_cannot_take_yet(self):
        self.alarms_get_through("syslog-ng", "syslog-ng")

    def test_of_syslog_ng_keeps_what_an_rsyslog_cannot_take_yet(self):
        self.alarms_get_through("syslog-ng", "rsyslog")

    def test_of_rsyslog_keeps_what_an_rsyslog_cannot_take_yet(self):
        self.alarms_get_through("rsyslog", "rsyslog")

    def test_of_rsyslog_keeps_what_a_syslog_ng_cannot_take_yet(self):
        self.alarms_get_through("rsyslog", "syslog-ng")


class AJob(ALab):
    def contexts(self, *alarms: dict) -> list[dict]:
        """The summaries that syslog-ng makes of them."""
        receiver = local_receiver(self.lab, "syslog-ng", "sng")
        receiver.start()
        send(receiver.socket, self.lab.folder("spool"), list(alarms))
        until("all in the file", lambda: receiver.count() == len(alarms))
        receiver.stop()
        return [found for found in receiver.objects() if "drs_job" in found]

    def test_that_failed_is_summed_up_after_its_last_alarm(self):
        found, = self.contexts(record("CiscoDRFSftpFailure", "raised", reason=b"no [answer]", device=b"nightly", job=5),
                               record("CiscoDRFComponentRegistered", reason=b"has no job"),
                               record("CiscoDRFMABackupComponentFailure", reason=b"TFTP", job=5),
                               record("CiscoDRFBackupFailure", "raised", reason=b"gave; up", device=b"nightly", job=5),
                               record("CiscoDRFFailure", "raised", device=b"nightly", job=5))
        self.assertEqual(found["program"], "drs-job")
        self.assertEqual(found["drs"], {"cluster": "StandAloneCluster", "job": "5", "epoch": "9"})
        self.assertEqual(found["drs_job"], {"outcome": "CiscoDRFBackupFailure", "reason": "gave; up", "device": "nightly", "count": "3", "first": "1", "last": "4",
                                            "names": "CiscoDRFSftpFailure,CiscoDRFMABackupComponentFailure,CiscoDRFBackupFailure"})

    def test_is_not_mixed_up_with_another_nor_with_one_of_another_cluster(self):
        found = self.contexts(record("CiscoDRFSftpFailure", "raised", job=5), record("CiscoDRFSftpFailure", "raised", cluster=b"Other", job=5),
                              record("CiscoDRFBackupCompleted", job=6), record("CiscoDRFBackupFailure", "raised", cluster=b"Other", job=5),
                              record("CiscoDRFBackupCompleted", job=5), record("CiscoDRFSftpFailure", "cleared", job=5))
        seen = [(each["drs"]["cluster"], each["drs"]["job"], each["drs_job"]["outcome"], each["drs_job"]["count"]) for each in found]
        self.assertEqual(seen, [("StandAloneCluster", "6", "CiscoDRFBackupCompleted", "1"), ("Other", "5", "CiscoDRFBackupFailure", "2"),
                                ("StandAloneCluster", "5", "CiscoDRFBackupCompleted", "2")])

    def files(self, *alarms: dict) -> dict[str, list[dict]]:
        """What rsyslog writes of each job, by the name of its file."""
        receiver = local_receiver(self.lab, "rsyslog", "rs")
        receiver.start()
        send(receiver.socket, self.lab.folder("spool"), list(alarms))
        until("all in the file", lambda: receiver.count() == len(alarms))
        receiver.stop()
        return {file.name: [json.loads(line) for line in file.read_text().splitlines()] for file in receiver.jobs.iterdir()}

    def test_has_a_file_of_its_own_from_rsyslog_whose_lines_name_it_and_whose_last_one_says_how_it_ended(self):
        written = self.files(record("CiscoDRFSftpFailure", "raised", reason=b"no [answer]", device=b"nightly", job=5),
                             record("CiscoDRFComponentRegistered", reason=b"has no job"),
                             record("CiscoDRFMABackupComponentFailure", reason=b"TFTP", job=5),
                             record("CiscoDRFBackupFailure", "raised", reason=b"gave; up", device=b"nightly", job=5),
                             record("CiscoDRFFailure", "raised", device=b"nightly", job=5), record("CiscoDRFSftpFailure", "cleared", job=5))
        self.assertEqual(list(written), ["StandAloneCluster-9-5.json"])
        lines = written["StandAloneCluster-9-5.json"]
        self.assertEqual([line["drs"]["name"] for line in lines], ["CiscoDRFSftpFailure", "CiscoDRFMABackupComponentFailure", "CiscoDRFBackupFailure"])
        context = "StandAloneCluster/5/9"
        self.assertEqual([line["drs_job"] for line in lines], [{"context": context}, {"context": context}, {"context": context, "outcome": "CiscoDRFBackupFailure"}])
        self.assertEqual(lines[-1]["drs"]["reason"], "gave; up")

    def test_stays_below_its_directory_whatever_the_cluster_is_called(self):
        written = self.files(record("CiscoDRFBackupCompleted", cluster=b"../../up", job=6), record("CiscoDRFBackupCompleted", job=6))
        self.assertEqual(sorted(written), [".._.._up-9-6.json", "StandAloneCluster-9-6.json"])


if __name__ == "__main__":
    unittest.main()
