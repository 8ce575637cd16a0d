# SPDX-License-Identifier: Apache-2.0
"""What the quickstart promises, seen from outside: a tour, a second one that is quick, and no process afterwards."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

from claim import Claim
from lab import REPOSITORY, Lab, free_port
from processes import descendants


def clone(lab: Lab) -> Path:
    """What a stranger gets: the last commit, nothing of the working tree."""
    copy = lab.path("clone")
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", REPOSITORY, copy], check=True)
    return copy


def working_tree(lab: Lab) -> Path:
    """The tree as it is, without what was built or run in it."""
    return shutil.copytree(REPOSITORY, lab.path("clone"), symlinks=True, ignore=shutil.ignore_patterns("build", "var", ".git"))


def surroundings(build: Path | None) -> dict:
    """The environment of a quickstart with ports of its own; with `build` it uses that finished build, else it builds."""
    environment = {key: value for key, value in os.environ.items() if key not in ("DRS_ROOT", "DRS_BUILD")}
    environment |= {"DRS_MASTER_PORT": str(free_port()), "DRS_SNMP_PORT": str(free_port(socket.SOCK_DGRAM))}
    return environment | ({"DRS_BUILD": str(build)} if build else {})


def tour(show: Claim, lab: Lab, copy: Path, environment: dict, *sentences: str) -> float:
    """Each call of the quickstart has to say `sentences` too. Gives the seconds of the second one."""
    first = _call(show, copy, environment)
    _shows_success(show, copy, first, sentences)
    product = lab.folder("again")
    subprocess.run([copy / "tests/support/sample/lay", product], check=True)
    seen, laid = (_contents(root / "srv/product/tftp") for root in (copy / "var", product))
    show.equal(seen, laid, "the restored files are those the sample was laid with")

    began = time.monotonic()
    second = _call(show, copy, environment)
    seconds = time.monotonic() - began
    show.check("drs-master is running" in second, "the second call picks up the running appliance")
    _shows_success(show, copy, second, sentences)

    _call(show, copy, environment, "stop")
    _collect_the_dead()
    show.equal([_title(pid) for pid in descendants(os.getpid())], [], "stop leaves no process")
    show.figure = f"backup and restore succeeded twice, the second call took {seconds:.1f} s, no process left"
    return seconds


def _call(show: Claim, copy: Path, environment: dict, *arguments: str) -> str:
    said = []
    with subprocess.Popen([copy / "quickstart", *arguments], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace") as child:
        for line in child.stdout:
            said.append(line)
            show.step(f"  | {line.rstrip()}")
    show.equal(child.returncode, 0, f"{' '.join(['./quickstart', *arguments])} ends with 0")
    return "".join(said)


def _shows_success(show: Claim, copy: Path, said: str, sentences: tuple) -> None:
    for sentence in sentences:
        show.check(sentence in said, f"it says: {sentence}")
    show.check("are equal to the originals" in said, "the digests before and after are equal")
    show.check("DRS-MIB::drsSystemLastBackupResult.0 = INTEGER: success" in said, "SNMP says that the last backup succeeded")
    show.check("CiscoDRFBackupCompleted" in said and "CiscoDRFRestoreCompleted" in said, "both completions are among the alarms")
    show.check(any((copy / "var/srv/sftp").glob("*_drfComponent.xml")), "a catalogue is on the device")


def _contents(directory: Path) -> dict:
    return {file.name: file.read_bytes() for file in directory.iterdir()}


def _collect_the_dead() -> None:
    """The daemons' parent ended before them, so they are ours to wait for."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def _title(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip() or f"pid {pid}"
