// SPDX-License-Identifier: Apache-2.0
#include "master/machine_zone.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "master/zone.hpp"

namespace drs::test {
namespace {

namespace fs = std::filesystem;

class AMachineZone : public testing::Test {
protected:
    AMachineZone() {
        std::string name = (fs::temp_directory_path() / "drs-etc-XXXXXX").string();
        if (!mkdtemp(name.data())) throw std::runtime_error("no directory for this test below " + fs::temp_directory_path().string());
        etc = name;
    }
    ~AMachineZone() override { fs::remove_all(etc); }

    void write(const std::string& name, const std::string& text) const { std::ofstream(etc / name) << text; }
    std::string zone(const char* tz = nullptr) const { return master::machine_zone(tz, etc); }

    fs::path etc;
};

TEST_F(AMachineZone, IsThatOfTheEnvironmentFirst) {
    fs::create_symlink("/usr/share/zoneinfo/Asia/Tokyo", etc / "localtime");
    EXPECT_EQ(zone("Europe/Vienna"), "Europe/Vienna");
    EXPECT_EQ(zone(":Europe/Vienna"), "Europe/Vienna");
    EXPECT_EQ(zone("/usr/share/zoneinfo/Europe/Vienna"), "Europe/Vienna");
}

TEST_F(AMachineZone, IsNotTakenFromAnEnvironmentThatNamesNone) {
    fs::create_symlink("/usr/share/zoneinfo/Asia/Tokyo", etc / "localtime");
    for (const char* tz : {"", ":", "CET-1CEST,M3.5.0,M10.5.0/3", "Mars/Base", "/etc/passwd"}) EXPECT_EQ(zone(tz), "Asia/Tokyo") << tz;
}

TEST_F(AMachineZone, IsWhereLocaltimeLeadsTo) {
    fs::create_symlink("../usr/share/zoneinfo/America/Argentina/Ushuaia", etc / "localtime");
    write("timezone", "Europe/Vienna\n");
    EXPECT_EQ(zone(), "America/Argentina/Ushuaia");
}

TEST_F(AMachineZone, IsTheFileItselfWhenThatHasNoName) {
    write("localtime", "TZif2");
    write("timezone", "Europe/Vienna\n");
    EXPECT_EQ(zone(), "localtime");
    EXPECT_TRUE(master::is_known_zone("localtime"));
}

TEST_F(AMachineZone, IsThatOfTheTimezoneFileWhenThereIsNoLocaltime) {
    write("timezone", "Europe/Vienna\n");
    EXPECT_EQ(zone(), "Europe/Vienna");
}

TEST_F(AMachineZone, IsUtcWhenNothingNamesOne) {
    EXPECT_EQ(zone(), "UTC");
    fs::create_symlink("/usr/share/zoneinfo/Mars/Base", etc / "localtime");
    write("timezone", "Mars/Base\n");
    EXPECT_EQ(zone(), "UTC");
}

}  // namespace
}  // namespace drs::test
