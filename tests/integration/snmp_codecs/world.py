# SPDX-License-Identifier: Apache-2.0
"""The two modes with a community that sees DRS-MIB alone, so that a walk ends where the module does: for the model agent, and for a real Master."""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "snmp"), str(HERE.parents[1] / "support")]

import lab as place  # noqa: E402

os.environ.setdefault("SNMP_MODEL_AGENT", str(place.programs() / "snmp_model_agent"))

import model  # noqa: E402
import snmp  # noqa: E402
from appliance import Appliance  # noqa: E402
from lab import Lab, until  # noqa: E402
from read_checks import ROOT, Model, model_of  # noqa: E402

COMMUNITY, WRITER = "drs", "administrator"
VIEW = f"rocommunity {COMMUNITY} 127.0.0.1 .{ROOT}\n"
MODES = ("embedded", "AgentX")


def model_world(lab: model.SnmpLab, mode: str) -> tuple[int, Model]:
    """The port, and what has to be there."""
    if mode == "embedded":
        agent, port = model.embedded(lab, VIEW)
    else:
        agent, snmpd = model.agentx(lab, VIEW)
        port = snmpd.port
    return port, Model(model_of(agent.cells(), model.LIVE))


class MasterWorld:
    """A real Master with one local device, feature UCM, and nothing but the default schedule."""

    def __init__(self, lab: Lab, mode: str, more: str = "", receivers: str = "", **settings):
        """`more`: for the configuration of the agent; `receivers`: for the Master's own; `settings`: for drs.conf."""
        self.lab, self.mode, self.snmpd = lab, mode, None
        self.site = Appliance(lab, f"root-{mode}")
        data = lab.folder("data")
        (data / "file").write_text("content\n")
        self.site.files("UCM", "TFTP", data)
        self.site.files("CDR_CAR", "CDR", data)
        self.port = self._embedded(more) if mode == "embedded" else self._agentx(more)
        self.site.configure(**settings)
        (self.site.root / "etc/drs/snmp/receivers").write_text(receivers)
        self.site.start()
        self.site.local_device("nightly" if mode == "embedded" else "other")
        until("the device by SNMP", lambda: snmp.answers(lab, self.port, "DRS-MIB::drsDeviceName.1"))

    def _embedded(self, more: str) -> int:
        port = self.site.embedded_snmp()
        with open(self.site.root / "etc/drs/snmp/drs-master.conf", "a", encoding="utf-8") as file:
            file.write(VIEW + more)
        return port

    def _agentx(self, more: str) -> int:
        self.snmpd = snmp.Snmpd(self.lab, more=VIEW + more)
        self.site.configure(snmp__mode="agentx", snmp__agentx_socket=self.snmpd.agentx_socket, snmp__ping=1)
        return self.snmpd.port
