#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The files for consoles that Debian does not have whole: their form, and that they ask for what DRS-MIB has."""

import itertools
import json
import re
import subprocess
import sys
import unittest
import uuid
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "mib/nms"))
from lab import REPOSITORY, Lab
from module_text import ModuleText
from nms import SHIPPED, samples_named
from rsyslog import unpacked

MODULE = ModuleText(REPOSITORY / "mib/DRS-MIB.txt")
OBJECT = re.compile(r"\.?1(?:\.\d+)*\.4040\.1(?:\.\d+)+")

# What Zabbix 6.0's import knows of the things that the template has: which members must be there, and which may be.
ENTITY = {"items": ({"uuid", "name", "type", "key"}, {"snmp_oid", "delay", "value_type", "trends", "history", "units", "description", "valuemap", "preprocessing", "tags", "triggers"}),
          "item_prototypes": ({"uuid", "name", "type", "key"}, {"snmp_oid", "delay", "value_type", "units", "description", "valuemap", "tags", "trigger_prototypes"}),
          "discovery_rules": ({"uuid", "name", "type", "key"}, {"snmp_oid", "delay", "lifetime", "description", "item_prototypes"}),
          "triggers": ({"uuid", "expression", "name"}, {"priority", "description", "manual_close", "dependencies"}),
          "trigger_prototypes": ({"uuid", "expression", "name"}, {"priority", "description", "manual_close", "dependencies"}),
          "valuemaps": ({"uuid", "name"}, {"mappings"}), "groups": ({"name"}, {"uuid"}),
          "templates": ({"uuid", "template", "name", "groups"}, {"description", "items", "discovery_rules", "tags", "macros", "valuemaps"}),
          "dependencies": ({"name", "expression"}, set()), "tags": ({"tag"}, {"value"}), "macros": ({"macro"}, {"value", "description"}),
          "mappings": ({"value", "newvalue"}, set()), "preprocessing": ({"type", "parameters"}, set())}
WORDS = {"type": {"SNMP_AGENT", "SNMP_TRAP", "DISCARD_UNCHANGED_HEARTBEAT"}, "value_type": {"CHAR", "LOG", "TEXT", "FLOAT", "UNSIGNED"},
         "priority": {"INFO", "WARNING", "AVERAGE", "HIGH", "DISASTER"}, "manual_close": {"YES"}}


def entities(document: dict):
    """(list it is in, entity) of all below."""
    for name, value in document.items():
        for each in value if isinstance(value, list) else []:
            if isinstance(each, dict):
                yield name, each
                yield from entities(each)


def enumeration(name: str) -> dict[int, str]:
    """Of an object of DRS-MIB, or of the type it has."""
    text = (REPOSITORY / "mib/DRS-MIB.txt").read_text()
    syntax = re.search(rf"^{name} OBJECT-TYPE\s+SYNTAX (.*?)\s+(?:UNITS|MAX-ACCESS)", text, re.M | re.S)[1]
    if syntax == "TruthValue":
        return {1: "true", 2: "false"}
    if "{" not in syntax:
        syntax = re.search(rf"^{syntax} ::= TEXTUAL-CONVENTION.*?SYNTAX (INTEGER \{{.*?\}})", text, re.M | re.S)[1]
    return {int(number): word for word, number in re.findall(r"(\w+)\((\d+)\)", syntax)}


class TheZabbixTemplate(unittest.TestCase):
    def setUp(self):
        self.document = yaml.safe_load((SHIPPED / "zabbix/template_opendrs.yaml").read_text())["zabbix_export"]
        self.template, = self.document["templates"]
        self.all = list(entities(self.document))

    def of(self, *kinds: str) -> list[dict]:
        return [each for kind, each in self.all if kind in kinds]

    def test_has_the_members_that_the_import_knows(self):
        for kind, each in self.all:
            must, may = ENTITY[kind]
            self.assertLessEqual(must, set(each), each)
            self.assertLessEqual(set(each), must | may, each)
            for member, words in WORDS.items():
                self.assertIn(each.get(member, next(iter(words))), words)

    def test_numbers_its_things_for_good_and_each_otherwise(self):
        numbers = [uuid.UUID(each["uuid"]) for _, each in self.all if "uuid" in each]
        self.assertEqual(len(set(numbers)), len(numbers))
        self.assertEqual({each.version for each in numbers}, {4})

    def test_asks_for_objects_of_the_module(self):
        for each in self.of("items", "item_prototypes", "discovery_rules"):
            for oid in OBJECT.findall(each.get("snmp_oid", "")):
                row = "{#SNMPINDEX}" in each["snmp_oid"] or "discovery[" in each["snmp_oid"]
                self.assertIsNotNone(MODULE.name(oid if row else oid.removesuffix(".0")), each)

    def test_has_the_words_of_the_module_for_its_numbers(self):
        maps = {each["name"]: {int(pair["value"]): pair["newvalue"] for pair in each["mappings"]} for each in self.template["valuemaps"]}
        for each in self.of("items", "item_prototypes"):
            if "valuemap" in each:
                self.assertEqual(maps[each["valuemap"]["name"]], enumeration(MODULE.name(OBJECT.search(each["snmp_oid"])[0].removesuffix(".0"))))

    def test_has_triggers_about_its_own_items_only(self):
        keys = {each["key"] for each in self.of("items", "item_prototypes")}
        for each in self.of("triggers", "trigger_prototypes"):
            asked = re.findall(r"\(/([^/]+)/([^,)]+)", each["expression"])
            self.assertTrue(asked)
            for host, key in asked:
                self.assertEqual((host, key in keys), (self.template["template"], True))
        macros = {each["macro"] for each in self.template["macros"]}
        self.assertEqual(set(re.findall(r"\{\$[\w.]+\}", " ".join(each["expression"] for each in self.of("triggers", "trigger_prototypes")))), macros)


class TheDefinitionOfLibreNms(unittest.TestCase):
    SENSOR = {"oid", "num_oid", "index", "descr", "divisor", "value", "group", "warn_limit", "high_limit", "states", "state_name"}

    def setUp(self):
        self.detection = yaml.safe_load((SHIPPED / "librenms/os_detection_opendrs.yaml").read_text())
        self.discovery = yaml.safe_load((SHIPPED / "librenms/os_discovery_opendrs.yaml").read_text())
        self.sensors = [(kind, each) for kind, found in self.discovery["modules"]["sensors"].items() for each in found["data"]]

    def test_knows_a_master_by_an_object_of_its_own(self):
        self.assertLessEqual({"os", "text", "type", "discovery"}, set(self.detection))
        rule, = self.detection["discovery"]
        self.assertEqual(MODULE.name(rule["snmpget"]["oid"].removesuffix(".0")), "drsSystemBootEpoch")

    def test_asks_each_sensor_by_the_number_of_its_name(self):
        self.assertEqual(set(self.discovery), {"mib", "modules"})
        for kind, each in self.sensors:
            self.assertLessEqual(set(each), self.SENSOR)
            self.assertRegex(each["num_oid"], r"^(\.\d+)+\.\{\{ \$index \}\}$")
            self.assertEqual(MODULE.name(each["num_oid"].partition(".{")[0]), each.get("value", each["oid"]))
            self.assertLessEqual(samples_named(each["descr"]), set(MODULE.names()))

    def test_has_the_words_of_the_module_for_each_state(self):
        for kind, each in self.sensors:
            if kind == "state":
                self.assertEqual({state["value"]: state["descr"] for state in each["states"]}, enumeration(each.get("value", each["oid"])))
                self.assertLessEqual({state["generic"] for state in each["states"]}, {0, 1, 2, 3})


class TheGrafanaDashboard(unittest.TestCase):
    def setUp(self):
        self.dashboard = json.loads((SHIPPED / "grafana/opendrs.json").read_text())
        self.panels = self.dashboard["panels"]
        self.expressions = [target["expr"] for panel in self.panels for target in panel["targets"]]

    def test_has_the_members_of_a_dashboard_and_of_its_panels(self):
        self.assertLessEqual({"uid", "title", "schemaVersion", "panels", "templating", "time"}, set(self.dashboard))
        for panel in self.panels:
            self.assertLessEqual({"id", "type", "title", "gridPos", "targets", "datasource", "fieldConfig", "options"}, set(panel))
            self.assertIn(panel["type"], {"stat", "timeseries", "table"})
        self.assertEqual(len({panel["id"] for panel in self.panels}), len(self.panels))

    def test_puts_no_panel_over_another(self):
        cells = [cell for panel in self.panels for cell in itertools.product(range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"]),
                                                                           range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"]))]
        self.assertEqual(len(set(cells)), len(cells))
        self.assertLess(max(x for x, _ in cells), 24)

    def test_asks_in_words_that_prometheus_understands(self):
        with Lab("grafana") as lab:
            rules = [{"record": f"panel_{number}", "expr": expression.replace("$instance", ".*")} for number, expression in enumerate(self.expressions)]
            lab.path("rules.yml").write_text(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}))
            done = subprocess.run([unpacked() / "usr/bin/promtool", "check", "rules", lab.path("rules.yml")], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_asks_for_metrics_that_the_module_gives(self):
        self.assertLessEqual(samples_named(json.dumps(self.dashboard)), samples_named((SHIPPED / "prometheus/snmp.yml").read_text()))


if __name__ == "__main__":
    unittest.main()
