# SPDX-License-Identifier: Apache-2.0
"""The frame of a claim script: says what it does and sees, its figure last, and ends with 0 only when the claim holds."""

import signal
import sys
import time
import traceback

from lab import Lab


class Claim:
    def __init__(self) -> None:
        self.figure = ""
        self._began = time.monotonic()

    def step(self, text: str) -> None:
        print(f"{time.monotonic() - self._began:7.1f} s  {text}", flush=True)

    def check(self, holds: bool, sentence: str) -> None:
        """One thing that must be so."""
        if not holds:
            raise AssertionError(f"not so: {sentence}")
        self.step(f"ok: {sentence}")

    def equal(self, seen, expected, sentence: str) -> None:
        if seen != expected:
            raise AssertionError(f"not so: {sentence}\n  seen:     {seen!r}\n  expected: {expected!r}")
        self.step(f"ok: {sentence}")


def _interrupt(*_) -> None:
    raise KeyboardInterrupt


def run(number, sentence: str, body, below: str | None = None) -> None:
    name = f"main-{number}" if isinstance(number, int) else number
    print(f"{name}: {sentence}", flush=True)
    claim = Claim()
    signal.signal(signal.SIGTERM, _interrupt)  # so that a claim that is ended takes its world along
    try:
        with Lab(name.replace("-", ""), below) as lab:
            body(claim, lab)
    except (Exception, KeyboardInterrupt) as error:  # the one place where a claim ends
        if not isinstance(error, AssertionError):
            traceback.print_exc()
        print(f"{name} FAILS: {error or type(error).__name__}", flush=True)
        sys.exit(1)
    print(f"{name} holds: {claim.figure}", flush=True)
