#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The control socket looks at who calls: another user's request is answered with not_permitted and changes nothing."""

import json
import os
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from appliance import Appliance
from lab import Lab

NOBODY = 65534
CALLER = """
import socket, sys
with socket.socket(socket.AF_UNIX) as caller:
    caller.connect(sys.argv[1])
    caller.sendall(sys.argv[2].encode() + b"\\n")
    print(caller.makefile().readline())
"""


def asked_as(uid: int, path: Path, request: dict) -> dict:
    """The answer that a process of this uid gets; only root can start one."""
    become = [] if os.getuid() == 0 else ["sudo", "-n", "--"]
    become += ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups"]
    answer = subprocess.run([*become, "/usr/bin/python3", "-c", CALLER, path, json.dumps(request)], check=True, stdout=subprocess.PIPE)
    return json.loads(answer.stdout)


class AStranger(unittest.TestCase):
    def setUp(self):
        self.lab = Lab("caller")
        self.addCleanup(self.lab.__exit__, None, None, None)
        self.site = Appliance(self.lab)
        self.site.start_master()
        for directory in (self.site.root.parent, self.site.root):
            directory.chmod(0o755)
        self.socket = self.site.root / "run/drs/control.sock"

    def test_may_not_even_look(self):
        answer = asked_as(NOBODY, self.socket, {"request": "status"})
        self.assertIn("not_permitted", json.dumps(answer))

    def test_may_not_change_anything(self):
        self.site.local_device()
        answer = asked_as(NOBODY, self.socket, {"request": "remove_device", "argument": {"name": "nightly"}})
        self.assertIn("not_permitted", json.dumps(answer))
        self.assertIn("nightly", self.site.good("device", "list"))

    def test_is_told_apart_from_root(self):
        self.assertNotIn("not_permitted", json.dumps(asked_as(0, self.socket, {"request": "status"})))


if __name__ == "__main__":
    unittest.main()
