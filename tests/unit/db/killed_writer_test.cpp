// SPDX-License-Identifier: Apache-2.0
// A Master that is killed while it writes: what it had been told is durable, and nothing is half there.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "sample.hpp"
#include "storage/db/database.hpp"
#include "storage/db/read_history.hpp"

namespace drs::storage {
namespace {

using model::Result;

/// A child that begins and ends jobs until it is killed, and says so byte by byte: `b` begun, `e` ended.
class Writer {
public:
    explicit Writer(const std::filesystem::path& file) {
        std::array<int, 2> pipe_ends{};
        if (pipe(pipe_ends.data()) != 0) throw std::runtime_error("pipe failed");
        child_ = fork();
        if (child_ == 0) write_jobs(file, pipe_ends[1]);
        close(pipe_ends[1]);
        said_ = pipe_ends[0];
    }
    ~Writer() {
        kill_and_wait();
        close(said_);
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Lets it say `count` things, kills it, and returns how many jobs it said it had begun and ended in all.
    std::pair<std::size_t, std::size_t> kill_after(std::size_t count) {
        std::string heard;
        char word = 0;
        while (heard.size() < count && read(said_, &word, 1) == 1) heard += word;
        kill_and_wait();
        while (read(said_, &word, 1) == 1) heard += word;
        const auto said = [&heard](char what) { return static_cast<std::size_t>(std::count(heard.begin(), heard.end(), what)); };
        return {said('b'), said('e')};
    }

private:
    [[noreturn]] static void write_jobs(const std::filesystem::path& file, int said) {
        try {
            Database database(file);
            for (;;) {
                const auto id = database.begin_job(running_backup());
                if (write(said, "b", 1) != 1) break;
                database.end_job(ended(running_backup(), id, Result::success));
                if (write(said, "e", 1) != 1) break;
            }
        } catch (const std::exception&) {
        }
        _exit(1);
    }

    void kill_and_wait() {
        if (child_ <= 0) return;
        kill(child_, SIGKILL);
        waitpid(child_, nullptr, 0);
        child_ = 0;
    }

    pid_t child_ = 0;
    int said_ = -1;
};

void expect_whole(const model::Job& job, Result of_components) {
    ASSERT_EQ(job.components.size(), 2u) << "job " << job.id;
    for (const auto& component : job.components) {
        EXPECT_EQ(component.result, of_components) << "job " << job.id;
        EXPECT_EQ(component.finished.has_value(), of_components == Result::success) << "job " << job.id;
    }
    EXPECT_EQ(job.features, running_backup().features);
}

class AKilledWriter : public ADatabaseFile {};

TEST_F(AKilledWriter, LeavesEveryJobBegunOrEndedAndNeverHalf) {
    std::size_t begun = 0, ended_jobs = 0;
    for (std::size_t words = 1; words <= 24; ++words) {
        const auto [now_begun, now_ended] = Writer(file()).kill_after(words);
        begun += now_begun;
        ended_jobs += now_ended;

        Database database(file());
        const auto history = database.history(model::JobKind::backup, 10'000);
        const auto unfinished = database.unfinished_jobs();
        for (const auto& entry : history) expect_whole(entry.job, Result::success);
        for (const auto& job : unfinished) expect_whole(job, Result::pending);
        // What it said is there; of what it could not say any more, at most one step a killing.
        EXPECT_GE(history.size(), ended_jobs);
        EXPECT_LE(history.size(), ended_jobs + words);
        EXPECT_GE(history.size() + unfinished.size(), begun);
        EXPECT_EQ(database.counters().backups_succeeded, history.size());
        EXPECT_EQ(database.counters().bytes_stored, 800 * history.size());
    }
}

TEST_F(AKilledWriter, LeavesAHistoryThatIsReadFromItsFileAlone) {
    const auto ended_jobs = Writer(file()).kill_after(11).second;
    const auto history = read_history(file(), model::JobKind::backup, 10'000);
    EXPECT_GE(history.size(), ended_jobs);
    for (const auto& entry : history) expect_whole(entry.job, Result::success);
    EXPECT_EQ(Database(file()).history(model::JobKind::backup, 10'000).size(), history.size());
}

TEST_F(AKilledWriter, NeverMakesAnIdComeAgain) {
    model::JobId last = 0;
    for (std::size_t words = 1; words <= 12; ++words) {
        Writer(file()).kill_after(words);
        Database database(file());
        const auto next = database.begin_job(running_backup());
        EXPECT_GT(next, last);
        last = next;
        std::uint32_t expected = 0;
        for (const auto& entry : database.history(model::JobKind::backup, 10'000)) EXPECT_EQ(entry.index, ++expected);
    }
}

}  // namespace
}  // namespace drs::storage
