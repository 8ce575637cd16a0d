#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Alarms by mail and webhook, to real servers over TLS."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from appliance import Appliance
from lab import Lab, until
from message_servers import PASSWORD, Authority, MailServer, WebServer, secret_file

NO_FEATURE = 4


def text_of(mail) -> str:
    return mail.get_body(("plain",)).get_content()


class Messages(unittest.TestCase):
    def setUp(self):
        self.lab = Lab("messages")
        self.addCleanup(self.lab.__exit__, None, None, None)
        self.authority = Authority(self.lab)
        self.secret = secret_file(self.lab, "secret")
        self.site = Appliance(self.lab)
        data = self.lab.folder("data")
        (data / "file").write_text("content\n")
        self.site.files("UCM", "TFTP", data)

    def started(self, **settings) -> None:
        self.site.configure(**settings)
        self.site.start()
        self.site.local_device()

    def fault(self, feature: str = "NOSUCH") -> None:
        """NoRegisteredFeature, an error; the reason names the feature."""
        self.assertEqual(self.site.backup(feature, kind="local").code, NO_FEATURE)

    def restart(self) -> None:
        self.site.master.stop()
        self.site.start_master()


class AMail(Messages):
    def setUp(self):
        super().setUp()
        self.server = MailServer(self.lab, "mail-server")

    def settings(self, **more) -> dict:
        return {"mail__server": f"smtp://127.0.0.1:{self.server.port}", "mail__from": "drs@appliance.example", "mail__to": "ops@example.org, night@example.org",
                "mail__user": self.server.USER, "mail__password_file": self.secret, "mail__ca_file": self.authority.certificate,
                "mail__interval": 1} | more

    def mails(self, count: int) -> list:
        return until(f"{count} mails", lambda: len(mails := self.server.mails()) >= count and mails)

    def test_says_what_failed_and_what_to_do_to_each_recipient(self):
        self.server.start(self.authority)
        self.started(**self.settings())
        self.fault()
        mail = self.mails(1)[0]
        self.assertEqual(mail["Subject"], "DRS LabCluster: NoRegisteredFeature on node1")
        self.assertEqual(mail.get_all("X-Envelope-To"), ["ops@example.org", "night@example.org"])
        self.assertEqual((mail["From"], mail["To"], mail["Auto-Submitted"]), ("drs@appliance.example", "ops@example.org, night@example.org", "auto-generated"))
        self.assertRegex(mail["Message-ID"], r"^<drs\.\d+\.\d+-\d+@node1>$")
        text = text_of(mail)
        for words in "CiscoDRFNoRegisteredFeature event (error)", "NOSUCH", "what to do", "drs utils disaster_recovery show_registration":
            self.assertIn(words, text)
        self.assertNotIn("ComponentRegistered", text)
        self.assertEqual(len(self.server.mails()), 1)

    def test_waits_for_a_server_that_is_away_and_comes_with_all_that_happened_meanwhile(self):
        self.started(**self.settings())
        for feature in "FIRST", "SECOND":
            self.fault(feature)
        until("the complaint", lambda: "does not take alarms" in self.site.trace())
        self.restart()
        self.fault("THIRD")
        self.server.start(self.authority)
        told = until("all three", lambda: (text := "".join(text_of(mail) for mail in self.server.mails())).count("CiscoDRFNoRegisteredFeature") == 3 and text)
        self.assertLess(told.index("FIRST"), told.index("SECOND"))
        self.assertLess(told.index("SECOND"), told.index("THIRD"))
        self.assertLessEqual(len(self.server.mails()), 2)

    def test_is_not_sent_with_a_wrong_password_until_the_file_is_mended(self):
        self.server.start(self.authority)
        self.secret.write_text("wrong-word\n")
        self.started(**self.settings())
        self.fault()
        until("the complaint", lambda: "does not take alarms" in self.site.trace())
        self.assertEqual(self.server.mails(), [])
        self.secret.write_text(PASSWORD + "\n")
        self.mails(1)
        for word in "wrong-word", PASSWORD:
            self.assertNotIn(word, self.site.trace())

    def test_does_not_go_to_a_server_without_tls(self):
        self.server.start(None)
        self.started(**self.settings())
        self.fault()
        until("the complaint", lambda: "does not take alarms" in self.site.trace())
        self.assertEqual(self.server.mails(), [])

    def test_does_not_go_to_a_server_that_an_unknown_authority_vouches_for(self):
        self.server.start(Authority(self.lab, "stranger"))
        self.started(**self.settings())
        self.fault()
        until("the complaint", lambda: "does not take alarms" in self.site.trace())
        self.assertEqual(self.server.mails(), [])

    def test_is_not_configured_by_half(self):
        wrong = [({"mail__server": "mail.example"}, "`mail.example`: an address begins with smtp:// or smtps://"),
                 ({"mail__server": "smtp://u:p@mail.example"}, "a user has a setting of its own"),
                 ({"mail__to": "nobody"}, "drs.conf:.*mail.to: `nobody` is not NAME@DOMAIN"),
                 ({"mail__to": ""}, "a mail needs mail.from and mail.to"),
                 ({"mail__password_file": ""}, "mail.user and mail.password-file need each other"),
                 ({"mail__starttls": "no"}, "a secret does not go over a connection without TLS"),
                 ({"mail__severity": "grave"}, "mail.severity: `grave` is not one of")]
        for settings, sentence in wrong:
            self.site.configure(**self.settings(**settings))
            said = self.site.check_config("drs-master")
            self.assertEqual(said.code, 1, said.text)
            self.assertRegex(said.text, sentence)


class AWebhook(Messages):
    def setUp(self):
        super().setUp()
        self.server = WebServer(self.lab, "web-server")

    def settings(self, **more) -> dict:
        return {"webhook__url": f"https://127.0.0.1:{self.server.port}/drs", "webhook__token_file": self.secret,
                "webhook__ca_file": self.authority.certificate} | more

    def posts(self, count: int) -> list[dict]:
        return until(f"{count} posts", lambda: len(posts := self.server.posts()) >= count and posts)

    def test_gets_each_alarm_as_one_object(self):
        self.server.start(self.authority)
        self.started(**self.settings(webhook__severity="informational"))
        self.fault()
        told = self.posts(3)
        self.assertEqual([post["alarm"] for post in told], ["CiscoDRFAlarmListRebuilt", "CiscoDRFComponentRegistered", "CiscoDRFNoRegisteredFeature"])
        last = told[-1]
        self.assertEqual([post["sequence"] for post in told], [1, 2, 3])
        self.assertEqual((last["severity"], last["state"], last["cluster"], last["app_id"], last["number"]),
                         ("error", "event", "LabCluster", "Cisco DRF Master", 14))
        self.assertIn("NOSUCH", last["reason"])
        self.assertRegex(last["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")

    def test_gets_what_it_refused_again_and_nothing_twice(self):
        self.server.start(self.authority)
        self.server.refuse(503)
        self.started(**self.settings())
        for feature in "FIRST", "SECOND":
            self.fault(feature)
        until("the complaint", lambda: "it answered 503" in self.site.trace())
        self.site.master.kill_tree()
        self.server.refuse(None)
        self.site.start_master()
        self.posts(2)
        self.fault("THIRD")
        reasons = [post["reason"] for post in self.posts(3)]
        self.assertEqual(len(reasons), 3)
        for feature, reason in zip(("FIRST", "SECOND", "THIRD"), reasons):
            self.assertIn(feature, reason)

    def test_does_not_hear_what_happened_before_there_was_one(self):
        self.started()
        self.fault("EARLIER")
        self.server.start(self.authority)
        self.site.configure(**self.settings())
        self.restart()
        self.fault("LATER")
        posts = self.posts(1)
        self.assertEqual(len(posts), 1)
        self.assertIn("LATER", posts[0]["reason"])

    def test_refuses_a_token_that_others_can_read(self):
        self.server.start(self.authority)
        self.secret.chmod(0o644)
        self.started(**self.settings())
        self.fault()
        until("the complaint", lambda: "can be read by others; take that away with chmod 600" in self.site.trace())
        self.assertEqual(self.server.posts(), [])
        self.secret.chmod(0o600)
        self.posts(1)

    def test_takes_no_token_over_a_connection_in_clear(self):
        self.site.configure(**self.settings(webhook__url="http://127.0.0.1:80/"))
        said = self.site.check_config("drs-master")
        self.assertEqual(said.code, 1)
        self.assertIn("a secret does not go over a connection without TLS", said.text)


if __name__ == "__main__":
    unittest.main()
