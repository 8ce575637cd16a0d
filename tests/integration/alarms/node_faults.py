# SPDX-License-Identifier: Apache-2.0
"""What happens to the agents, to the connection between them, and to the trust that it stands on."""

import socket

from appliance import VERSION
from gate import held_component, is_scratch
from lab import until
from scenario import Scenario
from wire_peer import REGISTRATION, WirePeer, registration

PATIENT = {"alarm__absence": 600}  # only what the fault itself tells


class AMasterThatIsGone(Scenario):
    """The Master Agent is killed; it comes back when the node has told of it"""

    alarm = "LA2MAFailure"

    def cause(self, world):
        world.site.master.kill_tree()
        until("the node's own word", lambda: world.in_syslog(self.alarm))
        world.site.configure(**PATIENT)  # the node may take its time to try again
        world.site.start_master()


class ANodeThatIsGone(Scenario):
    """The Local Agent is killed"""

    alarm = "MA2LAFailure"

    def cause(self, world):
        world.site.local.kill_tree()

    def mend(self, world):
        world.site.start_local()


class ANodeThatGoesInABackup(Scenario):
    """The Local Agent is killed in the middle of a backup"""

    alarm = "MABackupNodeDisconnect"
    also = ("BackupFailure", "Failure")
    settings = PATIENT

    def prepare(self, world):
        held_component(world.site, world.gate)
        world.start()
        self.store = world.site.local_device()

    def cause(self, world):
        backup = world.in_background("backup", "network", "UCM", "nightly", "--wait")
        until("a file on the device", lambda: any(is_scratch(file.name) for file in self.store.iterdir()))
        world.site.local.kill_tree()
        assert backup.wait() == 1, backup.output()


class ANodeThatGoesInARestore(Scenario):
    """The Local Agent is killed in the middle of a restore"""

    alarm = "MARestoreNodeDisconnect"
    also = ("RestoreFailure", "Failure")
    settings = PATIENT

    def prepare(self, world):
        self.mark = world.lab.path("restoring")
        stands = f"touch {self.mark}; cat {world.gate.path}; cat > /dev/null"
        world.site.script("CUC", "DB", ["/bin/echo", "data"], ["/bin/sh", "-c", stands])
        world.start()
        world.site.local_device()
        world.backup_ends(0, "CUC")
        world.keep_newest()

    def cause(self, world):
        restore = world.in_background("restore", "network", "node1", f"{world.newest}.tar", "nightly", "--features", "CUC", "--wait")
        until("the restore program", self.mark.exists)
        world.site.local.kill_tree()
        assert restore.wait() == 1, restore.output()


class ALocalAgentThatDoesNotStart(Scenario):
    """The node's product.xml says nothing"""

    alarm = "LocalAgentStartFailure"
    settings = PATIENT

    def cause(self, world):
        world.site.local.stop()
        world.site.product_file({})
        assert world.lab.start("broken", world.site.argv("drs-local")).wait() == 1
        world.site.product(VERSION)
        world.site.start_local()


class AMasterThatDoesNotStart(Scenario):
    """Another process has the Master's port"""

    alarm = "MasterAgentStartFailure"
    settings = PATIENT

    def cause(self, world):
        world.site.stop()
        with socket.socket() as taken:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken.bind(("127.0.0.1", world.site.settings["master.port"]))
            taken.listen()
            assert world.lab.start("refused", world.site.argv("drs-master")).wait() == 1
        world.site.start_master()


class AStranger(Scenario):
    """A TLS client without a certificate connects to the Master's port"""

    alarm = "UnknownClient"

    def cause(self, world):
        world.lab.start("stranger", ["/usr/bin/openssl", "s_client", "-connect", f"127.0.0.1:{world.site.settings['master.port']}"])


class AForbiddenName(Scenario):
    """A client with the node's certificate registers a component whose name leads out of its directory"""

    alarm = "SecurityViolation"
    settings = PATIENT

    def cause(self, world):
        world.site.local.stop()
        with WirePeer(world.site) as peer:
            peer.is_welcome(world.site.node)
            peer.send(REGISTRATION, registration(("UCM", "TFTP"), ("UCM", "../../etc/shadow")))
            until("the Master's word", lambda: world.in_syslog(self.alarm))
        assert "TFTP" in world.site.good("show_registration", world.site.node), "the registration has changed"


class ACertificateThatIsGone(Scenario):
    """The Master's certificate is moved away, and the node connects anew"""

    alarm = "TruststoreMissing"
    settings = PATIENT

    def cause(self, world):
        self.certificate = world.site.keys / "master.crt"
        self.certificate.rename(world.lab.path("master.crt"))
        world.site.local.stop()
        world.site.local = world.lab.start_ready("again", world.site.argv("drs-local"))

    def mend(self, world):
        world.lab.path("master.crt").rename(self.certificate)


class ANodeThatIsRemoved(Scenario):
    """A node is stopped and removed"""

    alarm = "DeRegisteredServer"

    def cause(self, world):
        world.site.local.stop()
        shown = world.site.drs("node", "remove", world.site.node)
        assert shown.code == 0, shown.text


SCENARIOS = [AMasterThatIsGone, ANodeThatIsGone, ANodeThatGoesInABackup, ANodeThatGoesInARestore, ALocalAgentThatDoesNotStart,
             AMasterThatDoesNotStart, AStranger, AForbiddenName, ACertificateThatIsGone, ANodeThatIsRemoved]
