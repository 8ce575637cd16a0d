// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "cli/bundle.hpp"
#include "cli/commands.hpp"
#include "cli/without_secrets.hpp"
#include "made_up.hpp"
#include "storage/db/database.hpp"

using namespace drs;
using namespace drs::cli;
using namespace drs::cli::test;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace {

namespace fs = std::filesystem;

struct ASupportBundle : testing::Test {
    FakeSession fake;
    fs::path root = [] {
        char pattern[] = "/tmp/drs-bundle-XXXXXX";
        return fs::path(::mkdtemp(pattern));
    }();
    const fs::path file = root / "bundle.tar.zst";

    ASupportBundle() {
        const runtime::Paths paths(root);
        fake.session.paths = paths;
        for (const auto& directory : {paths.trace(), paths.component_log(), paths.components(), paths.keys(), paths.snmp_configuration()}) fs::create_directories(directory);
        write(paths.trace() / "drfMA00000001.log", "a line of the Master\n");
        write(paths.component_log() / "one.log", "a component\n");
        write(paths.settings_file(), "node = pub\nmail.password = planted-1\nwebhook.url = https://hook.example/planted-2\n");
        write(paths.device_file(), "<devices>\n<device name='one' password=\"planted-3\"/>\n</devices>\n");
        write(paths.age_identity(), "AGE-SECRET-KEY-1PLANTED4\n");
        write(paths.snmp_configuration() / "snmpd.conf", "rocommunity planted-5\n");
    }
    ~ASupportBundle() override { fs::remove_all(root); }
    /// One good backup, by a Master that has ended.
    static void record_backup(const fs::path& file) {
        storage::Database database(file);
        model::Job job;
        job.features = {"UCM"};
        job.product_version = "15.0.1";
        job.started = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
        job.id = database.begin_job(job);
        job.ended = job.started + std::chrono::minutes(1);
        job.result = model::Result::success;
        job.reason = "all of it is there";
        database.end_job(job);
    }
    static void write(const fs::path& path, const std::string& text) { std::ofstream(path) << text; }
    int make() { return make_support_bundle({{file.string()}, {}}, fake.session); }
    /// As tar gives it back.
    std::string unpacked(const std::string& what = "--to-stdout") const {
        const auto command = "tar --zstd -xf " + file.string() + " " + what + " 2>&1";
        std::string all;
        std::array<char, 4096> piece{};
        FILE* const pipe = ::popen(command.c_str(), "r");
        while (const auto got = std::fread(piece.data(), 1, piece.size(), pipe)) all.append(piece.data(), got);
        EXPECT_EQ(::pclose(pipe), 0) << all;
        return all;
    }
};

}  // namespace

TEST_F(ASupportBundle, HoldsTracesLogsConfigurationAndWhatTheMasterShows) {
    fake.master_is({});
    EXPECT_EQ(make(), 0);
    EXPECT_THAT(unpacked(), AllOf(HasSubstr("a line of the Master"), HasSubstr("a component"), HasSubstr("node = pub"), HasSubstr("\"snapshot\""),
                                  HasSubstr("trace/drfMA00000001.log"), HasSubstr("configuration/drfDevice.xml"), HasSubstr("drs " DRS_VERSION)));
    EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(ASupportBundle, HoldsNoSecret) {
    fake.master_is({});
    make();
    EXPECT_THAT(unpacked(), AllOf(Not(HasSubstr("planted")), Not(HasSubstr("PLANTED"))));
}

TEST_F(ASupportBundle, IsMadeWithoutTheMasterAndSaysSo) {
    fake.answers.emplace_back(control::Refusal(control::Kind::unreachable, "no Master Agent listens"));
    EXPECT_EQ(make(), 0);
    EXPECT_THAT(unpacked("--to-stdout manifest.txt"), HasSubstr("master/snapshot.json: no Master Agent listens"));
    EXPECT_THAT(fake.console.shown, HasSubstr("Not in it: master/snapshot.json: no Master Agent listens"));
}

TEST_F(ASupportBundle, HoldsTheHistoryFromTheDatabaseWhenThereIsNoMaster) {
    const auto database = fake.session.paths.database();
    fs::create_directories(database.parent_path());
    record_backup(database);
    const auto before = fs::last_write_time(database);
    fake.answers.emplace_back(control::Refusal(control::Kind::unreachable, "no Master Agent listens"));
    EXPECT_EQ(make(), 0);
    EXPECT_THAT(unpacked("--to-stdout history/backup.txt"), AllOf(HasSubstr("Tar Filename"), HasSubstr("SUCCESS"), HasSubstr("15.0.1"), HasSubstr("UCM")));
    EXPECT_THAT(unpacked("--to-stdout history/restore.txt"), HasSubstr("No history data is available"));
    EXPECT_THAT(unpacked("--to-stdout history/backup.json"), HasSubstr("all of it is there"));
    EXPECT_EQ(fs::last_write_time(database), before);
    EXPECT_FALSE(fs::exists(database.string() + "-wal") || fs::exists(database.string() + "-shm"));
}

TEST_F(ASupportBundle, ReplacesNoFile) {
    write(file, "mine");
    EXPECT_THROW(make(), control::Refusal);
    EXPECT_EQ(fs::file_size(file), 4u);
    EXPECT_FALSE(fs::exists(file.string() + ".part"));
}

TEST_F(ASupportBundle, LeavesOutWhatHoldsAKey) {
    Bundle bundle(file);
    bundle.add("trace/odd.log", {}, "-----BEGIN OPENSSH PRIVATE KEY-----");
    EXPECT_THAT(bundle.finish({}).missing, testing::ElementsAre("trace/odd.log: it holds a private key"));
}

TEST_F(ASupportBundle, IsBounded) {
    Bundle bundle(file);
    const std::string large(largest_member, 'x');
    for (int i = 0; i < 17; ++i) bundle.add("log/" + std::to_string(i), {}, large);
    bundle.add("log/larger", {}, large + "x");
    const auto made = bundle.finish({});
    EXPECT_EQ(made.members, 17u);  // the manifest is one of them
    EXPECT_EQ(made.missing.size(), 2u);
}

TEST(TextWithoutSecrets, KeepsWhatIsNone) {
    const std::string plain = "mail.password-file = /etc/drs/mail\nnode = a\n<script program='/bin/x'/>\nhttps://host/path";
    EXPECT_EQ(without_secrets(plain), plain);
}

TEST(TextWithoutSecrets, LeavesOutEachForm) {
    EXPECT_EQ(without_secrets("smtp.password=x"), "smtp.password = (left out)");
    EXPECT_EQ(without_secrets("<d password='x' name='n'/>"), "<d password=\"(left out)\" name='n'/>");
    EXPECT_EQ(without_secrets("<a>https://me:x@host/</a>"), "<a>https://(left out)@host/</a>");
    EXPECT_EQ(without_secrets("webhook.url = https://host/x?y"), "webhook.url = https://host/(left out)");
}
