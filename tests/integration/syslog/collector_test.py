#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The Master's RFC 5424 sink with real collectors: the shipped configurations of syslog-ng and rsyslog, over TLS."""

import re
import socket
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
import hostile
from alarm_source import AlarmSource, record, send
from appliance import Appliance
from certificates import Authority
from lab import Lab, free_port, until
from receivers import COLLECTOR, Collector

MANY, RESTARTS = 6000, 3


class ALab(unittest.TestCase):
    def setUp(self):
        self.lab = Lab("col", "/dev/shm")  # the disk is not the subject
        self.addCleanup(self.lab.__exit__, None, None, None)
        self.authority = Authority(self.lab)
        self.certificate, self.key = self.authority.issue("appliance")

    def started(self, kind: str) -> Collector:
        collector = Collector(self.lab, kind, "col", self.authority)
        collector.start()
        return collector


class ACollector(ALab):
    def way_to(self, collector: Collector) -> tuple:
        return collector.port, self.authority.certificate, self.certificate, self.key, COLLECTOR

    def gets_every_alarm_when_it_is_restarted(self, kind: str):
        collector = self.started(kind)
        alarms = [record("CiscoDRFSftpFailure", "raised", reason=f"try {at}".encode(), relayed=at % 2 == 0) for at in range(MANY)]
        source = AlarmSource(self.way_to(collector), self.lab.folder("spool"), alarms)
        for turn in range(1, RESTARTS + 1):
            until("a part of them", lambda: collector.count() >= turn * MANY // (RESTARTS + 2))
            collector.daemon.process.kill() if turn == 2 else collector.stop()
            collector.start()
        until("all of them", lambda: collector.count() >= MANY and len({pairs["seq"] for pairs in collector.pairs()}) == MANY)
        source.end()
        self.assertEqual(len({tuple(sorted(pairs.items())) for pairs in collector.pairs()}), MANY, "one that comes twice is the same")

    def test_of_syslog_ng_gets_every_alarm_when_it_is_restarted_in_the_stream(self):
        self.gets_every_alarm_when_it_is_restarted("syslog-ng")

    def test_of_rsyslog_gets_every_alarm_when_it_is_restarted_in_the_stream(self):
        self.gets_every_alarm_when_it_is_restarted("rsyslog")

    def gets_hostile_texts_as_pairs(self, kind: str):
        collector = self.started(kind)
        texts = hostile.reasons(1000, 3)
        send(self.way_to(collector), self.lab.folder("spool"), [record("CiscoDRFBackupFailure", "raised", reason=text, device=text[:100], job=3) for text in texts])
        until("all of them", lambda: collector.count() == len(texts))
        for text, pairs in zip(texts, collector.pairs()):
            self.assertTrue(hostile.is_shown(pairs["reason"], text, 500) and hostile.is_shown(pairs.get("device", ""), text[:100], 256), (text, pairs))

    def test_of_syslog_ng_gets_hostile_texts_as_pairs(self):
        self.gets_hostile_texts_as_pairs("syslog-ng")

    def test_of_rsyslog_gets_hostile_texts_as_pairs(self):
        self.gets_hostile_texts_as_pairs("rsyslog")

    def gets_repeats_acknowledgements_and_tests_as_pairs(self, kind: str):
        collector = self.started(kind)
        sent = [("repeated", {"repeats": 100}), ("cleared", {"repeats": 123}), ("acknowledged", {"operator": b"o'hara \"]"}), ("event", {"test": True, "operator": b"root (uid 0)"})]
        send(self.way_to(collector), self.lab.folder("spool"), [record("CiscoDRFSftpFailure", state, reason=b"a note", **more) for state, more in sent])
        until("all of them", lambda: collector.count() == len(sent))
        seen = [(pairs["state"], {name: pairs[name] for name in ("repeats", "operator", "test") if name in pairs}) for pairs in collector.pairs()]
        self.assertEqual(seen, [("repeated", {"repeats": "100"}), ("cleared", {"repeats": "123"}), ("acknowledged", {"operator": "o'hara \"]"}),
                                ("event", {"operator": "root (uid 0)", "test": "yes"})])

    def test_of_syslog_ng_gets_repeats_acknowledgements_and_tests_as_pairs(self):
        self.gets_repeats_acknowledgements_and_tests_as_pairs("syslog-ng")

    def test_of_rsyslog_gets_repeats_acknowledgements_and_tests_as_pairs(self):
        self.gets_repeats_acknowledgements_and_tests_as_pairs("rsyslog")


class AMaster(ALab):
    def start(self, port: int, **settings) -> Appliance:
        site = Appliance(self.lab, syslog__socket="", collector__address=f"127.0.0.1:{port}", collector__ca_file=self.authority.certificate, **settings)
        data = self.lab.folder("data")
        (data / "file").write_text("content\n")
        site.files("UCM", "TFTP", data)
        site.start()
        return site

    def stranger(self, site: Appliance) -> None:
        """A client without a certificate: an alarm."""
        self.lab.start("stranger", ["/usr/bin/openssl", "s_client", "-connect", f"127.0.0.1:{site.settings['master.port']}"])

    def test_sends_its_alarms_and_those_of_its_nodes_to_the_collector(self):
        collector = self.started("syslog-ng")
        site = self.start(collector.port, collector__certificate=self.certificate, collector__key=self.key, collector__name=COLLECTOR, alarm__absence=1)
        self.stranger(site)
        until("the Master's alarm", lambda: [pairs for pairs in collector.pairs() if pairs["name"] == "CiscoDRFUnknownClient"])
        site.master.kill_tree()
        until("the end of the connection", lambda: "LA2MAFailure" in (site.root / "var/log/active/platform/drf/trace/drfLA00000001.log").read_text())
        site.start_master()
        until("the node's alarm", lambda: [found for found in collector.objects() if found["drs"].get("name") == "CiscoDRFLA2MAFailure"
                                           and found["program"] == "drfLA" and found["drs"]["app_id"] == "Cisco DRF Local"])

    def test_says_why_it_does_not_trust_a_collector(self):
        collector = self.started("syslog-ng")
        site = self.start(collector.port, collector__certificate=self.certificate, collector__key=self.key, collector__name="another.example.com")
        self.stranger(site)
        trace = site.root / "var/log/active/platform/drf/trace/drfMA00000001.log"
        until("a line in the trace", lambda: re.search(r"the certificate of 127.0.0.1:\d+ is not accepted: hostname mismatch", trace.read_text()))

    def test_is_refused_a_collector_without_an_authority(self):
        site = Appliance(self.lab, syslog__socket="", collector__address=f"127.0.0.1:{free_port()}")
        ended = self.lab.start("refused", site.argv("drs-master"))
        self.assertNotEqual(ended.wait(), 0)
        self.assertIn("collector.ca-file is empty", ended.output())

    def test_sends_in_clear_when_told_to_only_what_is_severe_enough(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            site = Appliance(self.lab, syslog__socket="", collector__address=f"127.0.0.1:{server.getsockname()[1]}", collector__tls="no",
                             collector__severity="error")
            site.start()
            self.stranger(site)
            server.settimeout(30)
            with server.accept()[0] as connection:
                connection.settimeout(30)
                seen = connection.recv(65536).decode()
        length, _, message = seen.partition(" ")
        self.assertEqual(int(length), len(message.encode()))
        self.assertRegex(message, r'^<187>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \S+ drfMA \d+ UnknownClient \[drs@8072\.9999\.9999 '
                                  r'name="CiscoDRFUnknownClient" state="event" seq="\d+" epoch="1" .*\] %UC_DRF-3-CiscoDRFUnknownClient: ')


if __name__ == "__main__":
    unittest.main()
