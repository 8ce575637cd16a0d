// SPDX-License-Identifier: Apache-2.0
// The program itself, against a control socket of the test.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "../control/fake_master.hpp"
#include "cli/console.hpp"
#include "made_up.hpp"

using namespace drs;
using drs::control::test::FakeMaster;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace {

[[noreturn]] void become(std::vector<std::string> words, const char* program = DRS_PROGRAM) {
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ::execv(program, arguments.data());
    ::_exit(127);
}

std::vector<std::string> command(const std::string& root, std::vector<std::string> words) {
    words.insert(words.begin(), {"drs", "--root", root, "utils", "disaster_recovery"});
    return words;
}

std::string read_all(int descriptor) {
    std::string text;
    char piece[4096];
    for (ssize_t got; (got = ::read(descriptor, piece, sizeof piece)) > 0;) text.append(piece, static_cast<std::size_t>(got));
    return text;
}

struct Outcome {
    int code = -1;
    std::string text;
};

int exit_of(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Runs drs without a terminal; `input` is its standard input, both outputs are the text.
Outcome run(const std::vector<std::string>& words, const std::string& input = "") {
    int in[2], out[2];
    if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(in[0], 0), ::dup2(out[1], 1), ::dup2(out[1], 2);
        become(words);
    }
    ::close(in[0]), ::close(out[1]);
    EXPECT_EQ(::write(in[1], input.data(), input.size()), static_cast<ssize_t>(input.size()));
    ::close(in[1]);
    Outcome outcome{0, read_all(out[0])};
    ::close(out[0]);
    outcome.code = exit_of(child);
    return outcome;
}

/// drs on a terminal of its own.
class Terminal {
public:
    explicit Terminal(const std::vector<std::string>& words, const char* program = DRS_PROGRAM) {
        child_ = ::forkpty(&handle_, nullptr, nullptr, nullptr);
        if (child_ == 0) become(words, program);
    }
    ~Terminal() { ::close(handle_); }
    /// Reads until `text` was shown.
    void await(const std::string& text) {
        char c;
        while (seen_.find(text) == std::string::npos && ::read(handle_, &c, 1) == 1) seen_ += c;
    }
    void type(const std::string& text) { EXPECT_EQ(::write(handle_, text.data(), text.size()), static_cast<ssize_t>(text.size())); }
    bool echoes() const {
        termios now{};
        tcgetattr(handle_, &now);
        return (now.c_lflag & ECHO) != 0;
    }
    /// All it showed until it ended.
    Outcome finish() {
        seen_ += read_all(handle_);
        return {exit_of(child_), seen_};
    }

private:
    int handle_ = -1;
    pid_t child_ = -1;
    std::string seen_;
};

/// Answers one `device add` and keeps the password it got.
struct MasterThatAddsDevices {
    std::string password;
    FakeMaster master{[this](int connection, const std::string& line) {
        const auto request = control::decode_request(line);
        password = std::get<control::AddDeviceRequest>(request).device.password.reveal();
        FakeMaster::say(connection, control::encode(control::Answer(control::DeviceRow{.name = "nightly"})) + "\n");
    }};
    std::vector<std::string> add(std::vector<std::string> more = {}) const {
        std::vector<std::string> words{"device", "add", "network", "nightly", "/backup", "sftp", "drs"};
        words.insert(words.end(), more.begin(), more.end());
        return command(master.root().string(), words);
    }
};

}  // namespace

TEST(ThePasswordPrompt, DoesNotEchoWhatIsTyped) {
    MasterThatAddsDevices there;
    Terminal terminal(there.add());
    terminal.await("Enter password for drs@sftp:");
    EXPECT_FALSE(terminal.echoes());
    terminal.type("s3cret word\n");
    const auto outcome = terminal.finish();
    EXPECT_EQ(outcome.code, 0);
    EXPECT_THAT(outcome.text, HasSubstr("has been saved successfully."));
    EXPECT_THAT(outcome.text, Not(HasSubstr("s3cret")));
    EXPECT_EQ(there.password, "s3cret word");
}

TEST(ThePasswordPrompt, LetsTheTerminalEchoAgainWhenItIsInterrupted) {
    MasterThatAddsDevices there;
    auto words = there.add();
    words[0] = DRS_PROGRAM;
    // The shell outlives the interrupt and then tells the terminal's state.
    const std::vector<std::string> before{"sh", "-c", "trap : INT; \"$@\"; echo code $?; stty -a", "sh"};
    words.insert(words.begin(), before.begin(), before.end());
    Terminal terminal(words, "/bin/sh");
    terminal.await("Enter password for drs@sftp:");
    EXPECT_FALSE(terminal.echoes());
    terminal.type("s3cr\x03");
    EXPECT_THAT(terminal.finish().text, AllOf(HasSubstr("code 130"), HasSubstr(" echo "), Not(HasSubstr("s3cr"))));
    EXPECT_EQ(there.password, "");
}

TEST(ThePasswordPrompt, RefusesAnEmptyPassword) {
    MasterThatAddsDevices there;
    Terminal terminal(there.add());
    terminal.await("Enter password for drs@sftp:");
    terminal.type("\n");
    const auto outcome = terminal.finish();
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.text, HasSubstr("drfCliMsg: the password is empty;"));
}

TEST(APassword, IsReadFromTheDescriptorThatWasNamed) {
    MasterThatAddsDevices there;
    EXPECT_EQ(run(there.add({"--password-fd", "0"}), "geheim\nnot this\n").code, 0);
    EXPECT_EQ(there.password, "geheim");
}

TEST(APassword, ThatCannotBeReadIsAUsageError) {
    MasterThatAddsDevices there;
    const auto closed = run(there.add({"--password-fd", "99"}));
    EXPECT_EQ(closed.code, 2);
    EXPECT_THAT(closed.text, HasSubstr("--password-fd 99 cannot be read (Bad file descriptor)"));
    EXPECT_THAT(run(there.add({"--password-fd", "0"}), "").text, HasSubstr("the password is empty"));
    EXPECT_THAT(run(there.add({"--password-fd", "0"}), std::string(2000, 'x')).text, HasSubstr("longer than 1024 bytes"));
}

TEST(APassword, IsNotAskedForWithoutATerminal) {
    MasterThatAddsDevices there;
    const auto outcome = run(there.add());
    EXPECT_EQ(outcome.code, 2);
    EXPECT_EQ(outcome.text, "drfCliMsg: there is no terminal to ask for the password on; give --password-fd N, --public-key or "
                            "--key-file PATH\n");
}

TEST(TheProgram, SaysHowToReachAMasterThatIsNotThere) {
    const auto outcome = run(command("/nonexistent", {"device", "list"}));
    EXPECT_EQ(outcome.code, 7);
    EXPECT_EQ(outcome.text, "drfCliMsg: no Master Agent listens on /nonexistent/run/drs/control.sock; start drs-master, or name its root "
                            "with --root\n");
}

TEST(TheProgram, LeavesWithTheCodeOfTheRefusal) {
    for (int code = 2; code <= 13; ++code) {
        FakeMaster master([&](int connection, const std::string&) {
            FakeMaster::say(connection, control::encode(control::Answer(control::Refusal(static_cast<control::Kind>(code), "no\x1b"))) + "\n");
        });
        const auto outcome = run(command(master.root().string(), {"device", "delete", "x"}));
        EXPECT_EQ(outcome.code, code);
        EXPECT_EQ(outcome.text, "drfCliMsg: no\\x1b\n");
    }
}

TEST(TheProgram, TellsItsVersionAndItsHelp) {
    EXPECT_EQ(run({"drs", "--version"}).text, "drs (OpenDRS) " DRS_VERSION "\n");
    EXPECT_THAT(run({"drs", "--help"}).text, HasSubstr("show_registration hostname"));
    const auto one = run({"drs", "utils", "disaster_recovery", "device", "add", "--help"});
    EXPECT_THAT(one.text, testing::StartsWith("utils disaster_recovery\n  device add network devicename path server username [number_of_backups] "));
    EXPECT_EQ(run({"drs", "utils", "disaster_recovery", "cook", "--help"}).code, 2);
}

TEST(TheProgram, ChecksTheConfiguration) {
    char directory[] = "/tmp/drs-cli-XXXXXX";
    const std::string root = ::mkdtemp(directory);
    EXPECT_EQ(run({"drs", "--root", root, "--check-config"}).code, 0);
    std::filesystem::create_directories(root + "/etc/drs");
    std::ofstream(root + "/etc/drs/drs.conf") << "nonsense\n";
    const auto outcome = run({"drs", "--root", root, "--check-config"});
    EXPECT_EQ(outcome.code, 3);
    EXPECT_THAT(outcome.text, AllOf(testing::StartsWith("drfCliMsg: "), HasSubstr("drs.conf")));
    std::filesystem::remove_all(root);
}

TEST(TheProgram, LeavesWithoutAWordWhenNobodyReadsItsOutput) {
    int out[2], err[2];
    ASSERT_EQ(::pipe2(out, O_CLOEXEC), 0);
    ASSERT_EQ(::pipe2(err, O_CLOEXEC), 0);
    ::close(out[0]);
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(out[1], 1), ::dup2(err[1], 2);
        become({"drs", "--help"});
    }
    ::close(out[1]), ::close(err[1]);
    EXPECT_EQ(read_all(err[0]), "");
    EXPECT_EQ(exit_of(child), cli::exit_closed_output);
    ::close(err[0]);
}
