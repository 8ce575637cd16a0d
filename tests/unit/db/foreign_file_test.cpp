// SPDX-License-Identifier: Apache-2.0
// Files that the database must refuse, each with one sentence, and leave as they are.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "sample.hpp"
#include "storage/db/database.hpp"

namespace drs::storage {
namespace {

class AFileThatIsNotOurs : public ADatabaseFile {
protected:
    void write(std::string_view bytes) const { std::ofstream(file(), std::ios::binary) << bytes; }
    std::string read() const {
        std::ifstream in(file(), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    /// With Debian's own sqlite3.
    void run_sql(const std::string& sql) const {
        ASSERT_EQ(std::system(fmt::format("sqlite3 '{}' \"{}\" >/dev/null", file().string(), sql).c_str()), 0);
    }
    std::string refusal() const {
        try {
            Database database(file());
        } catch (const DatabaseError& error) {
            return error.what();
        }
        return "opened";
    }
    std::string said(std::string_view sentence) const { return fmt::format("database {}: {}", file().string(), sentence); }
};

TEST_F(AFileThatIsNotOurs, IsRefusedWhenItIsGarbage) {
    const std::string garbage(8192, 'x');
    write(garbage);
    EXPECT_EQ(refusal(), said("file is not a database; move it away to begin with an empty history, or put back a good copy"));
    EXPECT_EQ(read(), garbage);
}

TEST_F(AFileThatIsNotOurs, IsRefusedWhenAnotherProgramMarkedIt) {
    run_sql("PRAGMA application_id = 252006675; CREATE TABLE t (x)");
    const auto before = read();
    EXPECT_EQ(refusal(), said("it belongs to another program; move it away, or name another directory"));
    EXPECT_EQ(read(), before);
}

TEST_F(AFileThatIsNotOurs, IsRefusedWhenItHasTablesAndNoMark) {
    run_sql("CREATE TABLE t (x)");
    EXPECT_EQ(refusal(), said("it belongs to another program; move it away, or name another directory"));
}

TEST_F(AFileThatIsNotOurs, IsRefusedWhenALaterReleaseWroteIt) {
    { Database ours(file()); }
    run_sql("PRAGMA user_version = 9");
    EXPECT_EQ(refusal(),
              said("a later release wrote it (schema 9, this one knows 2); install that release, or put back an older copy"));
}

TEST_F(AFileThatIsNotOurs, IsBroughtUpWhenAnEarlierReleaseWroteIt) {
    { Database(file()).begin_job(running_backup()); }
    run_sql("ALTER TABLE installation DROP COLUMN since; ALTER TABLE installation DROP COLUMN version; ALTER TABLE jobs DROP COLUMN schedule; DROP INDEX component_logs; DROP TABLE tasks; DROP TABLE schedule_runs; "
            "DROP TABLE registrations; PRAGMA user_version = 1");
    Database database(file());
    ASSERT_EQ(database.unfinished_jobs().size(), 1u);
    EXPECT_EQ(database.unfinished_jobs()[0].schedule, "");
    EXPECT_TRUE(database.tasks().empty());
}

TEST_F(AFileThatIsNotOurs, IsRefusedWhenItIsCutOff) {
    { Database(file()).begin_job(running_backup()); }
    write(read().substr(0, 6000));
    EXPECT_THAT(refusal(), testing::AllOf(testing::StartsWith(said("")), testing::HasSubstr("put back a good copy")));
}

TEST_F(AFileThatIsNotOurs, IsRefusedWhenPagesAreOverwritten) {
    { Database(file()).begin_job(running_backup()); }
    auto bytes = read();
    std::fill(bytes.begin() + 4096, bytes.end(), '\x55');
    write(bytes);
    EXPECT_THAT(refusal(), testing::AllOf(testing::StartsWith(said("")), testing::HasSubstr("put back a good copy")));
}

TEST_F(AFileThatIsNotOurs, IsRefusedWhenItIsADirectory) {
    std::filesystem::create_directory(file());
    EXPECT_EQ(refusal(), said("unable to open database file; make sure that its directory exists and that this user may write there"));
}

TEST_F(AFileThatIsNotOurs, IsRefusedWhenItsDirectoryIsMissing) {
    std::filesystem::remove(directory());
    EXPECT_EQ(refusal(), said("unable to open database file; make sure that its directory exists and that this user may write there"));
}

TEST_F(AFileThatIsNotOurs, IsTakenWhenItIsEmpty) {
    write("");
    EXPECT_EQ(refusal(), "opened");
}

TEST_F(AFileThatIsNotOurs, IsTakenAgainWhenWeMadeIt) {
    EXPECT_EQ(refusal(), "opened");
    EXPECT_EQ(refusal(), "opened");
}

}  // namespace
}  // namespace drs::storage
