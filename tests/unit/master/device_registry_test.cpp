// SPDX-License-Identifier: Apache-2.0
#include "master/device_registry.hpp"

#include <gmock/gmock.h>

#include "reports.hpp"

namespace drs::master {
namespace {

using control::Kind;
using test::refusal_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class ADeviceRegistry : public testing::Test {
protected:
    test::MasterHome home;
    KeyRing keys{home.settings.paths, "node1", "now"};
    test::Reports reports{home};
    DeviceRegistry registry{file(), keys.sealer(), reports.all()};

    std::filesystem::path file() const { return home.settings.paths.device_file(); }
    static model::Device local(const std::string& name, const std::string& path = "/srv/sets") {
        model::Device device;
        device.name = name;
        device.path = path;
        return device;
    }
    static model::Device network(const std::string& name) {
        auto device = local(name);
        device.kind = model::DeviceKind::network;
        device.server = "10.0.0.5";
        device.user = "backup";
        device.password = model::Secret("open sesame");
        return device;
    }
    test::Refused refused(const model::Device& device) const {
        return refusal_of([&] {
            registry.check_new(device);
            return 0;
        });
    }
};

TEST_F(ADeviceRegistry, MakesItsFileReadableByItselfOnly) {
    EXPECT_EQ(std::filesystem::status(file()).permissions(), std::filesystem::perms(0600));
}

TEST_F(ADeviceRegistry, IsTheSameWhenItIsReadAgain) {
    registry.add(network("nightly"));
    const DeviceRegistry again(file(), keys.sealer(), reports.all());
    EXPECT_EQ(again.find("nightly").location(), "10.0.0.5 : /srv/sets");
    EXPECT_EQ(again.find("nightly").password.reveal(), "open sesame");
}

TEST_F(ADeviceRegistry, DoesNotShowAPasswordInItsFile) {
    registry.add(network("nightly"));
    EXPECT_THAT(test::text_in(file()), Not(HasSubstr("open sesame")));
}

TEST_F(ADeviceRegistry, ShowsNoDeviceThatItsFileDidNotTake) {
    std::filesystem::remove_all(file().parent_path());
    EXPECT_THROW(registry.add(local("nightly")), runtime::Error);
    EXPECT_TRUE(registry.all().empty());
}

TEST_F(ADeviceRegistry, NeverGivesAnIndexTwice) {
    const auto first = registry.add(local("one")).index;
    registry.remove("one");
    EXPECT_GT(registry.add(local("two")).index, first);
}

TEST_F(ADeviceRegistry, TakesTenDevices) {
    for (int i = 0; i < 10; ++i) registry.add(local("device " + std::to_string(i)));
    EXPECT_EQ(refused(local("eleventh")).kind, Kind::limit);
    EXPECT_EQ(refused(local("eleventh")).sentence, "there are 10 devices already; delete one first");
}

TEST_F(ADeviceRegistry, RefusesANameThatIsTaken) {
    registry.add(local("nightly"));
    EXPECT_EQ(refused(local("nightly")).sentence, "device nightly exists already; choose another name or delete it first");
}

TEST_F(ADeviceRegistry, RefusesANameThatIsNotAllowed) { EXPECT_EQ(refused(local("a/b")).kind, Kind::bad_value); }

TEST_F(ADeviceRegistry, RemovesOneOrAll) {
    for (const auto* name : {"one", "two", "three"}) registry.add(local(name));
    EXPECT_THAT(registry.remove("two"), ElementsAre("two"));
    EXPECT_THAT(registry.remove("*"), ElementsAre("one", "three"));
    EXPECT_EQ(refusal_of([&] { return registry.remove("one"); }).kind, Kind::not_found);
}

TEST_F(ADeviceRegistry, ReadsAFileThatWasRestored) {
    registry.add(local("nightly"));
    const auto before = test::text_in(file());
    registry.remove("*");
    test::write_text(file(), before);
    registry.look();
    EXPECT_EQ(registry.find("nightly").path, "/srv/sets");
}

TEST_F(ADeviceRegistry, RemembersWhatWasLastSeenOfADevice) {
    registry.add(local("nightly"));
    EXPECT_EQ(registry.rows().front().state, model::DeviceState::unknown);
    registry.saw_failure("nightly", storage::DeviceError(storage::DeviceFault::full, "no space is left"));
    EXPECT_EQ(registry.rows().front().state, model::DeviceState::full);
    EXPECT_EQ(registry.rows().front().state_text, "no space is left");
    registry.saw_ready("nightly", 4096);
    EXPECT_EQ(registry.rows().front().free_bytes, 4096U);
}

TEST_F(ADeviceRegistry, RefusesFieldsThatCannotBe) {
    const auto wrong = [&](auto change) {
        auto device = network("nightly");
        change(device);
        return refused(device).sentence;
    };
    EXPECT_THAT(wrong([](auto& d) { d.path = ""; }), HasSubstr("path is empty"));
    EXPECT_THAT(wrong([](auto& d) { d.path = "/a\nb"; }), HasSubstr("control character"));
    EXPECT_THAT(wrong([](auto& d) { d.server = ""; }), HasSubstr("server's name is empty"));
    EXPECT_THAT(wrong([](auto& d) { d.user = ""; }), HasSubstr("user's name is empty"));
    EXPECT_THAT(wrong([](auto& d) { d.port = 0; }), HasSubstr("port 0"));
    EXPECT_THAT(wrong([](auto& d) { d.keep_sets = 0; }), HasSubstr("it can be 1 to 365"));
    EXPECT_THAT(wrong([](auto& d) { d.keep_sets = 366; }), HasSubstr("it can be 1 to 365"));
    EXPECT_THAT(wrong([](auto& d) { d.kind = model::DeviceKind::tape; }), HasSubstr("tape"));
    EXPECT_THAT(refused(local("nightly", "sets")).sentence, HasSubstr("not absolute"));
}

class ADeviceRegistryOfAnotherAppliance : public ADeviceRegistry {
protected:
    ADeviceRegistryOfAnotherAppliance() {
        registry.add(network("nightly"));
        text = test::text_in(file());
        others.emplace(elsewhere.settings.paths, "node1", "now");
        here.emplace(file(), others->sealer(), reports.all());
    }
    std::string text;
    test::MasterHome elsewhere;
    std::optional<KeyRing> others;
    std::optional<DeviceRegistry> here;
};

TEST_F(ADeviceRegistryOfAnotherAppliance, KnowsADeviceWhosePasswordDoesNotOpen) {
    EXPECT_EQ(here->find("nightly").location(), "10.0.0.5 : /srv/sets");
    const auto refusal = refusal_of([&] { return here->usable("nightly").name; });
    EXPECT_EQ(refusal.kind, Kind::device);
    EXPECT_EQ(refusal.sentence, "device nightly: its password was sealed by another appliance; set it again with device add under the same name");
    EXPECT_EQ(here->rows().front().state_text, refusal.sentence);
}

TEST_F(ADeviceRegistryOfAnotherAppliance, KeepsTheSealItCannotOpen) {
    here->add(local("disk"));
    here->remove("disk");
    const DeviceRegistry home_again(file(), keys.sealer(), reports.all());
    EXPECT_EQ(home_again.usable("nightly").password.reveal(), "open sesame");
}

TEST_F(ADeviceRegistryOfAnotherAppliance, TakesThePasswordAnew) {
    auto device = network("nightly");
    device.password = model::Secret("open barley");
    const auto index = here->find("nightly").index;
    here->check_new(device);
    EXPECT_EQ(here->add(std::move(device)).index, index);
    EXPECT_EQ(here->usable("nightly").password.reveal(), "open barley");
    EXPECT_EQ(here->all().size(), 1u);
}

TEST_F(ADeviceRegistry, WritesASealAgainAsItWas) {
    registry.add(network("nightly"));
    const auto text = test::text_in(file());
    registry.add(local("disk"));
    registry.remove("disk");
    const auto seal = [](const std::string& file) { return file.substr(file.find("password="), 60); };
    EXPECT_EQ(seal(test::text_in(file())), seal(text));
}

/// Edits of the text of the file, as a person makes them.
class AnEditedDeviceFile : public ADeviceRegistry {
protected:
    AnEditedDeviceFile() {
        registry.add(local("one"));
        registry.add(network("two"));
        before = test::text_in(file());
    }
    void edit(const std::string& what, const std::string& with) {
        auto text = test::text_in(file());
        text.replace(text.find(what), what.size(), with);
        test::write_text(file(), text);
        registry.look();
    }
    std::string complaint() const { return reports.complaints().empty() ? "" : reports.complaints().back(); }
    std::string before;
};

TEST_F(AnEditedDeviceFile, IsTakenOverAndTold) {
    edit("name=\"one\"", "name=\"first\"");
    EXPECT_EQ(registry.find("first").path, "/srv/sets");
    EXPECT_EQ(complaint(), "");
    EXPECT_THAT(reports.traced(home), HasSubstr("drfDevice.xml was edited or restored: added [first], changed [], removed [one]"));
}

TEST_F(AnEditedDeviceFile, ForgetsWhatWasSeenOfAChangedDevice) {
    registry.saw_ready("one", 1);
    edit("path=\"/srv/sets\"", "path=\"/srv/others\"");
    EXPECT_EQ(registry.rows().front().state, model::DeviceState::unknown);
    EXPECT_THAT(reports.traced(home), HasSubstr("changed [one]"));
}

TEST_F(AnEditedDeviceFile, IsRefusedWithItsLine) {
    edit("kind=\"LOCAL\"", "kind=\"LOCALE\"");
    EXPECT_THAT(complaint(), HasSubstr(file().string() + ":3: attribute `kind` of <device> is `LOCALE`"));
    EXPECT_EQ(test::text_in(file()), before);
}

TEST_F(AnEditedDeviceFile, IsRefusedWithTheLineOfADeviceThatTheRulesForbid) {
    edit("kind=\"LOCAL\"", "kind=\"TAPE\"");
    EXPECT_THAT(complaint(), HasSubstr(file().string() + ":3: this release cannot use tape drives"));
    EXPECT_EQ(test::text_in(file()), before);
}

TEST_F(AnEditedDeviceFile, IsRefusedWithAClearPasswordThatNobodyIsTold) {
    const auto at = before.find("password=\"") + 10;
    edit(before.substr(at, before.find('"', at) - at), "hunter2");
    EXPECT_THAT(complaint(), HasSubstr(file().string() + ":4: the password is not sealed; leave the device out here and add it with device add"));
    EXPECT_THAT(complaint() + reports.traced(home), Not(HasSubstr("hunter2")));
    EXPECT_EQ(std::filesystem::status(file().string() + ".refused").permissions(), std::filesystem::perms(0600));
    EXPECT_EQ(registry.find("two").password.reveal(), "open sesame");
}

TEST_F(AnEditedDeviceFile, IsRefusedWithoutADeviceThatAScheduleUses) {
    registry.keep_what_is_used([](const std::string& device) { return device == "one" ? std::vector<std::string>{"weekly"} : std::vector<std::string>(); });
    edit("name=\"two\"", "name=\"three\"");
    EXPECT_EQ(complaint(), "");
    edit("name=\"one\"", "name=\"four\"");
    EXPECT_THAT(complaint(), HasSubstr(": device one is not in it, and schedule weekly uses it; put it back, or change the schedule first"));
    EXPECT_NO_THROW((void)registry.find("one"));
}

TEST_F(AnEditedDeviceFile, IsSeenBeforeTheNextChange) {
    auto text = before;
    text.replace(text.find("name=\"one\""), 10, "name=\"uno\"");
    test::write_text(file(), text);
    registry.add(local("three"));
    EXPECT_NO_THROW((void)registry.find("uno"));
    EXPECT_NO_THROW((void)registry.find("three"));
}

TEST_F(AnEditedDeviceFile, DoesNotBringAnIndexBack) {
    registry.remove("two");
    test::write_text(file(), "<drfDevice version=\"1\" next_index=\"1\"/>");
    registry.look();
    EXPECT_EQ(registry.add(local("four")).index, 3u);
}

}  // namespace
}  // namespace drs::master
