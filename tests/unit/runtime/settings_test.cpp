// SPDX-License-Identifier: Apache-2.0
#include "runtime/settings.hpp"

#include <gmock/gmock.h>
#include <stdlib.h>

#include <algorithm>
#include <fstream>

#include "runtime/error.hpp"
#include "tests/support/cpp/sshd.hpp"

namespace drs::runtime {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

class ASetting : public testing::Test {
protected:
    ASetting() {
        for (const auto* name : {"DRS_ROOT", "DRS_MASTER_PORT", "DRS_SNMP_PORT"}) unsetenv(name);
    }
    ~ASetting() override {
        for (const auto* name : {"DRS_ROOT", "DRS_MASTER_PORT", "DRS_SNMP_PORT"}) unsetenv(name);
    }
    test::TemporaryDirectory home;
    Invocation read(std::vector<std::string> options) const {
        std::vector<std::string> words{"drs-master"};
        if (std::find(options.begin(), options.end(), "--root") == options.end()) words.insert(words.end(), {"--root", home.path()});
        words.insert(words.end(), options.begin(), options.end());
        std::vector<const char*> argv;
        for (const auto& word : words) argv.push_back(word.c_str());
        return read_settings(Program::master, static_cast<int>(argv.size()), argv.data());
    }
    std::string refusal(const std::vector<std::string>& options) const {
        try {
            (void)read(options);
        } catch (const Error& error) {
            return error.fault() == Fault::bad_configuration ? error.what() : "another fault";
        }
        return {};
    }
    void configure(const std::string& text) const {
        std::filesystem::create_directories(home.path() / "etc/drs");
        std::ofstream(home.path() / "etc/drs/drs.conf") << text;
    }
    static std::string wrong(const std::string& text) {
        Settings settings;
        try {
            apply_settings_text(settings, text, "drs.conf");
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    }
};

TEST_F(ASetting, ComesFromTheFile) {
    configure("# our node\n\n  node = cucm1 \n master.port=5050\nsnmp.mode = agentx\r\njob.limit = 60\n");
    const auto settings = read({}).settings;
    EXPECT_EQ(settings.node, "cucm1");
    EXPECT_EQ(settings.master.port, 5050);
    EXPECT_EQ(settings.snmp.mode, SnmpMode::agentx);
    EXPECT_EQ(settings.job.limit, std::chrono::seconds(60));
}

TEST_F(ASetting, ComesFromTheEnvironmentBeforeTheFile) {
    configure("master.port = 5050\nsnmp.address = 10.0.0.1:161\n");
    setenv("DRS_MASTER_PORT", "6060", 1);
    setenv("DRS_SNMP_PORT", "1162", 1);
    EXPECT_EQ(read({}).settings.master.port, 6060);
    EXPECT_EQ(read({}).settings.snmp.address, "10.0.0.1:1162");
}

TEST_F(ASetting, ComesFromTheCommandLineFirst) {
    setenv("DRS_MASTER_PORT", "6060", 1);
    EXPECT_EQ(read({"--set", "master.port=7070"}).settings.master.port, 7070);
    EXPECT_EQ(read({"--set", "master.port=1", "--set", "master.port=2"}).settings.master.port, 2);
}

TEST_F(ASetting, HasADefault) {
    const auto settings = read({}).settings;
    EXPECT_EQ(settings.master.port, 4040);
    EXPECT_EQ(settings.job.limit, std::chrono::hours(20));
    EXPECT_FALSE(settings.node.empty());
    EXPECT_EQ(settings.paths.root, home.path());
}

TEST_F(ASetting, IsNamedWithItsLineWhenItIsUnknown) {
    configure("node = a\nmaster.prot = 1\n");
    EXPECT_THAT(refusal({}), AllOf(StartsWith((home.path() / "etc/drs/drs.conf:2: ").string()), HasSubstr("there is no setting `master.prot`")));
}

TEST_F(ASetting, IsNamedWithItsLineWhenItIsWrong) {
    EXPECT_EQ(wrong("node"), "drs.conf:1: the line is not `key = value`");
    EXPECT_EQ(wrong("\nmaster.port = 0"), "drs.conf:2: master.port: `0` is not a number from 1 to 65535");
    EXPECT_EQ(wrong("master.port = 65536"), "drs.conf:1: master.port: `65536` is not a number from 1 to 65535");
    EXPECT_EQ(wrong("trace.files = 1x"), "drs.conf:1: trace.files: `1x` is not a number from 1 to 10000");
    EXPECT_EQ(wrong("trace.level = LOUD"), "drs.conf:1: trace.level: `LOUD` is not one of ERROR, WARN, INFO, DEBUG");
    EXPECT_EQ(wrong("snmp.mode = on"), "drs.conf:1: snmp.mode: `on` is not one of off, embedded, agentx");
    EXPECT_EQ(wrong("snmp.address = localhost"), "drs.conf:1: snmp.address: `localhost` is not ADDRESS:PORT");
    EXPECT_EQ(wrong("job.compression-level = 20"), "drs.conf:1: job.compression-level: `20` is not a number from 1 to 19");
    EXPECT_THAT(wrong("node = a_b"), StartsWith("drs.conf:1: node: "));
}

TEST_F(ASetting, OfAHookIsAnAbsolutePathOrNone) {
    EXPECT_THAT(refusal({"--set", "hook.pre-backup=quiesce"}), testing::HasSubstr("hook.pre-backup: `quiesce` is not the absolute path of a program"));
    const auto settings = read({"--set", "hook.pre-backup=/opt/quiesce", "--set", "hook.post-backup=", "--set", "hook.limit=7"}).settings;
    EXPECT_EQ(settings.hook.pre_backup, "/opt/quiesce");
    EXPECT_EQ(settings.hook.post_backup, "");
    EXPECT_EQ(settings.hook.limit, std::chrono::seconds(7));
}

TEST_F(ASetting, OfAComponentsLimitMayBeNone) {
    EXPECT_EQ(read({}).settings.job.component_limit, std::chrono::hours(10));
    EXPECT_EQ(read({"--set", "job.component-limit=0"}).settings.job.component_limit, std::chrono::seconds(0));
}

TEST_F(ASetting, IsNamedByItsVariableWhenItIsWrong) {
    setenv("DRS_MASTER_PORT", "many", 1);
    EXPECT_EQ(refusal({}), "environment variable DRS_MASTER_PORT: master.port: `many` is not a number from 1 to 65535");
}

TEST_F(ASetting, IsRefusedOnTheCommandLineWithTheWayOut) {
    EXPECT_EQ(refusal({"--set", "node"}), "--set node is not KEY=VALUE");
    EXPECT_THAT(refusal({"--colour"}), AllOf(HasSubstr("--colour"), HasSubstr("see drs-master --help")));
    EXPECT_THAT(refusal({"surplus"}), HasSubstr("see drs-master --help"));
}

TEST_F(ASetting, IsNotLookedForBelowARootThatIsNotThere) {
    const auto root = (home.path() / "mistyped").string();
    EXPECT_EQ(refusal({"--root", root}), root + " is no directory: make it, or name another root with --root or DRS_ROOT");
    EXPECT_FALSE(std::filesystem::exists(root));
}

TEST_F(ASetting, IsListedByHelp) {
    EXPECT_THAT(read({"--help"}).message.value_or(""), AllOf(HasSubstr("usage: drs-master"), HasSubstr("job.component-silence")));
    EXPECT_THAT(read({"--version"}).message.value_or(""), StartsWith("drs-master (OpenDRS) "));
    EXPECT_TRUE(read({"--check-config"}).check_config);
}

}  // namespace
}  // namespace drs::runtime
