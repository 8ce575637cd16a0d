# SPDX-License-Identifier: Apache-2.0
"""A management station with Net-SNMP's tools: reads and writes by name, and tells error and place of a refused SET."""

import re

import snmp
from lab import Lab

WRITER = "administrator"


class Console:
    """Names without module; values as snmpset wants them, so that an octet string with any octets is `x`, `hex`."""

    def __init__(self, lab: Lab, port: int):
        self.lab, self.port = lab, port

    def get(self, *names: str) -> list[str]:
        done = snmp.tool(self.lab, "snmpget", self.port, "-Oqv", *(f"DRS-MIB::{name}" for name in names))
        return [line.strip('"') for line in done.stdout.splitlines()]

    def one(self, name: str) -> str:
        return self.get(name)[0]

    def write(self, *assignments: tuple) -> tuple[str, int] | None:
        """None when all became true, else the error and the varbind it is about, from 1."""
        return self._written("-Ir", [(f"DRS-MIB::{name}", *value) for name, *value in assignments], snmp.MODULES)

    def write_numbers(self, *assignments: tuple) -> tuple[str, int] | None:
        """The same by numbers (`.1.3.6...`), without the tool's own checks of types."""
        return self._written("-On", list(assignments), "")

    def _written(self, option: str, assignments: list, module: str) -> tuple[str, int] | None:
        words = [str(word) for assignment in assignments for word in assignment]
        done = snmp.tool(self.lab, "snmpset", self.port, option, *words, module=module, user=WRITER)
        if done.returncode == 0:
            return None
        reason = re.search(r"Reason: (\w+)", done.stderr)
        failed = re.search(r"Failed object: (\S+)", done.stderr)
        places = [at for at, (name, *_) in enumerate(assignments, 1) if failed and name == failed[1]]
        return reason[1] if reason else done.stderr.strip(), places[-1] if places else 0

    def rows(self, *below: str) -> dict[str, str]:
        """Each instance below these numbers, by its own."""
        lines = []
        for each in below:
            done = snmp.tool(self.lab, "snmpbulkwalk", self.port, "-Onqe", each, module="")
            if done.returncode != 0:
                raise AssertionError(f"walk of {each}: {done.stderr.strip()}")
            lines += re.split(r"\n(?=\.1\.)", done.stdout.strip())
        return {name: value for name, _, value in (line.partition(" ") for line in lines) if "No Such" not in value}
