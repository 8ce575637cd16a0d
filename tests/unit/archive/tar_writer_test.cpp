// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "archive/age_file.hpp"
#include "archive/tree.hpp"

using namespace drs::storage;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Optional;

class ATar : public ATree {
protected:
    /// Does something to the tree after the first block has left.
    struct Meddler final : ByteSink {
        std::function<void()> meddle;
        std::string text;
        void write(std::span<const std::byte> bytes) override {
            if (text.empty()) meddle();
            text += drs::runtime::text_of(bytes);
        }
        void finish() override {}
    };
    std::vector<std::string> names(const std::string& tar) const {
        file("names.tar", tar);
        std::istringstream lines(run("tar tf names.tar").output);
        std::vector<std::string> all;
        for (std::string line; std::getline(lines, line);) all.push_back(line);
        return all;
    }
    std::string below_root(const std::string& name) const { return path(name).substr(1); }
};

TEST_F(ATar, HasMembersWithoutLeadingSlashInOrder) {
    file("srv/tree/b", "");
    file("srv/tree/a/x", "");
    EXPECT_THAT(names(tar_of({tree_ + "//"})), ElementsAre(below_root("srv/tree/"), below_root("srv/tree/a/"), below_root("srv/tree/a/x"), below_root("srv/tree/b")));
}

TEST_F(ATar, IsTheSameTwice) {
    plant();
    EXPECT_TRUE(tar_of({tree_}) == tar_of({tree_}));
}

TEST_F(ATar, LeavesSocketsOutWithAWarning) {
    file("srv/tree/a", "");
    sockaddr_un address{AF_UNIX, {}};
    path("srv/tree/socket").copy(address.sun_path, sizeof address.sun_path - 1);
    const int socket_descriptor = socket(AF_UNIX, SOCK_STREAM, 0);
    ASSERT_EQ(bind(socket_descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    close(socket_descriptor);
    TarReport report;
    EXPECT_EQ(names(tar_of({tree_}, &report)).size(), 2u);
    EXPECT_THAT(report.warnings, ElementsAre(HasSubstr("/socket` is a socket and was left out.")));
    EXPECT_EQ(report.members, 2u);
}

TEST_F(ATar, FillsUpAFileThatShrinks) {
    file("srv/tree/a", random_text(1'000'000));
    Meddler sink;
    sink.meddle = [&] { ASSERT_EQ(truncate(path("srv/tree/a").c_str(), 300'000), 0); };
    EXPECT_THAT(write_tar({tree_}, sink, nullptr).warnings, ElementsAre(HasSubstr("shrank while it was read and was filled up with zeros")));
    restore({tree_}, sink.text);
    const std::string restored = contents(path("srv/tree/a"));
    ASSERT_EQ(restored.size(), 1'000'000u);
    EXPECT_TRUE(restored.ends_with(std::string(400'000, '\0')));
}

TEST_F(ATar, SaysThatAFileGrewAndKeepsItsFirstSize) {
    file("srv/tree/a", random_text(1'000'000));
    Meddler sink;
    sink.meddle = [&] { std::ofstream(path("srv/tree/a"), std::ios::app) << "more"; };
    EXPECT_THAT(write_tar({tree_}, sink, nullptr).warnings, ElementsAre(HasSubstr("changed while it was read")));
    restore({tree_}, sink.text);
    EXPECT_EQ(contents(path("srv/tree/a")).size(), 1'000'000u);
}

TEST_F(ATar, SaysThatAFileVanished) {
    file("srv/tree/a", random_text(1'000'000));
    file("srv/tree/b", "");
    Meddler sink;
    sink.meddle = [&] { std::filesystem::remove(path("srv/tree/b")); };
    EXPECT_THAT(write_tar({tree_}, sink, nullptr).warnings, ElementsAre(HasSubstr("/b` vanished before it could be read.")));
}

TEST_F(ATar, IsNotMadeOfAPathThatIsMissing) {
    try {
        tar_of({path("srv/absent")});
        FAIL();
    } catch (const ArchiveError& error) {
        EXPECT_EQ(error.fault(), ArchiveFault::source);
        EXPECT_THAT(error.what(), HasSubstr(path("srv/absent")));
    }
}

TEST_F(ATar, IsNotMadeOfAFileThatCannotBeRead) {
    const std::string secret = file("srv/tree/secret", "x");
    run("chmod 755 . srv srv/tree; chmod 000 srv/tree/secret");
    const uid_t before = geteuid(), nobody = before == 0 ? 65'534 : before;  // root reads everything
    ASSERT_EQ(seteuid(nobody), 0);
    EXPECT_THAT(fault_of([&] { tar_of({tree_}); }), Optional(ArchiveFault::source));
    ASSERT_EQ(seteuid(before), 0);
}

TEST_F(ATar, IsNotMadeOfPathsWithinEachOther) {
    file("srv/tree/a", "");
    EXPECT_THAT(fault_of([&] { tar_of({tree_, tree_ + "/a"}); }), Optional(ArchiveFault::source));
    EXPECT_THAT(fault_of([&] { tar_of({"relative"}); }), Optional(ArchiveFault::source));
    EXPECT_THAT(fault_of([&] { tar_of({"/"}); }), Optional(ArchiveFault::source));
}

TEST_F(ATar, EndsWhenItIsStopped) {
    file("srv/tree/a", "");
    Collector sink;
    EXPECT_THAT(fault_of([&] { write_tar({tree_}, sink, [] { return true; }); }), Optional(ArchiveFault::source));
    EXPECT_EQ(sink.text, "");
}

TEST_F(ATar, PassesOnWhatItsSinkThrows) {
    file("srv/tree/a", random_text(1'000'000));
    Meddler sink;
    sink.meddle = [] { throw std::runtime_error("no more"); };
    EXPECT_THROW(write_tar({tree_}, sink, nullptr), std::runtime_error);
}

TEST_F(ATar, LeavesInBlocksOf256KiB) {
    file("srv/tree/a", random_text(10 << 20));
    Collector sink;
    write_tar({tree_}, sink, nullptr);
    EXPECT_LE(sink.writes, (10u << 20) / (256u << 10) + 2);
    EXPECT_EQ(sink.text.size() % 512, 0u);
}

TEST_F(ATar, OfAGigabyteOfHolesIsSmall) {
    run("mkdir -p srv/tree && cd srv/tree && truncate -s 1G holes && for at in 0 500000000; do printf data | dd of=holes bs=1 seek=$at conv=notrunc status=none; done");
    Collector sink;
    write_tar({tree_}, sink, nullptr);
    EXPECT_LT(sink.text.size(), 100'000u);
    restore({tree_}, sink.text);
    struct stat state {};
    ASSERT_EQ(stat((tree_ + "/holes").c_str(), &state), 0);
    EXPECT_EQ(state.st_size, 1 << 30);
    EXPECT_LE(state.st_blocks * 512, 65'536);
}

TEST_F(ATar, FollowsNoLinkOnItsWay) {
    file("elsewhere/secret", "x");
    run("mkdir -p srv/tree && ln -s ../../elsewhere srv/tree/link");
    EXPECT_THAT(names(tar_of({tree_})), ElementsAre(below_root("srv/tree/"), below_root("srv/tree/link")));
}

TEST_F(ATar, IsEstimatedByTheSizesOfItsFiles) {
    file("srv/tree/a", random_text(1'000));
    file("srv/tree/b/c", random_text(500));
    run("ln -s a srv/tree/link");
    EXPECT_EQ(estimate_tar({tree_}), 1'500u);
    EXPECT_EQ(estimate_tar({tree_ + "/a", path("absent")}), 1'000u);
}
