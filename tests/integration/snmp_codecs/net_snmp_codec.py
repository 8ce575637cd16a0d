# SPDX-License-Identifier: Apache-2.0
"""Net-SNMP's command line tools as a codec: one process a request, and what it prints."""

import os
import re
import subprocess

import codec
import snmp
from codec import Answer, Codec, NoAnswer, Varbind

TYPES = {"INTEGER": codec.INTEGER, "Gauge32": codec.GAUGE, "Counter32": codec.COUNTER, "Counter64": codec.COUNTER64, "STRING": codec.OCTETS,
         "Hex-STRING": codec.OCTETS, "OID": codec.OID, "Timeticks": codec.TICKS, "IpAddress": codec.ADDRESS}
EXCEPTIONS = {"No Such Object": codec.NO_OBJECT, "No Such Instance": codec.NO_INSTANCE, "No more variables": codec.END}
LETTERS = {codec.INTEGER: "i", codec.GAUGE: "u", codec.COUNTER: "c", codec.COUNTER64: "C", codec.OCTETS: "x", codec.OID: "o", codec.TICKS: "t", codec.ADDRESS: "a"}


def value_of(kind: str, text: str):
    if kind == "Hex-STRING":
        return bytes.fromhex(text)
    if kind == "STRING":
        return text.strip('"').encode()
    return text.lstrip(".") if kind in ("OID", "IpAddress") else int(text)


def varbind_of(line: str) -> Varbind:
    name, _, rest = line.partition(" = ")
    name = name.lstrip(".")
    if rest.strip() == '""':
        return Varbind(name, codec.OCTETS, b"")
    for words, exception in EXCEPTIONS.items():
        if rest.startswith(words):
            return Varbind(name, exception)
    kind, _, text = rest.partition(": ")
    return Varbind(name, TYPES[kind], value_of(kind, text.strip()))


def words_of(varbind: Varbind) -> list:
    if varbind.type == codec.OCTETS:
        return [varbind.name, *(["x", varbind.value.hex()] if varbind.value else ["s", ""])]
    return [varbind.name, LETTERS[varbind.type], str(varbind.value)]


class NetSnmpTools(Codec):
    name = "Net-SNMP"
    tells_places = False

    def _run(self, tool: str, options: list, asked: list) -> subprocess.CompletedProcess:
        # Octets in hexadecimal, everything else as numbers, and no MIB that could say otherwise.
        who = snmp.as_user(self.user) if self.user and tool == "snmpset" else ["-v2c", "-c", self.community]
        argv = [tool, *who, f"-t{self.patience}", f"-r{self.retries}", "-m", "", "-Onext", *options, f"127.0.0.1:{self.port}", *asked]
        done = subprocess.run(argv, capture_output=True, text=True, check=False, env={**os.environ, "SNMPCONFPATH": "/nonexistent", "SNMP_PERSISTENT_DIR": "/nonexistent"})
        if "Timeout" in done.stderr:
            raise NoAnswer(done.stderr.strip())
        return done

    def _ask(self, tool: str, names: list, *options: str) -> Answer:
        done = self._run(tool, list(options), ["." + name.removeprefix(".") for name in names])
        return self._refused(done, names) if done.returncode else Answer(self._varbinds(done.stdout))

    def _varbinds(self, text: str) -> tuple:
        return tuple(varbind_of(line) for line in re.split(r"\n(?=\.\d)", text.strip("\n")) if " = " in line)

    def _refused(self, done: subprocess.CompletedProcess, names: list) -> Answer:
        reason = re.search(r"Reason: \(?(\w+)", done.stderr)
        failed = re.search(r"Failed object: \.(\S+)", done.stderr)
        if reason is None:
            raise AssertionError(f"{done.args[0]} ends with {done.returncode}: {done.stderr.strip()}")
        return Answer((), reason[1], names.index(failed[1]) + 1 if failed and failed[1] in names else 0)

    def get(self, names: list) -> Answer:
        return self._ask("snmpget", names)

    def get_next(self, names: list) -> Answer:
        return self._ask("snmpgetnext", names)

    def get_bulk(self, names: list, non_repeaters: int, max_repetitions: int) -> Answer:
        return self._ask("snmpbulkget", names, f"-Cn{non_repeaters}", f"-Cr{max_repetitions}")

    def set(self, varbinds: list) -> Answer:
        done = self._run("snmpset", [], [word for varbind in varbinds for word in words_of(varbind)])
        return self._refused(done, [each.name for each in varbinds]) if done.returncode else Answer(self._varbinds(done.stdout))

    def walk(self, root: str, max_repetitions: int = 0) -> list:
        tool, options = ("snmpbulkwalk", [f"-Cr{max_repetitions}"]) if max_repetitions else ("snmpwalk", [])
        done = self._run(tool, options, [root])
        if done.returncode:
            raise AssertionError(f"{tool} ends with {done.returncode}: {done.stderr.strip()}")
        return [each for each in self._varbinds(done.stdout) if each.type != codec.END]
