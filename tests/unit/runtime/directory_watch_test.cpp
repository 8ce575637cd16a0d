// SPDX-License-Identifier: Apache-2.0
#include "runtime/directory_watch.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "runtime/error.hpp"
#include "runtime/task_group.hpp"
#include "tests/support/cpp/on_io_thread.hpp"
#include "tests/support/cpp/sshd.hpp"

namespace drs::runtime {
namespace {

namespace fs = std::filesystem;

class ADirectoryWatch : public testing::Test {
protected:
    test::TemporaryDirectory directory;
    test::IoThread io;
    DirectoryWatch watch{io.executor(), directory.path(), {"a.xml", "b.xml"}};

    fs::path file(const std::string& name) const { return directory.path() / name; }
    void write(const std::string& name) const { std::ofstream(file(name)) << "text"; }
    void changed() { io.run(watch.changed()); }
};

TEST_F(ADirectoryWatch, TellsOfAFileThatWasWritten) {
    write("a.xml");
    changed();
}

TEST_F(ADirectoryWatch, TellsOfAFileThatTookItsNameFromAnother) {
    write("scratch");
    fs::rename(file("scratch"), file("b.xml"));
    changed();
}

TEST_F(ADirectoryWatch, TellsOfAFileThatIsGone) {
    write("a.xml");
    changed();
    fs::remove(file("a.xml"));
    changed();
}

TEST_F(ADirectoryWatch, TellsOfWhatHappenedBetweenTwoWaitsOnce) {
    for (const auto* name : {"a.xml", "b.xml", "a.xml"}) write(name);
    changed();
    bool again = false;
    TaskGroup tasks(io.executor(), [&](const std::string&, const std::string&) {});
    const auto wait = [&]() -> Awaitable<void> {
        co_await watch.changed();
        again = true;
    };
    const auto look = [&]() -> Awaitable<void> {
        write("c.xml");  // of no interest
        tasks.spawn("the second wait", wait());
        tasks.cancel();
        co_await tasks.join(std::chrono::seconds(30));
    };
    io.run(look());
    EXPECT_FALSE(again);
}

TEST_F(ADirectoryWatch, SaysThatItsDirectoryIsGone) {
    fs::rename(directory.path(), directory.path().string() + ".moved");
    try {
        changed();
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.what(), directory.path().string() + " was removed or moved, so nobody watches it; put it back and start again");
    }
    fs::rename(directory.path().string() + ".moved", directory.path());
}

TEST_F(ADirectoryWatch, NeedsADirectory) { EXPECT_THROW(DirectoryWatch(io.executor(), file("none"), {}), Error); }

}  // namespace
}  // namespace drs::runtime
