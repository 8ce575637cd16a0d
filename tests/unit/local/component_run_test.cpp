// SPDX-License-Identifier: Apache-2.0
// One component's backup and restore as the Local Agent's worker does them, with a pipe on the other side instead of the Master.
#include <gmock/gmock.h>

#include <csignal>
#include <fstream>
#include <future>

#include "local/restore_run.hpp"
#include "runtime/crypto/crypto.hpp"
#include "storage/archive/age.hpp"
#include "tests/support/cpp/on_io_thread.hpp"
#include "tests/support/cpp/sshd.hpp"

namespace drs::local {
namespace {

using model::Result;
using runtime::Block;
using testing::HasSubstr;

class AComponentRun : public testing::Test {
protected:
    AComponentRun() {
        std::signal(SIGPIPE, SIG_IGN);
        std::filesystem::create_directories(tree());
        write("file", "before");
    }
    test::TemporaryDirectory home;
    test::IoThread io;  // never turned: both ends of the pipe block
    const storage::AgeIdentity identity = storage::AgeIdentity::generate();

    std::filesystem::path tree() const { return home.path() / "tree"; }
    void write(const std::string& name, const std::string& text) const { std::ofstream(tree() / name, std::ios::binary) << text; }
    std::string read(const std::string& name) const {
        std::ifstream file(tree() / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    bool scratch_is_left() const {
        for (const auto& entry : std::filesystem::directory_iterator(home.path()))
            if (entry.path().filename().string().starts_with(".drs-restore-")) return true;
        return false;
    }
    RunPlace place() const { return {"node1", home.path() / "log", "platform/drf/log", home.path() / "platform.lock"}; }
    model::ComponentDefinition files() const {
        model::ComponentDefinition definition;
        definition.component.key = {"UCM", "TFTP"};
        definition.paths = {tree().string()};
        return definition;
    }
    model::ComponentDefinition script(const std::string& backup, const std::string& restore = "cat >/dev/null") const {
        auto definition = files();
        definition.component.kind = model::ComponentKind::script;
        definition.paths.clear();
        definition.backup_program = {"/bin/sh", "-c", backup};
        definition.restore_program = {"/bin/sh", "-c", restore};
        return definition;
    }
    wire::BackupComponent backup_order() const {
        wire::BackupComponent order;
        order.stream = 1;
        order.set = "2026-11-23-02-00-00";
        order.key = {"UCM", "TFTP"};
        order.recipients = {identity.recipient().text()};
        order.threads = 1;
        return order;
    }
    wire::RestoreComponent restore_order(const std::string& stored, model::Payload payload = model::Payload::tar) const {
        wire::RestoreComponent order;
        order.stream = 1;
        order.job = 7;
        order.set = "2026-11-23-02-00-00";
        order.key = {"UCM", "TFTP"};
        order.payload = payload;
        const auto key = storage::age_file_key(runtime::bytes_of(stored), identity);
        const auto bytes = runtime::bytes_of(key->reveal());
        order.file_key.assign(bytes.begin(), bytes.end());
        return order;
    }
    struct Backed {
        wire::Finished finished;
        std::string stored;
    };
    Backed back_up(model::ComponentDefinition definition) {
        runtime::BlockPipe pipe(io.executor(), 8);
        BackupRun run(std::move(definition), backup_order(), place(), pipe);
        auto worker = std::async(std::launch::async, [&] { return run.run(); });
        std::string stored;
        try {
            while (const auto block = pipe.pop_blocking()) stored.append(reinterpret_cast<const char*>(block->data()), block->size());
        } catch (const std::exception&) {  // its last word says why
        }
        return {worker.get(), stored};
    }
    wire::Finished restore(model::ComponentDefinition definition, wire::RestoreComponent order, std::string stored) {
        runtime::BlockPipe pipe(io.executor(), 8);
        RestoreRun run(std::move(definition), std::move(order), place(), pipe);
        auto worker = std::async(std::launch::async, [&] {
            if (run.unpack() && run.is_files()) run.commit();
            return run.finish();
        });
        try {
            for (std::string_view rest = stored; !rest.empty();) {
                const auto bytes = runtime::bytes_of(rest.substr(0, 1000));
                pipe.push_blocking(Block(bytes.begin(), bytes.end()));
                rest.remove_prefix(bytes.size());
            }
            pipe.close();
        } catch (const std::exception&) {  // likewise
        }
        return worker.get();
    }
};

TEST_F(AComponentRun, BringsATreeBack) {
    const auto [finished, stored] = back_up(files());
    ASSERT_EQ(finished.result, Result::success) << finished.reason;
    write("file", "after");
    write("surplus", "x");

    const auto last = restore(files(), restore_order(stored), stored);

    EXPECT_EQ(last.result, Result::success) << last.reason;
    EXPECT_EQ(read("file"), "before");
    EXPECT_FALSE(std::filesystem::exists(tree() / "surplus"));
    EXPECT_FALSE(scratch_is_left());
    EXPECT_EQ(last.bytes_before, finished.bytes_before);
    EXPECT_EQ(last.bytes_stored, stored.size());
}

TEST_F(AComponentRun, TellsSizeAndDigestOfWhatItSent) {
    const auto [finished, stored] = back_up(files());
    runtime::Sha256 digest;
    digest.update(runtime::bytes_of(stored));
    EXPECT_EQ(finished.sha256, digest.finish_hex());
    EXPECT_EQ(finished.bytes_stored, stored.size());
    EXPECT_EQ(finished.log_file, "platform/drf/log/2026-11-23-02-00-00_b_node1_UCM_TFTP.log");
    EXPECT_TRUE(std::filesystem::exists(home.path() / "log/2026-11-23-02-00-00_b_node1_UCM_TFTP.log"));
}

TEST_F(AComponentRun, FailsForAPathThatIsNotThere) {
    auto definition = files();
    definition.paths.push_back((home.path() / "absent").string());
    const auto finished = back_up(std::move(definition)).finished;
    EXPECT_EQ(finished.result, Result::error);
    EXPECT_THAT(finished.reason, HasSubstr((home.path() / "absent").string()));
}

TEST_F(AComponentRun, FailsWithTheProgramsCode) {
    const auto finished = back_up(script("echo half; echo 'no such table' >&2; exit 5")).finished;
    EXPECT_EQ(finished.result, Result::error);
    EXPECT_EQ(finished.reason, "/bin/sh exited with code 5: no such table");
}

TEST_F(AComponentRun, OnlyWarnsOfAnEstimateThatFails) {
    runtime::BlockPipe pipe(io.executor(), 8);
    auto definition = script("echo data");
    definition.estimate_program = {"/bin/false"};
    auto order = backup_order();
    order.want_estimate = true;
    BackupRun run(std::move(definition), std::move(order), place(), pipe);
    const auto finished = run.run();
    EXPECT_EQ(finished.result, Result::warning);
    EXPECT_THAT(finished.warnings, testing::ElementsAre("the size could not be estimated: /bin/false exited with code 1"));
}

TEST_F(AComponentRun, FailsForARecipientThatIsNone) {
    runtime::BlockPipe pipe(io.executor(), 8);
    auto order = backup_order();
    order.recipients = {"age1nobody"};
    BackupRun run(files(), order, place(), pipe);
    EXPECT_EQ(run.run().result, Result::error);
}

TEST_F(AComponentRun, EndsAsCanceledWhenItsBackupIsStopped) {
    runtime::BlockPipe pipe(io.executor(), 1);
    BackupRun run(script("exec cat /dev/urandom"), backup_order(), place(), pipe);
    auto worker = std::async(std::launch::async, [&] { return run.run(); });
    (void)pipe.pop_blocking();
    run.stop();
    EXPECT_EQ(worker.get().result, Result::canceled);
}

TEST_F(AComponentRun, EndsAsCanceledWhenItIsStoppedBeforeItBegins) {
    runtime::BlockPipe pipe(io.executor(), 1);
    BackupRun run(script("exec sleep 600"), backup_order(), place(), pipe);
    run.stop();
    EXPECT_EQ(run.run().result, Result::canceled);
}

TEST_F(AComponentRun, LeavesTheTreeWhenTheKeyIsWrong) {
    const auto stored = back_up(files()).stored;
    write("file", "after");
    auto order = restore_order(stored);
    order.file_key[0] ^= std::byte{1};
    const auto last = restore(files(), std::move(order), stored);
    EXPECT_EQ(last.result, Result::error);
    EXPECT_NE(last.reason, "");
    EXPECT_EQ(read("file"), "after");
}

TEST_F(AComponentRun, LeavesTheTreeWhenTheStreamIsCutAnywhere) {
    const auto stored = back_up(files()).stored;
    write("file", "after");
    for (std::size_t size = 0; size < stored.size(); size += 1 + stored.size() / 10) {
        EXPECT_EQ(restore(files(), restore_order(stored), stored.substr(0, size)).result, Result::error) << size;
        EXPECT_EQ(read("file"), "after");
        EXPECT_FALSE(scratch_is_left());
    }
}

TEST_F(AComponentRun, LeavesTheTreeWhenAByteIsDamaged) {
    auto stored = back_up(files()).stored;
    const auto order = restore_order(stored);
    write("file", "after");
    stored[stored.size() - 20] = static_cast<char>(stored[stored.size() - 20] ^ 1);
    EXPECT_EQ(restore(files(), order, stored).result, Result::error);
    EXPECT_EQ(read("file"), "after");
}

TEST_F(AComponentRun, LeavesTheTreeWhenItsRestoreIsStopped) {
    const auto stored = back_up(files()).stored;
    write("file", "after");
    runtime::BlockPipe pipe(io.executor(), 8);
    RestoreRun run(files(), restore_order(stored), place(), pipe);
    auto worker = std::async(std::launch::async, [&] { return run.unpack(); });
    const auto half = runtime::bytes_of(stored).first(stored.size() / 2);
    pipe.push_blocking(Block(half.begin(), half.end()));
    run.stop();
    EXPECT_FALSE(worker.get());
    EXPECT_EQ(run.finish().result, Result::canceled);
    EXPECT_EQ(read("file"), "after");
    EXPECT_FALSE(scratch_is_left());
}

TEST_F(AComponentRun, ChangesNothingWithoutACommit) {
    const auto stored = back_up(files()).stored;
    write("file", "after");
    runtime::BlockPipe pipe(io.executor(), 8);
    RestoreRun run(files(), restore_order(stored), place(), pipe);
    const auto bytes = runtime::bytes_of(stored);
    pipe.push_blocking(Block(bytes.begin(), bytes.end()));
    pipe.close();
    EXPECT_TRUE(run.unpack());
    EXPECT_EQ(read("file"), "after");
    EXPECT_EQ(run.finish().reason, "the data was not accepted; nothing was changed");
    EXPECT_EQ(read("file"), "after");
    EXPECT_FALSE(scratch_is_left());
}

TEST_F(AComponentRun, FeedsARestoreProgram) {
    const auto definition = script("head -c 3000000 /dev/zero", "wc -c");
    const auto stored = back_up(definition).stored;
    EXPECT_EQ(restore(definition, restore_order(stored, model::Payload::raw), stored).result, Result::success);
    std::ifstream log(home.path() / "log/2026-11-23-02-00-00_r_node1_UCM_TFTP.log");
    EXPECT_THAT((std::string{std::istreambuf_iterator<char>(log), {}}), HasSubstr("BEGIN Standard Output\n3000000\n"));
}

TEST_F(AComponentRun, DoesNotGiveAProgramTheFilesOfAnotherKind) {
    const auto stored = back_up(files()).stored;
    const auto last = restore(script("true", "cat > " + (tree() / "wrong").string()), restore_order(stored), stored);
    EXPECT_EQ(last.result, Result::error);
    EXPECT_EQ(last.reason, "component UCM/TFTP was backed up as files and is registered as script; register it as it was");
    EXPECT_FALSE(std::filesystem::exists(tree() / "wrong"));
}

TEST_F(AComponentRun, TellsAProgramWhatItWorksFor) {
    back_up(script("env | sort > " + (tree() / "environment").string()));
    EXPECT_THAT(read("environment"), HasSubstr("DRS_COMPONENT=TFTP\nDRS_FEATURE=UCM\nDRS_JOB=0\nDRS_NODE=node1\nDRS_SET=2026-11-23-02-00-00\n"));
}

}  // namespace
}  // namespace drs::local
