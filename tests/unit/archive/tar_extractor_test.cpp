// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "archive/age_file.hpp"
#include "archive/tree.hpp"
#include "storage/archive/zstd.hpp"

using namespace drs::storage;
using testing::HasSubstr;
using testing::Optional;

class ATarExtractor : public ATree {
protected:
    void SetUp() override {
        file("srv/tree/a", "old a");
        file("srv/tree/sub/b", "old b");
        tar_ = tar_of({tree_});
        run("echo new > srv/tree/a && rm -r srv/tree/sub && echo more > srv/tree/c");
        before_ = listing(path("srv"));
    }
    /// A tar of GNU tar's with the members that `command` puts into `made`.
    std::string crafted(const std::string& command, const std::string& members) const {
        run("rm -rf made && mkdir made && cd made && " + command + " && tar -cPf ../made.tar " + members);
        return contents(path("made.tar"));
    }
    std::optional<ArchiveFault> fault_of_restoring(std::string_view tar) {
        return fault_of([&] { restore({tree_}, tar); });
    }
    void expect_nothing_changed() const { EXPECT_EQ(difference(before_, listing(path("srv"))), ""); }

    std::string tar_, before_;
};

TEST_F(ATarExtractor, ChangesNothingBeforeItCommits) {
    const std::string touch = "touch -d @1 srv";  // the scratch directory comes and goes there
    run(touch);
    before_ = listing(path("srv"));
    {
        TarExtractor extractor({tree_}, "job1");
        pour(tar_, extractor);
        EXPECT_EQ(run("cd srv && ls -A tree && stat -c '%a' .drs-restore-job1-0").output, "a\nc\n700\n");
    }
    run(touch);
    expect_nothing_changed();
}

TEST_F(ATarExtractor, LeavesNothingBehindWhereverItIsDropped) {
    for (const std::size_t size : {std::size_t{0}, std::size_t{100}, tar_.size() / 2, tar_.size()}) {
        { TarExtractor(std::vector{tree_}, "job1").write(drs::runtime::bytes_of(tar_).first(size)); }
        EXPECT_EQ(run("ls -A srv").output, "tree\n");
    }
}

TEST_F(ATarExtractor, IsDamagedWhereverTheTarIsCut) {
    for (std::size_t size = 0; size < tar_.size(); size += 256)
        EXPECT_THAT(fault_of_restoring(std::string_view(tar_).substr(0, size)), Optional(ArchiveFault::damaged)) << size;
    EXPECT_EQ(contents(tree_ + "/a"), "new\n");
}

TEST_F(ATarExtractor, IsDamagedByWhatIsNoTar) {
    EXPECT_THAT(fault_of_restoring(random_text(100'000)), Optional(ArchiveFault::damaged));
    EXPECT_THAT(fault_of_restoring("<xml/>"), Optional(ArchiveFault::damaged));
}

TEST_F(ATarExtractor, RefusesMembersOutsideItsPaths) {
    for (const std::string member : {"/etc/passwd", "file", "./x/../../file"})
        EXPECT_THAT(fault_of_restoring(crafted("mkdir x && echo > file && echo > ../file", member)), Optional(ArchiveFault::unsafe)) << member;
    EXPECT_THAT(fault_of_restoring(crafted("mkdir -p t && echo > t/f", "--transform='s,.*," + tree_ + "ish/f,' t/f")), Optional(ArchiveFault::unsafe));
    EXPECT_THAT(fault_of_restoring(crafted("echo > f", "--transform='s,.*," + tree_ + "/../f,' f")), Optional(ArchiveFault::unsafe));
    EXPECT_EQ(contents(tree_ + "/a"), "new\n");
}

TEST_F(ATarExtractor, RefusesAMemberBehindASymbolicLink) {
    const std::string tar = crafted("mkdir d e && echo evil > d/f && ln -s " + path("srv") + " l && mv d/f .",
                                    "--transform='s,^l$," + tree_ + "/l,;s,^f$," + tree_ + "/l/f,' l f");
    EXPECT_THAT(fault_of_restoring(tar), Optional(ArchiveFault::unsafe));
    EXPECT_EQ(run("ls -A srv").output, "tree\n");
}

TEST_F(ATarExtractor, RefusesAHardLinkToOutside) {
    const std::string secret = file("secret", "x");
    run("ln secret linked");
    run("tar -cPf made.tar --transform='s,.*/linked$," + tree_.substr(0) + "/linked,rS' " + secret + " " + path("linked"));
    run("tar --delete -Pf made.tar " + secret);
    EXPECT_THAT(fault_of_restoring(contents(path("made.tar"))), Optional(ArchiveFault::unsafe));
}

TEST_F(ATarExtractor, TakesItsPathAsAFileToo) {
    const std::string single = file("srv/single", "one");
    const std::string tar = tar_of({single});
    run("rm srv/single && mkdir srv/single");
    restore({single}, tar);
    EXPECT_EQ(contents(single), "one");
}

TEST_F(ATarExtractor, RemovesAPathThatIsNotInTheArchive) {
    const std::string other = file("srv/other", "x");
    restore({tree_, other}, tar_);
    EXPECT_EQ(run("ls -A srv").output, "tree\n");
}

TEST_F(ATarExtractor, MakesAParentThatIsMissingOnlyWhenItCommits) {
    run("mv srv gone");
    { TarExtractor(std::vector{tree_}, "job1").write(drs::runtime::bytes_of(tar_)); }
    EXPECT_FALSE(std::filesystem::exists(path("srv")));
    restore({tree_}, tar_);
    EXPECT_EQ(contents(tree_ + "/sub/b"), "old b");
}

TEST_F(ATarExtractor, PutsBackWhatItSwappedWhenALaterPathFails) {
    const std::vector<std::string> paths{tree_, file("srv/second/file", "old")};
    const std::string tar = tar_of(paths);
    run("echo newer > srv/tree/a; echo newer > srv/second/file");
    TarExtractor extractor(paths, "job1");
    pour(tar, extractor);
    run("rm -r srv/second/.drs-restore-job1-1");
    EXPECT_THAT(fault_of([&] { extractor.commit(); }), Optional(ArchiveFault::target));
    EXPECT_EQ(contents(tree_ + "/a"), "newer\n");
    EXPECT_EQ(contents(paths[1]), "newer\n");
}

TEST_F(ATarExtractor, CommitsOnlyOnceAndOnlyTheWhole) {
    TarExtractor extractor({tree_}, "job1");
    EXPECT_THAT(fault_of([&] { extractor.commit(); }), Optional(ArchiveFault::target));
    pour(tar_, extractor);
    extractor.commit();
    EXPECT_THAT(fault_of([&] { extractor.commit(); }), Optional(ArchiveFault::target));
}

TEST_F(ATarExtractor, RefusesPathsAndTagsItCannotServe) {
    for (const std::vector<std::string>& paths : {std::vector{tree_, tree_ + "/a"}, {"/"}, {"relative"}, {tree_ + "/../x"}, {tree_, tree_}})
        EXPECT_THAT(fault_of([&] { TarExtractor(paths, "job1"); }), Optional(ArchiveFault::target)) << paths[0];
    EXPECT_THAT(fault_of([&] { TarExtractor(std::vector{tree_}, "../x"); }), Optional(ArchiveFault::target));
}

TEST_F(ATarExtractor, WorksBehindAParentThatIsALink) {
    run("ln -s srv alias");
    const std::vector<std::string> paths{path("alias/tree")};
    const std::string tar = tar_of(paths);
    run("echo newer > srv/tree/a");
    restore(paths, tar);
    EXPECT_EQ(contents(tree_ + "/a"), "new\n");
}

TEST_F(ATarExtractor, SweepsWhatAnEarlierRunLeftButNotWhatIsInUse) {
    run("mkdir -p srv/.drs-restore-old-0/new/x && chmod 500 srv/.drs-restore-old-0/new");
    TarExtractor extractor({tree_}, "job1");
    pour(tar_, extractor);
    EXPECT_EQ(sweep_restore_scratch({tree_, path("absent/x")}), 1u);
    EXPECT_EQ(run("ls -A srv").output, ".drs-restore-job1-0\ntree\n");
}

class AStoredFile : public ATarExtractor {
protected:
    AgeIdentity identity_ = AgeIdentity::generate();
    std::string stored() const {
        Collector file;
        const auto age = age_encryptor({identity_.recipient()}, file);
        const auto zstd = zstd_compressor(3, 2, *age);
        write_tar({tree_}, *zstd, nullptr);
        return file.text;
    }
    std::optional<ArchiveFault> fault_of_opening(const std::string& file) {
        return fault_of([&] {
            auto key = age_file_key(drs::runtime::bytes_of(file), identity_);
            if (!key) throw ArchiveError(ArchiveFault::damaged, "The header is not whole.");
            TarExtractor extractor({tree_}, "job1");
            const auto zstd = zstd_decompressor(extractor);
            pour(file, *age_decryptor(std::move(*key), *zstd));
            extractor.commit();
        });
    }
};

TEST_F(AStoredFile, IsDamagedWhereverItIsCut) {
    file("srv/tree/large", random_text(200'000));
    const std::string whole = stored();
    for (std::size_t size = 0; size < whole.size(); size += size < 600 ? 1 : 997)
        EXPECT_THAT(fault_of_opening(whole.substr(0, size)), Optional(ArchiveFault::damaged)) << size;
    EXPECT_EQ(fault_of_opening(whole), std::nullopt);
}

TEST_F(AStoredFile, IsDamagedWithAnyByteChanged) {
    file("srv/tree/large", random_text(200'000));
    const std::string whole = stored();
    for (std::size_t at = 0; at < whole.size(); at += at < 600 ? 1 : 997) {
        std::string bad = whole;
        bad[at] ^= 4;
        EXPECT_THAT(fault_of_opening(bad), Optional(testing::AnyOf(ArchiveFault::damaged, ArchiveFault::wrong_key))) << at;
    }
    EXPECT_EQ(contents(tree_ + "/a"), "new\n");
}
