#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The quickstart over the build under test, from a copy of the tree as it is; main-1 does it in a fresh clone with its own build."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
import claim
import quickstart_tour
from lab import programs

claim.run("quickstart", __doc__, lambda show, lab: quickstart_tour.tour(
    show, lab, quickstart_tour.working_tree(lab), quickstart_tour.surroundings(programs().parent), "SFTP server of this appliance: "))
