# SPDX-License-Identifier: Apache-2.0
"""Components that fail while they are backed up or restored: the job says which and why, and nothing half-made stays."""

from case import Case

JOB_FAILED, UNREACHABLE = 1, 7


def cases(world) -> list[Case]:
    site, lab = world.site, world.site.lab

    def backup() -> list:
        return ["backup", "network", "OPTIONAL", "nightly", "--wait"]

    def registered(*programs, timeout: int = 60):
        """Breaks by another registration of OPTIONAL/PART."""
        def prepare() -> None:
            site.script("OPTIONAL", "PART", *programs, timeout=timeout)
            world.reload()
        return prepare

    def absent_files() -> None:
        site.files("OPTIONAL", "PART", "/no/such/source")
        world.reload()

    shell = lambda text: ["/bin/sh", "-c", text]
    good = ["/bin/cat", "/etc/hostname"]
    return [
        Case("component whose files are not there", backup(), JOB_FAILED, ("OPTIONAL", "PART", "/no/such/source"), absent_files,
             world.own_components, recorded=True),
        Case("backup program that fails", backup(), JOB_FAILED, ("OPTIONAL", "PART", "3"),
             registered(shell("echo half; exit 3"), good), world.own_components, recorded=True),
        Case("backup program that dies of a signal", backup(), JOB_FAILED, ("OPTIONAL", "PART", "signal"),
             registered(shell("echo half; kill -SEGV $$"), good), world.own_components, recorded=True),
        Case("backup program that hangs", backup(), JOB_FAILED, ("OPTIONAL", "PART", "2"),
             registered(shell("echo half; exec tail -f /dev/null"), good, timeout=2), world.own_components, recorded=True),
        Case("backup program that hangs and shrugs off SIGTERM", backup(), JOB_FAILED, ("OPTIONAL", "PART", "2"),
             registered(shell("trap '' TERM; while :; do tail -f /dev/null; done"), good, timeout=2), world.own_components, recorded=True),
        Case("backup program that is not there", backup(), JOB_FAILED, ("OPTIONAL", "PART", "/no/such/program"),
             registered(["/no/such/program"], good), world.own_components, recorded=True),
        Case("restore program that fails", lambda: site.restore(world.set, "OPTIONAL"), JOB_FAILED, ("OPTIONAL", "PART", "4"),
             registered(good, shell("cat > /dev/null; exit 4")), world.own_components, recorded=True),
        Case("restore program that reads nothing and hangs", lambda: site.restore(world.set, "OPTIONAL"), JOB_FAILED, ("OPTIONAL", "PART", "2"),
             registered(good, shell("exec tail -f /dev/null"), timeout=2), world.own_components, recorded=True),
        Case("backup while the Local Agent is away", ["backup", "network", "UCM", "nightly", "--wait"], (JOB_FAILED, UNREACHABLE), "node1",
             world.stop_local, world.start_local, recorded=True),
    ]
