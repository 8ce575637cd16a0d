// SPDX-License-Identifier: Apache-2.0
// DRS-MIB.txt against the program: names, numbers, and what it says of the alarms.
#include <gmock/gmock.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>

#include "alarms/catalogue.hpp"
#include "mib/group.hpp"
#include "mib/notification.hpp"
#include "mib_alarms_text.hpp"

using namespace drs::mib;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

std::string output_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::string text;
    char part[4096];
    for (std::size_t read = 0; (read = fread(part, 1, sizeof part, pipe.get())) > 0;) text.append(part, read);
    return text;
}

std::string dotted(const Oid& below) {
    std::string text;
    for (const auto part : absolute(below)) text += (text.empty() ? "" : ".") + std::to_string(part);
    return text;
}

std::string words_of(const std::string& text) {
    std::istringstream words(text);
    std::string joined;
    for (std::string word; words >> word;) joined += word + " ";
    return joined;
}

struct TheMibText : testing::Test {
    /// The base modules under plain names, as smilint wants them; Debian has them in package erlang-snmp only.
    const std::filesystem::path base = std::filesystem::path(testing::TempDir()) / ("drs-base-mibs-" + std::to_string(getpid()));

    TheMibText() {
        std::filesystem::create_directories(base);
        output_of("for f in /usr/lib/erlang/lib/snmp-*/mibs/*.mib; do ln -s \"$f\" '" + base.string() + "'/$(basename \"$f\" .mib); done");
    }
    ~TheMibText() override { std::filesystem::remove_all(base); }

    /// Name -> numeric identifier of everything in the module.
    std::map<std::string, std::string> translated() const {
        const auto text = output_of("snmptranslate -M '" + base.string() + ":" DRS_MIB_DIRECTORY "' -m DRS-MIB -To -OX 2>&1; "
                                    "snmptranslate -M '" + base.string() + ":" DRS_MIB_DIRECTORY "' -m DRS-MIB -Tz 2>&1");
        std::map<std::string, std::string> names;
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);) {
            std::istringstream words(line);
            std::string name, number;
            words >> name >> number;
            const auto bare = [](std::string word) {
                std::erase(word, '"');
                return word;
            };
            if (name.starts_with("\"drs")) names[bare(name)] = bare(number);
        }
        return names;
    }

    static std::string text() {
        std::ostringstream all;
        all << std::ifstream(DRS_MIB_DIRECTORY "/DRS-MIB.txt").rdbuf();
        return all.str();
    }
};

}  // namespace

TEST_F(TheMibText, IsAcceptedBySmilintWithoutALine) {
    EXPECT_THAT(output_of("SMIPATH='" + base.string() + "' smilint -l6 " DRS_MIB_DIRECTORY "/DRS-MIB.txt 2>&1"), IsEmpty());
}

TEST_F(TheMibText, IsAcceptedByErlangsCompiler) {
    const auto out = (base / "erlang").string();
    std::filesystem::create_directories(out);
    const auto said = output_of("cp " DRS_MIB_DIRECTORY "/DRS-MIB.txt '" + out + "/DRS-MIB.mib' && cd '" + out +
                                "' && erlc -I /usr/lib/erlang/lib/snmp-*/mibs DRS-MIB.mib 2>&1; ls DRS-MIB.bin");
    EXPECT_THAT(said, HasSubstr("DRS-MIB.bin"));
}

TEST_F(TheMibText, NumbersEveryObjectAsTheProgramDoes) {
    const auto names = translated();
    for (const auto& group : groups())
        for (const auto& column : group.columns) {
            const auto found = names.find(std::string(column.name));
            ASSERT_NE(found, names.end()) << column.name;
            EXPECT_EQ(found->second, dotted(joined(group.at, std::array{column.number}))) << column.name;
        }
}

TEST_F(TheMibText, HasNoReadableObjectThatTheProgramLacks) {
    std::size_t readable = 0, columns = 0;
    const auto all = text();
    for (std::size_t at = 0; (at = all.find("MAX-ACCESS read-", at)) != std::string::npos; ++at) ++readable;
    for (const auto& group : groups()) columns += group.columns.size();
    EXPECT_EQ(readable, columns);
}

TEST_F(TheMibText, HasNoWritableObjectThatTheProgramLacks) {
    std::set<std::string> written, taken;
    std::istringstream lines(text());
    std::string object;
    for (std::string line; std::getline(lines, line);) {
        if (const auto end = line.find(" OBJECT-TYPE"); end != std::string::npos && line[0] != ' ') object = line.substr(0, end);
        if (line.find("MAX-ACCESS read-create") != std::string::npos || line.find("MAX-ACCESS read-write") != std::string::npos) written.insert(object);
    }
    for (const auto& group : groups())
        for (const auto& column : group.columns)
            if (column.writable != nullptr) taken.insert(std::string(column.name));
    EXPECT_EQ(written, taken);
}

TEST_F(TheMibText, NumbersTheNotificationsAndTheirObjectsAsTheProgramDoes) {
    auto names = translated();
    for (const auto& alarm : drs::alarms::catalogue())
        EXPECT_EQ(names[notification_name(alarm.name)], dotted(notification_oid(alarm.id))) << alarm.name;
    for (const auto& object : notification_objects())
        EXPECT_EQ(names[std::string(object.name)] + ".0", dotted(instance_oid(object))) << object.name;
}

TEST_F(TheMibText, ExplainsEveryAlarmAsTheCatalogueDoes) {
    const auto part = words_of(alarms_part(text()));
    for (const auto& alarm : drs::alarms::catalogue()) EXPECT_THAT(part, HasSubstr(words_of(std::string(alarm.explanation)).substr(0, 60)));
    EXPECT_TRUE(alarms_part(text()) == alarms_text()) << "DRS-MIB.txt differs from the alarm catalogue: run mib_alarms_text --write mib/DRS-MIB.txt";
}
