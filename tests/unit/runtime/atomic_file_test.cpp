// SPDX-License-Identifier: Apache-2.0
#include "runtime/atomic_file.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "runtime/error.hpp"
#include "tests/support/cpp/sshd.hpp"

namespace drs::runtime {
namespace {

using testing::HasSubstr;

class AnAtomicFile : public testing::Test {
protected:
    test::TemporaryDirectory home;
    std::filesystem::path file = home.path() / "file";
    static std::string failure(const std::function<void()>& call) {
        try {
            call();
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    }
};

TEST_F(AnAtomicFile, HoldsWhatWasWritten) {
    const std::string contents("a\0b", 3);
    replace_file(file, contents);
    EXPECT_EQ(read_file(file), contents);
}

TEST_F(AnAtomicFile, ReplacesTheFormerOneWithNothingBesideIt) {
    replace_file(file, "old");
    replace_file(file, "new");
    EXPECT_EQ(read_file(file), "new");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(home.path()), {}), 1);
}

TEST_F(AnAtomicFile, HasTheModeThatWasAskedForWhateverTheUmask) {
    const auto before = ::umask(0077);
    replace_file(file, "x", 0644);
    EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms(0644));
    ::umask(before);
}

TEST_F(AnAtomicFile, IsRemovedOnceAndAgainWithoutAnError) {
    replace_file(file, "x");
    for (int i = 0; i < 2; ++i) EXPECT_EQ(failure([&] { remove_file(file); }), "");
    EXPECT_EQ(read_file(file), std::nullopt);
}

TEST_F(AnAtomicFile, IsNamedWhenItCannotBeRemoved) {
    std::filesystem::create_directory(file);
    EXPECT_THAT(failure([&] { remove_file(file); }), HasSubstr("cannot remove " + file.string()));
}

TEST_F(AnAtomicFile, StaysWhenItCannotBeReplaced) {
    replace_file(file, "old");
    std::filesystem::create_directory(file.string() + ".new");
    EXPECT_THAT(failure([&] { replace_file(file, "new"); }), HasSubstr("cannot create " + file.string() + ".new"));
    EXPECT_EQ(read_file(file), "old");
}

TEST_F(AnAtomicFile, IsNotWrittenThroughALinkThatLiesInItsWay) {
    std::filesystem::create_symlink(home.path() / "elsewhere", file.string() + ".new");
    EXPECT_NE(failure([&] { replace_file(file, "new"); }), "");
    EXPECT_FALSE(std::filesystem::exists(home.path() / "elsewhere"));
}

TEST_F(AnAtomicFile, LosesWhatAKilledWriterLeftBesideIt) {
    replace_file(file, "old");
    std::filesystem::copy_file(file, file.string() + ".new");
    for (int i = 0; i < 2; ++i) discard_unfinished(file);
    EXPECT_FALSE(std::filesystem::exists(file.string() + ".new"));
    EXPECT_EQ(read_file(file), "old");
}

TEST_F(AnAtomicFile, IsNothingWhenThereIsNone) { EXPECT_EQ(read_file(file), std::nullopt); }

TEST_F(AnAtomicFile, IsNotReadBeyondTheLimit) {
    replace_file(file, std::string(100, 'x'));
    EXPECT_EQ(read_file(file, 100)->size(), 100U);
    EXPECT_EQ(failure([&] { (void)read_file(file, 99); }), file.string() + " is larger than 99 bytes");
}

TEST_F(AnAtomicFile, IsNoDirectory) { EXPECT_THAT(failure([&] { (void)read_file(home.path()); }), HasSubstr("cannot read " + home.path().string())); }

TEST_F(AnAtomicFile, HasADirectoryMadeWithItsParents) {
    make_directory(home.path() / "a/b/c", 0700);
    EXPECT_EQ(std::filesystem::status(home.path() / "a/b/c").permissions(), std::filesystem::perms(0700));
    EXPECT_EQ(failure([&] { make_directory(home.path() / "a/b/c"); }), "");
}

TEST_F(AnAtomicFile, IsNamedWhenItLiesInADirectorysWay) {
    replace_file(file, "x");
    EXPECT_EQ(failure([&] { make_directory(file / "below"); }), "cannot make directory " + file.string() + ": a file of that name is in the way");
}

}  // namespace
}  // namespace drs::runtime
