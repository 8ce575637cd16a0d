#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Where sshd cannot serve, the quickstart's device is a LOCAL directory, and each tour says so in one sentence."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
import claim
import quickstart_tour
from lab import Lab, programs

POOR = {
    "ends at once": "echo 'no namespaces here' >&2; exit 1",
    "lets nobody in": 'exec /usr/sbin/sshd "$@" -o AllowUsers=nobody-at-all',
}


def poor_sshd(lab: Lab, script: str) -> Path:
    """A directory for the PATH with such an sshd in it."""
    program = lab.folder("poor") / "sshd"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program.parent


def body(show: claim.Claim, lab: Lab) -> None:
    environment = quickstart_tour.surroundings(programs().parent) | {"PATH": f"{poor_sshd(lab, POOR[kind])}:{os.environ['PATH']}"}
    copy = quickstart_tour.working_tree(lab)
    quickstart_tour.tour(show, lab, copy, environment,
                         f"NOTE: sshd could not serve here (see {copy}/var/run/quickstart/sshd.out), so device nightly is the LOCAL "
                         f"directory {copy}/var/srv/sftp instead of an SFTP server.")
    show.check((copy / "var/run/quickstart/sshd.out").exists(), "there is an sshd.out to see")


kind = sys.argv[1]
claim.run("quickstart-local", f"{__doc__} Here sshd {kind}.", body)
