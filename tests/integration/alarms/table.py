# SPDX-License-Identifier: Apache-2.0
"""Each alarm and its scenario; the alarms themselves are read from docs/alarms.md, which is made from the catalogue."""

import re
from dataclasses import dataclass

import component_faults
import device_faults
import master_faults
import node_faults
from lab import REPOSITORY
from scenario import Scenario

SCENARIOS: dict[str, type[Scenario]] = {}
for module in (component_faults, device_faults, master_faults, node_faults):
    for scenario in module.SCENARIOS:
        assert scenario.alarm not in SCENARIOS, f"two scenarios for {scenario.alarm}"
        SCENARIOS[scenario.alarm] = scenario


@dataclass
class Alarm:
    name: str
    stateful: bool
    pending: bool


def catalogue() -> list[Alarm]:
    """Rows of the table on top of docs/alarms.md, which CTest alarms.docs holds to the catalogue. What a person sends by hand (numbers from 100) is no fault's."""
    rows = re.findall(r"^\| (\d+) \| \[CiscoDRF(\w+)\]\([^)]*\) \| (.*) \|$", (REPOSITORY / "docs/alarms.md").read_text(), re.M)
    return [Alarm(name, "raised" in rest, "pending" in rest) for number, name, rest in rows if int(number) < 100]
