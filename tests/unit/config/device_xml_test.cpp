// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "refusal.hpp"

namespace drs::storage {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view network_attributes = "name=\"n\" kind=\"NETWORK\" path=\"/b\" server=\"s\" user=\"u\"";
constexpr std::string_view local_attributes = "index=\"1\" name=\"n\" kind=\"LOCAL\"";

std::string refused(std::string_view devices, std::string_view root = "version=\"1\" next_index=\"20\"") {
    const auto text = fmt::format("<drfDevice {}>\n{}</drfDevice>", root, devices);
    return refusal([&] { parse_devices(text, "drfDevice.xml", test_sealer()); });
}
std::string refused_network(std::string_view more) {
    return refused(fmt::format("<device index=\"1\" {} {}/>", network_attributes, more));
}
std::string refused_local(std::string_view more) { return refused(fmt::format("<device {} {}/>", local_attributes, more)); }

TEST(ADeviceFile, HoldsEachKind) {
    const auto file = parse_devices(
        "<drfDevice version=\"1\" next_index=\"9\"><device index=\"8\" name=\"nightly\" kind=\"NETWORK\" path=\"backup\" keep_sets=\"7\""
        " server=\"10.0.0.5\" port=\"2222\" user=\"drs\" password=\"sealed:frperg\" host_key=\"SHA256:x\"/>"
        "<device index=\"2\" name=\"tape\" kind=\"TAPE\" path=\"/dev/nst0\"/></drfDevice>",
        "drfDevice.xml", test_sealer());
    EXPECT_EQ(file.next_index, 9u);
    ASSERT_EQ(file.devices.size(), 2u);
    EXPECT_EQ(file.devices[0].password.reveal(), "secret");
    EXPECT_EQ(file.devices[0].port, 2222);
    EXPECT_EQ(file.devices[0].location(), "10.0.0.5 : backup");
    EXPECT_EQ(file.devices[1].keep_sets, model::default_keep_sets);
    EXPECT_EQ(file.devices[1].location(), "/dev/nst0");
}

TEST(ADeviceFile, IsWrittenWithoutAClearPassword) {
    DeviceFile file{2, {}};
    file.devices.push_back({.index = 1, .name = "n", .kind = model::DeviceKind::network, .path = "/b", .server = "s", .user = "u"});
    file.devices[0].password = model::Secret("hunter2");
    EXPECT_THAT(write_devices(file, test_sealer()), Not(HasSubstr("hunter2")));
}

TEST(ADeviceFile, IsRefusedWithAPasswordThatDoesNotOpen) {
    EXPECT_EQ(refused_network("password=\"x\""), "drfDevice.xml:2: the password does not open with the key of this machine");
}

TEST(ADeviceFile, IsRefusedWithAnEleventhDevice) {
    std::string ten;
    for (int i = 1; i <= 10; ++i) ten += fmt::format("<device index=\"{}\" name=\"d{}\" kind=\"LOCAL\" path=\"/b\"/>\n", i, i);
    EXPECT_EQ(refused(ten), "no refusal");
    EXPECT_EQ(refused(ten + "<device index=\"11\" name=\"d11\" kind=\"LOCAL\" path=\"/b\"/>"), "drfDevice.xml:12: more than 10 devices; remove one");
}

TEST(ADeviceFile, IsRefusedWithTheSameNameOrIndexTwice) {
    EXPECT_EQ(refused("<device index=\"1\" name=\"a\" kind=\"LOCAL\" path=\"/b\"/>\n<device index=\"2\" name=\"a\" kind=\"LOCAL\" path=\"/b\"/>"),
              "drfDevice.xml:3: second device with the name `a`");
    EXPECT_EQ(refused("<device index=\"1\" name=\"a\" kind=\"LOCAL\" path=\"/b\"/>\n<device index=\"1\" name=\"b\" kind=\"LOCAL\" path=\"/b\"/>"),
              "drfDevice.xml:3: second device with the index 1");
}

TEST(ADeviceFile, IsRefusedWithAnIndexThatWouldComeAgain) {
    EXPECT_EQ(refused("<device index=\"20\" name=\"a\" kind=\"LOCAL\" path=\"/b\"/>"), "drfDevice.xml:2: device index 20 is not below next_index 20");
}

TEST(ADeviceFile, IsRefusedWithNumbersOutOfRange) {
    const auto number = [](const char* name, const char* value, const char* range) {
        return fmt::format("drfDevice.xml:2: attribute `{}` of <device> is `{}`; expected a whole number from {}", name, value, range);
    };
    EXPECT_EQ(refused_network("port=\"0\""), number("port", "0", "1 to 65535"));
    EXPECT_EQ(refused_network("port=\"65536\""), number("port", "65536", "1 to 65535"));
    EXPECT_EQ(refused_local("path=\"/b\" keep_sets=\"0\""), number("keep_sets", "0", "1 to 365"));
    EXPECT_EQ(refused_local("path=\"/b\" keep_sets=\"366\""), number("keep_sets", "366", "1 to 365"));
    EXPECT_EQ(refused("<device index=\"0\"/>"), number("index", "0", "1 to 4294967295"));
    EXPECT_EQ(refused("", "version=\"1\" next_index=\"0\""),
              "drfDevice.xml:1: attribute `next_index` of <drfDevice> is `0`; expected a whole number from 1 to 4294967295");
}

TEST(ADeviceFile, IsRefusedWithABadNameOrKind) {
    EXPECT_EQ(refused("<device index=\"1\" name=\"a/b\"/>"),
              "drfDevice.xml:2: attribute `name` of <device>: device name has `/` in it; allowed are letters, digits, blanks, `-` and `_`");
    EXPECT_EQ(refused("<device index=\"1\" name=\"\"/>"), "drfDevice.xml:2: attribute `name` of <device>: device name is empty");
    EXPECT_EQ(refused("<device index=\"1\" name=\"a\" kind=\"network\"/>"),
              "drfDevice.xml:2: attribute `kind` of <device> is `network`; expected one of TAPE, NETWORK, LOCAL");
}

TEST(ADeviceFile, IsRefusedWhenItsKindLacksOrHasNoSuchPart) {
    EXPECT_EQ(refused("<device index=\"1\" name=\"a\" kind=\"NETWORK\" path=\"/b\" user=\"u\"/>"),
              "drfDevice.xml:2: <device> has no attribute `server`; add it");
    EXPECT_EQ(refused("<device index=\"1\" name=\"a\" kind=\"NETWORK\" path=\"/b\" server=\"s\" user=\"\"/>"),
              "drfDevice.xml:2: attribute `user` of <device> is empty");
    EXPECT_EQ(refused_local("path=\"/b\" server=\"s\""), "drfDevice.xml:2: <device> of kind LOCAL has attribute `server`, which only NETWORK has; remove it");
    EXPECT_EQ(refused_local("path=\"/b\" password=\"\""), "drfDevice.xml:2: <device> of kind LOCAL has attribute `password`, which only NETWORK has; remove it");
    EXPECT_EQ(refused_local("path=\"b\""), "drfDevice.xml:2: attribute `path` of <device>: path `b` is not absolute; begin it with `/`");
    EXPECT_EQ(refused_local(""), "drfDevice.xml:2: <device> has no attribute `path`; add it");
}

TEST(ADeviceFile, IsRefusedWithUnknownParts) {
    EXPECT_THAT(refused_local("path=\"/b\" colour=\"red\""), testing::StartsWith("drfDevice.xml:2: unknown attribute `colour` of <device>; known: index, "));
    EXPECT_EQ(refused("<schedule/>"), "drfDevice.xml:2: unknown element <schedule> in <drfDevice>; known: device");
}

TEST(ADeviceFile, IsRefusedInALaterForm) {
    EXPECT_EQ(refused("", "version=\"2\" next_index=\"1\""),
              "drfDevice.xml:1: version of <drfDevice> is 2, this release reads 1; use the release that wrote the file");
    EXPECT_EQ(refused("", "next_index=\"1\""), "drfDevice.xml:1: <drfDevice> has no attribute `version`; add it");
}

TEST(ADeviceFile, IsNotWrittenWithWhatXmlCannotHold) {
    DeviceFile file{2, {}};
    file.devices.push_back({.index = 1, .name = "n", .kind = model::DeviceKind::local, .path = "/b\x01"});
    EXPECT_EQ(refusal([&] { write_devices(file, test_sealer()); }),
              "drfDevice.xml cannot hold attribute `path` of <device>: control character \\x01 is not allowed in XML; remove it from the value");
    file.devices[0].path = "/b\xff";
    EXPECT_EQ(refusal([&] { write_devices(file, test_sealer()); }),
              "drfDevice.xml cannot hold attribute `path` of <device>: byte \\xff (not UTF-8) is not allowed in XML; remove it from the value");
}

TEST(ADeviceFile, IsNotWrittenWhenItCouldNotBeRead) {
    DeviceFile file{1, {}};
    file.devices.push_back({.index = 1, .name = "n", .kind = model::DeviceKind::local, .path = "/b"});
    EXPECT_EQ(refusal([&] { write_devices(file, test_sealer()); }), "drfDevice.xml (not written):3: device index 1 is not below next_index 1");
}

}  // namespace
}  // namespace drs::storage
