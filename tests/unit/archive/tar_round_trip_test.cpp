// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "archive/age_file.hpp"
#include "archive/tree.hpp"
#include "storage/archive/zstd.hpp"

using namespace drs::storage;
using testing::HasSubstr;
using testing::IsEmpty;

class ARoundTrip : public ATree {
protected:
    void SetUp() override { plant(); }
};

TEST_F(ARoundTrip, BringsEverythingBack) {
    const std::string before = listing(tree_);
    ASSERT_THAT(before, HasSubstr("fifo"));
    const std::string tar = tar_of({tree_});
    run("rm -rf srv/tree");
    EXPECT_THAT(restore({tree_}, tar).warnings, IsEmpty());
    EXPECT_EQ(difference(before, listing(tree_)), "");
}

TEST_F(ARoundTrip, ReplacesWhatIsThere) {
    const std::string before = listing(tree_), tar = tar_of({tree_});
    run("cd srv/tree && echo changed > plain && rm -rf deep random && mkdir random && echo new > added");
    restore({tree_}, tar);
    EXPECT_EQ(difference(before, listing(tree_)), "");
    EXPECT_EQ(run("ls -A srv").output, "tree\n");
}

TEST_F(ARoundTrip, WorksWithGnuTarAfterwards) {
    const std::string before = listing(tree_);
    file("tree.tar", tar_of({tree_}));
    const auto outcome = run("mkdir out && tar --numeric-owner --acls --xattrs --xattrs-include='*' --warning=no-unknown-keyword -xpf tree.tar -C out");
    EXPECT_EQ(outcome.output, "");
    EXPECT_EQ(difference(before, listing(path("out") + tree_)), "");
}

TEST_F(ARoundTrip, ReadsPaxOfGnuTar) {
    run("cd srv/tree && rm inv* uml && rm a?*");  // names that pax says are UTF-8 and libarchive would change or refuse
    const std::string before = listing(tree_);
    run("tar --format=posix --acls --xattrs --xattrs-include='*' -S -cPf tree.tar " + tree_ + " && rm -rf srv/tree");
    restore({tree_}, contents(path("tree.tar")));
    EXPECT_EQ(difference(before, listing(tree_)), "");
}

TEST_F(ARoundTrip, ReadsTheOldFormatOfGnuTar) {
    run("find srv/tree -exec touch -h -d @1000000000 {} + && setfattr -x user.colour srv/tree/plain; setfattr -x user.bytes srv/tree/deep;"
        " setfacl -R -b srv/tree; setcap -r srv/tree/setuid; chmod 4755 srv/tree/setuid");
    const std::string before = listing(tree_);
    run("tar --format=gnu -S -cPf tree.tar " + tree_ + " && rm -rf srv/tree");
    restore({tree_}, contents(path("tree.tar")));
    EXPECT_EQ(difference(before, listing(tree_)), "");
}

TEST_F(ARoundTrip, RefusesANameThatItWouldChange) {
    run("tar --format=posix -cPf tree.tar \"$(ls -d " + tree_ + "/inv*)\"");
    EXPECT_THAT(fault_of([&] { restore({tree_}, contents(path("tree.tar"))); }), testing::Optional(ArchiveFault::damaged));
}

TEST_F(ARoundTrip, IsTheSameByteByByteInAnySplit) {
    run("rm -rf srv/tree/random srv/tree/sparse srv/tree/hole srv/tree/deep");
    const std::string before = listing(tree_), tar = tar_of({tree_});
    restore({tree_}, tar, 7);
    EXPECT_EQ(difference(before, listing(tree_)), "");
}

TEST_F(ARoundTrip, OfSeveralPathsKeepsLinksBetweenThem) {
    run("mkdir srv/treeish && ln srv/tree/plain srv/treeish/plain && echo file > srv/single");
    const std::string any_time = "touch -d @1 srv";
    run(any_time);
    const std::vector<std::string> paths{tree_, path("srv/treeish"), path("srv/single")};
    const std::string before = listing(path("srv")), tar = tar_of(paths);
    run("rm -rf srv/*");
    restore(paths, tar);
    run(any_time);
    EXPECT_EQ(difference(before, listing(path("srv"))), "");
}

TEST_F(ARoundTrip, ThroughAllStagesIsOpenedByStandardTools) {
    const auto identity = AgeIdentity::generate();
    Collector stored;
    const auto age = age_encryptor({identity.recipient()}, stored);
    const auto zstd = zstd_compressor(3, 2, *age);
    write_tar({tree_}, *zstd, nullptr);
    const std::string before = listing(tree_);
    file("key", identity.file_text("").reveal());
    file("set.tar.zst.age", stored.text);
    const auto outcome = run("mkdir out && age -d -i key set.tar.zst.age | zstd -d | tar x -p --numeric-owner --acls --xattrs --xattrs-include='*' --warning=no-unknown-keyword -C out");
    EXPECT_EQ(outcome.output, "");
    EXPECT_EQ(difference(before, listing(path("out") + tree_)), "");
}
