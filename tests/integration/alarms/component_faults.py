# SPDX-License-Identifier: Apache-2.0
"""What components, their files and their features do wrong."""

from scenario import Scenario, World


def remove_component(world: World, file: str) -> None:
    (world.site.root / f"etc/drs/components.d/{file}.xml").unlink()
    world.register_again()


class AProgramThatFails(Scenario):
    """A component's backup program ends with 1"""

    alarm = "MABackupComponentFailure"
    also = ("BackupFailure", "Failure")

    def prepare(self, world):
        world.site.script("UCM", "BAD", ["/bin/false"], ["/bin/true"])
        world.start()
        world.site.local_device()

    def cause(self, world):
        world.backup_ends(1)


class ARestoreProgramThatFails(Scenario):
    """A component's restore program ends with 1"""

    alarm = "MARestoreComponentFailure"
    also = ("RestoreFailure", "Failure")

    def prepare(self, world):
        world.site.script("UCM", "BAD", ["/bin/echo", "data"], ["/bin/false"])
        world.start()
        world.site.local_device()
        world.backup_ends(0)
        world.keep_newest()

    def cause(self, world):
        world.restore_ends(1)


class ANewComponent(Scenario):
    """A file comes into etc/drs/components.d"""

    alarm = "ComponentRegistered"

    def cause(self, world):
        world.site.files("CUC", "GREETINGS", world.data)
        world.register_again()


class AComponentThatIsGone(Scenario):
    """A file of etc/drs/components.d is removed"""

    alarm = "ComponentDeRegistered"

    def prepare(self, world):
        world.site.files("UCM", "MOH", world.data)
        world.start()

    def cause(self, world):
        remove_component(world, "UCM-MOH")


class ABrokenComponentFile(Scenario):
    """A file of etc/drs/components.d is no XML"""

    alarm = "RegistrationFailure"

    def cause(self, world):
        (world.site.root / "etc/drs/components.d/broken.xml").write_text("<component")
        world.register_again()


class NothingRegistered(Scenario):
    """A backup is asked for when no component is registered"""

    alarm = "NoRegisteredComponent"

    def prepare(self, world):
        world.site.start()
        world.site.local_device()

    def cause(self, world):
        world.backup_ends(4)


class AnUnknownFeature(Scenario):
    """A backup is asked for of a feature that nobody registered"""

    alarm = "NoRegisteredFeature"

    def prepare(self, world):
        world.start()
        world.site.local_device()

    def cause(self, world):
        world.backup_ends(4, "NOSUCH")


class AScheduleThatLosesAFeature(Scenario):
    """The only component of one of a schedule's two features is removed"""

    alarm = "SchedulerUpdated"
    also = ("ComponentDeRegistered",)
    features = "UCM,CUC"

    def prepare(self, world):
        world.site.files("CUC", "GREETINGS", world.data)
        world.start()
        world.site.local_device()
        world.site.good("schedule", "add", "night", "nightly", self.features, "2099/01/01-02:00", "daily")
        world.site.good("schedule", "enable", "night")

    def cause(self, world):
        remove_component(world, "CUC-GREETINGS")


class AScheduleWithoutAFeature(AScheduleThatLosesAFeature):
    """The only component of a schedule's only feature is removed"""

    alarm = "SchedulerDisabled"
    features = "CUC"


SCENARIOS = [AProgramThatFails, ARestoreProgramThatFails, ANewComponent, AComponentThatIsGone, ABrokenComponentFile, NothingRegistered,
             AnUnknownFeature, AScheduleThatLosesAFeature, AScheduleWithoutAFeature]
