#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The quickstart over the build under test, from a copy of the tree as it is; main-1 does it in a fresh clone with its own build."""

import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
import claim
import quickstart_tour
from lab import REPOSITORY, programs


def body(show: claim.Claim, lab) -> None:
    copy = lab.path("clone")
    shutil.copytree(REPOSITORY, copy, symlinks=True, ignore=shutil.ignore_patterns("build", "var", ".git"))
    quickstart_tour.tour(show, lab, copy, programs().parent)


claim.run("quickstart", __doc__, body)
