# SPDX-License-Identifier: Apache-2.0
"""One row of the table of bad inputs: what is done, how it must end, what it must say, what must not have moved."""

from dataclasses import dataclass
from typing import Callable

NOTHING = lambda *_: None


@dataclass
class Case:
    name: str
    command: Callable | list             # arguments behind `utils disaster_recovery`, or a function that makes the whole call
    code: int | tuple                    # exit codes of agent/control/refusal.hpp
    words: tuple | str                   # all must be in the sentence
    prepare: Callable = NOTHING          # breaks something; the state is taken after it and before `mend`
    mend: Callable = NOTHING
    recorded: bool = False               # a job did start: it is in the history, and the sets that were there are untouched
    lines: int = 1                       # a person gets one sentence

    def codes(self) -> tuple:
        return self.code if isinstance(self.code, tuple) else (self.code,)

    def expected_code(self) -> str:
        return " or ".join(map(str, self.codes())) if len(self.codes()) < 5 else "a failure"

    def expected_words(self) -> tuple:
        return self.words if isinstance(self.words, tuple) else (self.words,)
