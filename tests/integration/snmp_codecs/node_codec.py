# SPDX-License-Identifier: Apache-2.0
"""npm's net-snmp as a codec: one node process, a question and an answer a line."""

import json
import os
import subprocess
from pathlib import Path

import codec
import snmp
from codec import Answer, Codec, NoAnswer, Varbind

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[2]
NUMBERS = {codec.INTEGER: 2, codec.OCTETS: 4, codec.OID: 6, codec.ADDRESS: 64, codec.COUNTER: 65, codec.GAUGE: 66, codec.TICKS: 67, codec.COUNTER64: 70,
           codec.NO_OBJECT: 128, codec.NO_INSTANCE: 129, codec.END: 130}
TYPES = {number: kind for kind, number in NUMBERS.items()}


def modules() -> Path:
    """Where node finds net-snmp; fetched when it is not there yet."""
    done = subprocess.run([REPOSITORY / ".ci/node-modules"], capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(done.stderr.strip())
    return Path(done.stdout.strip())


def varbind_of(shown: list) -> Varbind:
    name, number, value = shown
    kind = TYPES[number]
    return Varbind(name, kind, bytes.fromhex(value) if kind == codec.OCTETS else int(value) if kind == codec.COUNTER64 else value)


class NpmNetSnmp(Codec):
    name = "npm net-snmp"
    tells_places = False

    def __init__(self, *arguments, **more):
        super().__init__(*arguments, **more)
        argv = ["node", HERE / "node_codec.js", str(self.port), self.community, str(int(self.patience * 1000)), str(self.retries)]
        if self.user:
            argv += [self.user, snmp.password(self.user, "auth"), snmp.password(self.user, "priv")]
        self._node = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "NODE_PATH": str(modules())})

    def close(self) -> None:
        self._node.stdin.close()
        self._node.wait(10)
        self._node.stdout.close()

    def _ask(self, question: dict, names: list) -> Answer:
        self._node.stdin.write(json.dumps(question) + "\n")
        self._node.stdin.flush()
        said = json.loads(self._node.stdout.readline())
        if "varbinds" in said:
            return Answer(tuple(map(varbind_of, said["varbinds"])))
        if said["timeout"]:
            raise NoAnswer(said["message"])
        if not said["status"]:
            raise AssertionError(f"net-snmp refuses the answer: {said['message']}")
        # It names the varbind, not its place.
        failed = said["message"].partition(": ")[2]
        return Answer((), codec.ERRORS[said["status"]], names.index(failed) + 1 if failed in names else 0)

    def get(self, names: list) -> Answer:
        return self._ask({"do": "get", "names": names}, names)

    def get_next(self, names: list) -> Answer:
        return self._ask({"do": "getNext", "names": names}, names)

    def get_bulk(self, names: list, non_repeaters: int, max_repetitions: int) -> Answer:
        return self._ask({"do": "getBulk", "names": names, "nonRepeaters": non_repeaters, "maxRepetitions": max_repetitions}, names)

    def set(self, varbinds: list) -> Answer:
        shown = [[each.name, NUMBERS[each.type], each.value.hex() if each.type == codec.OCTETS else each.value] for each in varbinds]
        return self._ask({"do": "set", "varbinds": shown}, [each.name for each in varbinds])

    def walk(self, root: str, max_repetitions: int = 0) -> list:
        """By GETBULK it is net-snmp's own."""
        if not max_repetitions:
            return super().walk(root)
        answer = self._ask({"do": "subtree", "names": [root], "maxRepetitions": max_repetitions}, [root])
        if answer.error != "noError":
            raise AssertionError(f"{self.name}: the walk ends with {answer.error}")
        return list(answer.varbinds)
