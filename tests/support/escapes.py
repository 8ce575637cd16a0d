# SPDX-License-Identifier: Apache-2.0
"""Ways that somebody might try to read a file outside of the tree of traces, and names in it that change under a reader."""

import ctypes
import os
import socket
import stat
import threading
from dataclasses import dataclass
from pathlib import Path

SECRET = b"the-words-that-nobody-may-see"
AT_FDCWD, RENAME_EXCHANGE = -100, 2


@dataclass
class Attempt:
    name: str
    path: bytes


class Race:
    """Two names that are exchanged again and again, each time in one step of the kernel, while a reader reads."""

    def __init__(self, name: str, path: str, innocent: Path, hostile: Path):
        self.name, self.path = name, path.encode()
        self._names = [os.fsencode(innocent), os.fsencode(hostile)]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._exchange)

    def __enter__(self) -> "Race":
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._stop.set()
        self._thread.join()

    def _exchange(self) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        while not self._stop.is_set():
            if libc.renameat2(AT_FDCWD, self._names[0], AT_FDCWD, self._names[1], RENAME_EXCHANGE) != 0:
                raise OSError(ctypes.get_errno(), "renameat2")


class World:
    def __init__(self, lab):
        self.root = lab.folder("root")
        self.active = self.root / "var/log/active"
        self.trace = self.active / "platform/drf/trace"
        self.secrets = lab.folder("outside")
        self.trace.mkdir(parents=True)
        (self.active / "platform/drf/log").mkdir()
        (self.trace / "drfMA00000001.log").write_text("an innocent line\n")
        self.secret = self.secrets / "secret.log"
        self.secret.write_bytes(SECRET + b"\n")
        (self.secrets / os.fsdecode(SECRET)).touch()  # never typed: who lists the directory would show it
        (self.active / "secret.log").write_bytes(SECRET + b"\n")
        self._neighbours()
        self._special()
        self._links()

    def stop(self) -> None:
        os.close(self._fifo)
        self._socket.close()

    def _neighbours(self) -> None:
        for name in ("platform/drf-other", "platform/cm", "platform/drf "):
            (self.active / name).mkdir()
            (self.active / name / "secret.log").write_bytes(SECRET + b"\n")

    def _special(self) -> None:
        os.mkfifo(self.trace / "fifo")
        self._fifo = os.open(self.trace / "fifo", os.O_RDWR | os.O_NONBLOCK)
        os.write(self._fifo, SECRET + b"\n")
        self._socket = socket.socket(socket.AF_UNIX)
        here = os.getcwd()
        os.chdir(self.trace)  # a socket's path is short
        self._socket.bind("socket")
        os.chdir(here)
        if os.geteuid() == 0:
            os.mknod(self.trace / "device", stat.S_IFCHR | 0o666, os.makedev(1, 5))

    def _links(self) -> None:
        trace = self.trace
        os.link(self.secret, trace / "hard.log")
        (trace / "link.log").symlink_to(self.secret)
        (trace / "relative.log").symlink_to("../../../secret.log")
        (trace / "inside.log").symlink_to("drfMA00000001.log")
        (trace / "chain.log").symlink_to("link.log")
        (trace / "loop").symlink_to("loop")
        (trace / "directory").symlink_to(self.secrets)
        (trace / "above").symlink_to("../../..")
        (trace / "process").symlink_to("/proc/self/root")
        (trace / "itself").symlink_to(".")
        (trace / "open").symlink_to(f"/proc/{os.getpid()}/cwd")

    def attempts(self) -> list[Attempt]:
        below = "platform/drf/trace"
        outside = str(self.secret)
        found = [
            ("nothing", ""), ("one step up", ".."), ("up from the tree", "platform/drf/.."), ("up behind the tree", f"{below}/../../../secret.log"),
            ("up and down again", f"{below}/../trace/../../../secret.log"), ("up within the tree", f"{below}/../trace/drfMA00000001.log"),
            ("up behind a dot", "platform/drf/./../../secret.log"), ("up behind a file", f"{below}/drfMA00000001.log/../../../../secret.log"),
            ("up behind an absent name", f"{below}/absent/../../../../secret.log"), ("forty steps up", "../" * 40 + outside[1:]),
            ("forty steps up from the tree", f"{below}/" + "../" * 40 + outside[1:]), ("up in a pattern", f"{below}/../../../sec*"),
            ("an absolute path", outside), ("two slashes", "/" + outside), ("an absolute path into the tree", str(self.trace / "drfMA00000001.log")),
            ("an absolute path behind the tree", f"{below}/{outside}"), ("a URL", f"file://{outside}"), ("a home directory", "~/secret.log"),
            ("a variable", "$HOME/secret.log"), ("dots in per cent", f"{below}/%2e%2e/%2e%2e/%2e%2e/secret.log"),
            ("slashes in per cent", f"{below}/..%2f..%2f..%2fsecret.log"), ("per cent twice", f"{below}/%252e%252e%252fsecret.log"),
            ("backslashes", f"{below}\\..\\..\\..\\secret.log"), ("wide dots", f"{below}/\uff0e\uff0e/\uff0e\uff0e/\uff0e\uff0e/secret.log"),
            ("a link to a file", f"{below}/link.log"), ("a relative link", f"{below}/relative.log"), ("a link to a file of the tree", f"{below}/inside.log"),
            ("a link to a link", f"{below}/chain.log"), ("a link with a slash behind", f"{below}/link.log/"), ("a link to itself", f"{below}/loop"),
            ("a link to a directory", f"{below}/directory"), ("a file behind a link", f"{below}/directory/secret.log"), ("a pattern behind a link", f"{below}/directory/*"),
            ("a link upwards", f"{below}/above/secret.log"), ("a link to the process's root", f"{below}/process{outside}"),
            ("a link to the same directory", f"{below}/itself/drfMA00000001.log"), ("a magic link", f"{below}/open/README.md"),
            ("a second name of a file from elsewhere", f"{below}/hard.log"), ("a pattern that links match", f"{below}/*link*"),
            ("a pattern that a second name matches", f"{below}/har*"),
            ("a FIFO", f"{below}/fifo"), ("a socket", f"{below}/socket"), ("a neighbour with the same beginning", "platform/drf-other/secret.log"),
            ("a neighbour with a blank", "platform/drf /secret.log"), ("another product's logs", "platform/cm/secret.log"),
            ("the log directory itself", "secret.log"), ("a pattern in front", "p*/d*/secret.log"), ("capital letters", "PLATFORM/DRF/trace/drfMA00000001.log"),
            ("a very long name", f"{below}/" + "n" * 5000), ("a very deep name", f"{below}/" + "n/" * 3000), ("a command behind", f"{below}/x; cat {outside}"),
            ("a command inside", f"{below}/$(cat {outside})"), ("a pipe", f"|cat {outside}"), ("a line's end", f"{below}/x\nfile view activelog {outside}"),
            ("an open descriptor", "/dev/fd/0"), ("an option that moves the root", f"--root={self.secrets}"),
        ]
        if os.geteuid() == 0:
            found.append(("a device node", f"{below}/device"))
        raw = [("overlong dots", f"{below}/".encode() + b"\xc0\xae\xc0\xae/\xc0\xae\xc0\xae/secret.log"),
               ("a NUL before what leads out", f"{below}/drfMA00000001.log".encode() + b"\0/../../../secret.log"),
               ("a NUL behind what leads out", outside.encode() + b"\0drfMA00000001.log")]
        return [Attempt(name, path.encode()) for name, path in found] + [Attempt(name, path) for name, path in raw]

    def races(self) -> list[Race]:
        """Made once: the names are those of this world."""
        if not hasattr(self, "_races"):
            self._races = [self._file_race(), self._directory_race()]
        return self._races

    def _file_race(self) -> Race:
        innocent, hostile = self.trace / "race.log", self.trace / "race.link"
        innocent.write_text("innocent\n")
        hostile.symlink_to(self.secret)
        return Race("a file exchanged for a link", "platform/drf/trace/race.log", innocent, hostile)

    def _directory_race(self) -> Race:
        innocent, hostile = self.active / "platform/drf/moving", self.active / "platform/drf/moved"
        innocent.mkdir()
        (innocent / "secret.log").write_text("innocent\n")
        hostile.symlink_to(self.secrets)
        return Race("a directory exchanged for a link", "platform/drf/moving/secret.log", innocent, hostile)
