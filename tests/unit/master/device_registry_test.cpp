// SPDX-License-Identifier: Apache-2.0
#include "master/device_registry.hpp"

#include <gmock/gmock.h>

#include "appliance.hpp"

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
    DeviceRegistry registry{file(), keys.sealer()};

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
    const DeviceRegistry again(file(), keys.sealer());
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
    registry.reload();
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

TEST_F(ADeviceRegistry, RefusesAPasswordThatWasSealedUnderAnotherKey) {
    registry.add(network("nightly"));
    const test::MasterHome elsewhere;
    const KeyRing others(elsewhere.settings.paths, "node1", "now");
    EXPECT_THROW(DeviceRegistry(file(), others.sealer()), storage::ConfigError);
}

}  // namespace
}  // namespace drs::master
