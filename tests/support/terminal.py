# SPDX-License-Identifier: Apache-2.0
"""A program on a pseudo-terminal: what is typed, what is shown, and how it ends."""

import os
import pty
import re
import select
import signal
import termios
import time

CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()=>][A-Z0-9]?|\x07")


class Terminal:
    def __init__(self, argv: list, env: dict | None = None):
        self.pid, self._handle = pty.fork()
        if self.pid == 0:
            os.execve(str(argv[0]), [str(a) for a in argv], {**os.environ, "TERM": "xterm", **(env or {})})
        self._seen, self._read = "", 0

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_) -> None:
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._handle)

    def type(self, text: str) -> None:
        os.write(self._handle, text.encode())

    def await_text(self, text: str, limit: float = 30.0) -> str:
        """Everything shown since the last call, up to the end of `text`, without movements of the cursor."""
        deadline = time.monotonic() + limit
        while True:
            shown = CONTROL.sub("", self._seen)
            end = shown.find(text, self._read)
            if end >= 0:
                begin, self._read = self._read, end + len(text)
                return shown[begin:self._read]
            if not self._more(deadline):
                raise AssertionError(f"`{text}` was not shown; shown was {shown[self._read:]!r}")

    def ends(self, limit: float = 30.0) -> int:
        """Its exit code."""
        deadline = time.monotonic() + limit
        while self._more(deadline):
            pass
        _, status = os.waitpid(self.pid, 0)
        self.pid = 0
        return os.waitstatus_to_exitcode(status)

    def everything(self) -> str:
        return self._seen

    def echoes(self) -> bool:
        return bool(termios.tcgetattr(self._handle)[3] & termios.ECHO)

    def _more(self, deadline: float) -> bool:
        if not select.select([self._handle], [], [], max(0.0, deadline - time.monotonic()))[0]:
            return False
        try:
            piece = os.read(self._handle, 65536)
        except OSError:
            return False  # the other side is closed
        self._seen += piece.decode(errors="replace")
        return bool(piece)
