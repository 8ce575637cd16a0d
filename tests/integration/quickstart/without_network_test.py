#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The quickstart on a machine that has the packages and no network: in a network namespace with nothing but loopback."""

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
import claim
import quickstart_tour
from lab import programs

INSIDE = "inside"


def tour(show: claim.Claim, lab) -> None:
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    routes = subprocess.run(["ip", "-o", "route", "show", "table", "main"], capture_output=True, text=True, check=True)
    show.equal(routes.stdout, "", "there is no way out")
    quickstart_tour.tour(show, lab, quickstart_tour.working_tree(lab), quickstart_tour.surroundings(programs().parent))


if sys.argv[1:] == [INSIDE]:
    claim.run("quickstart", __doc__, tour)
else:
    own = [] if os.geteuid() == 0 else ["--map-root-user"]
    os.execvp("unshare", ["unshare", *own, "--net", sys.executable, __file__, INSIDE])
