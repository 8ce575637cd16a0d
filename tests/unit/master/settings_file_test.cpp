// SPDX-License-Identifier: Apache-2.0
#include "master/settings_file.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "reports.hpp"
#include "tests/support/cpp/cut_short.hpp"

namespace drs::master {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;
namespace fs = std::filesystem;

/// The text is good when it begins with `good`.
class ASettingsFile : public testing::Test {
protected:
    test::MasterHome home;
    test::Reports reports{home};
    std::string taken;
    SettingsFile::Take take = [this](const std::string& text, const std::string& file) {
        if (!text.starts_with("good")) throw std::runtime_error(file + ":1: `" + text + "` is not good");
        taken = text;
    };

    fs::path file(const std::string& suffix = "") const { return home.settings.paths.device_file().string() + suffix; }
    SettingsFile made() { return SettingsFile(file(), "good: empty", reports.all()); }
    SettingsFile loaded() {
        auto kept = made();
        kept.load(take);
        return kept;
    }
    /// Two generations, and the Master is not running.
    void two_generations() {
        auto kept = loaded();
        kept.keep("good: one");
        kept.keep("good: two");
    }
    std::vector<std::string> files() const { return test::names_in(file().parent_path()); }
    static constexpr auto own = fs::perms(0600);
};

TEST_F(ASettingsFile, BeginsEmpty) {
    EXPECT_EQ(loaded().text(), "good: empty");
    EXPECT_EQ(test::text_in(file()), "good: empty");
    EXPECT_THAT(reports.complaints(), IsEmpty());
}

TEST_F(ASettingsFile, KeepsTheGenerationBefore) {
    two_generations();
    EXPECT_EQ(test::text_in(file()), "good: two");
    EXPECT_EQ(test::text_in(file(".previous")), "good: one");
    for (const auto* suffix : {"", ".previous"}) EXPECT_EQ(fs::status(file(suffix)).permissions(), own);
}

TEST_F(ASettingsFile, KeepsTheGenerationBeforeWhenNothingChanges) {
    two_generations();
    loaded().keep("good: two");
    EXPECT_EQ(test::text_in(file(".previous")), "good: one");
}

TEST_F(ASettingsFile, UsesTheGenerationBeforeADamagedOne) {
    two_generations();
    for (const std::string damage : {"", "goo", "\x7f garbage"}) {
        test::write_text(file(), damage);
        EXPECT_EQ(loaded().text(), "good: one");
        EXPECT_EQ(test::text_in(file()), "good: one");
        EXPECT_THAT(reports.complaints().back(), HasSubstr(file().string() + ":1: `" + damage + "` is not good; it was set aside as drfDevice.xml.damaged-20"));
        EXPECT_THAT(reports.complaints().back(), HasSubstr("the previous generation is used: do again what was changed last"));
    }
}

TEST_F(ASettingsFile, SetsADamagedOneAsideAndNobodyElseCanReadIt) {
    two_generations();
    test::write_text(file(), "a clear password");
    (void)loaded();
    const auto aside = file().parent_path() / files()[2];
    EXPECT_THAT(aside.string(), testing::ContainsRegex(R"(/drfDevice\.xml\.damaged-2026[01][0-9][0-3][0-9]-[0-9]{6}-1$)"));
    EXPECT_EQ(test::text_in(aside), "a clear password");
    EXPECT_EQ(fs::status(aside).permissions(), own);
}

TEST_F(ASettingsFile, KeepsTheLastFiveDamagedOnes) {
    two_generations();
    for (int i = 1; i <= 7; ++i) {
        reports.clock.time += std::chrono::seconds(1);
        test::write_text(file(), "damage " + std::to_string(i));
        (void)loaded();
    }
    std::vector<std::string> damage;
    for (const auto& name : files())
        if (name.find(".damaged-") != std::string::npos) damage.push_back(test::text_in(file().parent_path() / name));
    EXPECT_THAT(damage, ElementsAre("damage 3", "damage 4", "damage 5", "damage 6", "damage 7"));
}

TEST_F(ASettingsFile, KeepsTheLastFiveDamagedOnesOfTheSameSecondAndOfAClockSetBack) {
    two_generations();
    for (int i = 1; i <= 14; ++i) {
        if (i == 13) reports.clock.time -= std::chrono::hours(1);
        test::write_text(file(), "damage " + std::to_string(i));
        (void)loaded();
        const auto said = reports.complaints().back();
        const auto from = said.find("drfDevice.xml.damaged-");
        ASSERT_NE(from, std::string::npos) << said;
        EXPECT_EQ(test::text_in(file().parent_path() / said.substr(from, said.find(',', from) - from)), "damage " + std::to_string(i));
    }
    std::vector<std::string> damage;
    for (const auto& name : files())
        if (name.find(".damaged-") != std::string::npos) damage.push_back(test::text_in(file().parent_path() / name));
    EXPECT_THAT(damage, UnorderedElementsAre("damage 10", "damage 11", "damage 12", "damage 13", "damage 14"));
}

TEST_F(ASettingsFile, UsesTheGenerationBeforeAMissingOne) {
    two_generations();
    fs::remove(file());
    EXPECT_EQ(loaded().text(), "good: one");
    EXPECT_THAT(reports.complaints(), ElementsAre(file().string() + " is not there; the previous generation is used: do again what was changed last"));
}

TEST_F(ASettingsFile, UsesTheGenerationBeforeOneThatCannotBeRead) {
    two_generations();
    fs::remove(file());
    fs::create_directory(file());
    EXPECT_EQ(loaded().text(), "good: one");
    EXPECT_TRUE(fs::is_regular_file(file()));
    EXPECT_THAT(reports.complaints().back(), HasSubstr("cannot read " + file().string()));
}

TEST_F(ASettingsFile, BeginsEmptyWhenBothGenerationsAreDamaged) {
    two_generations();
    for (const auto* suffix : {"", ".previous"}) test::write_text(file(suffix), "damage");
    EXPECT_EQ(loaded().text(), "good: empty");
    EXPECT_EQ(taken, "good: empty");
    ASSERT_EQ(reports.complaints().size(), 1u);
    EXPECT_THAT(reports.complaints()[0], HasSubstr("all begins as on a new system because the previous generation is no good either"));
    EXPECT_EQ(files().size(), 6u) << "components.d, product.xml, the file, two damaged ones, .previous";
}

TEST_F(ASettingsFile, TakesAGoodEditByteForByte) {
    two_generations();
    auto kept = loaded();
    test::write_text(file(), "good: by hand\r\n\n");
    EXPECT_TRUE(kept.look(take));
    EXPECT_EQ(taken, "good: by hand\r\n\n");
    EXPECT_EQ(test::text_in(file()), "good: by hand\r\n\n");
    EXPECT_EQ(test::text_in(file(".previous")), "good: two");
    EXPECT_EQ(fs::status(file()).permissions(), own);
    EXPECT_THAT(reports.complaints(), IsEmpty());
}

TEST_F(ASettingsFile, SeesNoEditInWhatItWroteItself) {
    auto kept = loaded();
    kept.keep("good: one");
    EXPECT_FALSE(kept.look(take));
    EXPECT_EQ(kept.unseen_edit(), std::nullopt);
}

TEST_F(ASettingsFile, RefusesABadEditAndPutsBackWhatIsInUse) {
    two_generations();
    auto kept = loaded();
    test::write_text(file(), "bad");
    EXPECT_EQ(kept.unseen_edit(), "bad");
    EXPECT_FALSE(kept.look(take));
    EXPECT_EQ(test::text_in(file()), "good: two");
    EXPECT_EQ(test::text_in(file(".refused")), "bad");
    EXPECT_EQ(fs::status(file(".refused")).permissions(), own);
    EXPECT_EQ(test::text_in(file(".previous")), "good: one");
    EXPECT_THAT(reports.complaints(), ElementsAre(file().string() + ":1: `bad` is not good; the edit is refused and lies in drfDevice.xml.refused, "
                                                                    "what was in use is in place again"));
}

TEST_F(ASettingsFile, RefusesEveryBadEdit) {
    auto kept = loaded();
    for (int i = 0; i < 2; ++i) {
        test::write_text(file(), "bad");
        kept.look(take);
    }
    EXPECT_EQ(reports.complaints().size(), 2u);
}

TEST_F(ASettingsFile, IsWrittenBackWhenItIsRemoved) {
    two_generations();
    auto kept = loaded();
    fs::remove(file());
    EXPECT_FALSE(kept.look(take));
    EXPECT_EQ(test::text_in(file()), "good: two");
    EXPECT_THAT(reports.complaints(), ElementsAre(file().string() + " is not there; what was in use is in place again"));
}

TEST_F(ASettingsFile, IsWrittenBackWhenADirectoryTakesItsPlace) {
    two_generations();
    auto kept = loaded();
    fs::remove(file());
    fs::create_directory(file());
    kept.look(take);
    EXPECT_EQ(test::text_in(file()), "good: two");
    EXPECT_TRUE(fs::is_directory(file(".refused")));
}

TEST_F(ASettingsFile, SaysWhyAnEditCannotBeRefused) {
    auto kept = loaded();
    fs::create_directories(file(".refused") / "in the way");
    test::write_text(file(), "bad");
    EXPECT_FALSE(kept.look(take));
    EXPECT_THAT(reports.complaints().back(), HasSubstr("`bad` is not good; cannot replace " + file(".refused").string()));
    EXPECT_EQ(kept.text(), "good: empty");
}

TEST_F(ASettingsFile, IsTheOldOrTheNewOneWhereverAWriteIsCutShort) {
    two_generations();
    unsigned steps = 0;
    for (bool cut = true; cut; ++steps) {
        loaded().keep("good: two");
        cut = test::cut_short(steps + 1, [&] { loaded().keep("good: three"); });
        EXPECT_THAT(test::text_in(file()), testing::AnyOf("good: two", "good: three")) << "cut before step " << steps + 1;
        EXPECT_EQ(loaded().text(), test::text_in(file()));
        EXPECT_THAT(test::text_in(file(".previous")), testing::StartsWith("good: "));
    }
    EXPECT_GT(steps, 6u);
    EXPECT_THAT(reports.complaints(), IsEmpty());
}

TEST_F(ASettingsFile, IsGoodAgainWhereverTheUseOfTheGenerationBeforeIsCutShort) {
    unsigned steps = 0;
    for (bool cut = true; cut; ++steps) {
        fs::remove_all(file().parent_path());
        fs::create_directories(file().parent_path());
        two_generations();
        test::write_text(file(), "damage");
        cut = test::cut_short(steps + 1, [&] { (void)loaded(); });
        EXPECT_EQ(loaded().text(), "good: one") << "cut before step " << steps + 1;
    }
    EXPECT_GT(steps, 6u);
}

TEST_F(ASettingsFile, IsTheEditOrWhatWasInUseWhereverTheLookIsCutShort) {
    unsigned steps = 0;
    for (bool cut = true; cut; ++steps) {
        two_generations();
        cut = test::cut_short(steps + 1, [&] {
            auto kept = loaded();
            test::write_text(file(), "good: by hand");
            kept.look(take);
        });
        auto kept = loaded();
        EXPECT_THAT(kept.text(), testing::AnyOf("good: by hand", "good: one", "good: two")) << "cut before step " << steps + 1;
    }
    EXPECT_GT(steps, 6u);
}

}  // namespace
}  // namespace drs::master
