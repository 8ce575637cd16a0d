// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.hpp"

#include <gmock/gmock.h>

#include "control/refusal.hpp"

using namespace drs::cli;
using drs::control::Kind;
using drs::control::Refusal;
using testing::ElementsAre;

namespace {

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> words;
    for (const auto word : words_of(text)) words.emplace_back(word);
    return words;
}

/// Behind `utils disaster_recovery`.
Invocation command(std::string_view text) { return parse(split("utils disaster_recovery " + std::string(text)), nullptr); }

struct Good {
    const char* line;
    const char* form;
    std::size_t arguments;
};

struct Bad {
    const char* line;
    const char* sentence;
};

const Good good[] = {
    {"backup network UCM /b sftp.example drs --public-key", "backup network featurelist path servername username", 4},
    {"backup network UCM,CUC nightly", "backup network featurelist devicename", 2},
    {"backup network UCM,CUC nightly --wait", "backup network featurelist devicename", 2},
    {"backup --wait network UCM nightly", "backup network featurelist devicename", 2},
    {"backup local UCM /srv/sets", "backup local featurelist devicename|path", 2},
    {"backup local UCM disk", "backup local featurelist devicename|path", 2},
    {"restore network pub 2026-11-23-02-00-00.tar /b sftp drs --password-fd 3",
     "restore network restore_server tarfilename path servername username", 5},
    {"restore network pub 2026-11-23-02-00-00.tar nightly", "restore network restore_server tarfilename devicename", 3},
    {"restore network pub x nightly --features UCM --no-verify --wait", "restore network restore_server tarfilename devicename", 3},
    {"restore network pub x nightly --features=UCM,CUC", "restore network restore_server tarfilename devicename", 3},
    {"restore local pub x /srv/sets", "restore local restore_server tarfilename devicename|path", 3},
    {"restore local pub x disk --allow-host-name --allow-flavour", "restore local restore_server tarfilename devicename|path", 3},
    {"status backup", "status backup", 0},
    {"status restore --follow", "status restore", 0},
    {"history backup", "history backup", 0},
    {"history restore --json", "history restore", 0},
    {"show_backupfiles nightly", "show_backupfiles devicename", 1},
    {"show_backupfiles network", "show_backupfiles devicename", 1},
    {"show_backupfiles network /b sftp drs --key-file /k", "show_backupfiles network path servername username", 3},
    {"show_backupfiles local /srv/sets", "show_backupfiles local devicename|path", 1},
    {"show_registration pub", "show_registration hostname", 1},
    {"cancel_backup", "cancel_backup", 0},
    {"cancel_backup confirm", "cancel_backup confirm", 0},
    {"cancel_backup confirm --now", "cancel_backup confirm", 0},
    {"device add network nightly /b sftp drs", "device add network devicename path server username [number_of_backups]", 4},
    {"device add network nightly /b sftp drs 5", "device add network devicename path server username [number_of_backups]", 5},
    {"device add local disk /srv/sets", "device add local devicename path [number_of_backups]", 2},
    {"device add local disk /srv/sets 5", "device add local devicename path [number_of_backups]", 3},
    {"device list", "device list", 0},
    {"device delete nightly", "device delete devicename|*", 1},
    {"device delete *", "device delete devicename|*", 1},
    {"device delete -- --odd--", "device delete devicename|*", 1},
};

const Bad bad_commands[] = {
    {"frobnicate", "`frobnicate` is no command of utils disaster_recovery; see drs --help"},
    {"Backup network UCM nightly", "`Backup` is no command of utils disaster_recovery; see drs --help"},
    {"backup", "`backup` needs one of network, local behind it; see drs --help"},
    {"backup cloud UCM nightly", "`backup` is followed by one of network, local, not by `cloud`; see drs --help"},
    {"backup network", "`backup network` takes featurelist path servername username, or featurelist devicename, but 0 arguments were given"},
    {"backup network UCM", "`backup network` takes featurelist path servername username, or featurelist devicename, but 1 argument was given"},
    {"backup network UCM /b sftp", "`backup network` takes featurelist path servername username, or featurelist devicename, but 3 arguments were given"},
    {"backup network UCM /b sftp drs pass", "`backup network` takes featurelist path servername username, or featurelist devicename, but 5 arguments were given"},
    {"backup tape UCM /dev/nst0", "`backup` is followed by one of network, local, not by `tape`; see drs --help"},
    {"backup local UCM a b", "`backup local` takes featurelist devicename|path, but 3 arguments were given"},
    {"backup network UCM nightly --public-key",
     "`--public-key` is no option of `backup network featurelist devicename`, which takes --wait"},
    {"backup network UCM nightly --follow", "`--follow` is no option of `backup network featurelist devicename`, which takes --wait"},
    {"backup network UCM nightly --wait --wait", "`--wait` is given twice; give it once"},
    {"backup network UCM nightly --wait=5", "`--wait` takes no value, but `5` was given"},
    {"backup network UCM nightly --quickly", "`--quickly` is no option of drs; see drs --help"},
    {"backup network UCM /b sftp drs --password geheim", "`--password` is no option of drs; see drs --help"},
    {"backup network UCM /b sftp drs --public-key --key-file /k",
     "--password-fd, --public-key and --key-file exclude each other; give one of them"},
    {"backup network UCM /b sftp drs --password-fd", "`--password-fd` needs a value behind it; see drs --help"},
    {"backup network UCM /b sftp drs --password-fd geheim",
     "`geheim` behind --password-fd is no descriptor; give a number such as 3"},
    {"backup network UCM /b sftp drs --password-fd -1", "`-1` behind --password-fd is no descriptor; give a number such as 3"},
    {"backup network UCM /b sftp drs --password-fd=3x", "`3x` behind --password-fd is no descriptor; give a number such as 3"},
    {"backup network UCM /b sftp drs --key-file", "`--key-file` needs a value behind it; see drs --help"},
    {"restore", "`restore` needs one of network, local behind it; see drs --help"},
    {"restore network pub", "`restore network` takes restore_server tarfilename path servername username, or restore_server tarfilename devicename, but 1 argument was given"},
    {"restore network pub x /b sftp", "`restore network` takes restore_server tarfilename path servername username, or restore_server tarfilename devicename, but 4 arguments were given"},
    {"restore local pub x", "`restore local` takes restore_server tarfilename devicename|path, but 2 arguments were given"},
    {"restore tape pub x y", "`restore` is followed by one of network, local, not by `tape`; see drs --help"},
    {"restore network pub x nightly --features", "`--features` needs a value behind it; see drs --help"},
    {"restore network pub x nightly --no-verify=1", "`--no-verify` takes no value, but `1` was given"},
    {"status", "`status` needs one of backup, restore behind it; see drs --help"},
    {"status archive", "`status` is followed by one of backup, restore, not by `archive`; see drs --help"},
    {"status backup now", "`status backup` takes no argument, but 1 argument was given"},
    {"status backup --wait", "`--wait` is no option of `status backup`, which takes --follow"},
    {"history", "`history` needs one of backup, restore behind it; see drs --help"},
    {"history backup 5", "`history backup` takes no argument, but 1 argument was given"},
    {"history backup --follow", "`--follow` is no option of `history backup`, which takes none but those of drs"},
    {"show_backupfiles", "`show_backupfiles` takes devicename, but 0 arguments were given"},
    {"show_backupfiles a b", "`show_backupfiles` takes devicename, but 2 arguments were given"},
    {"show_backupfiles network /b sftp", "`show_backupfiles network` takes path servername username, but 2 arguments were given"},
    {"show_backupfiles local a b", "`show_backupfiles local` takes devicename|path, but 2 arguments were given"},
    {"show_backupfiles nightly --public-key", "`--public-key` is no option of `show_backupfiles devicename`, which takes none but those of drs"},
    {"show_registration", "`show_registration` takes hostname, but 0 arguments were given"},
    {"show_registration a b", "`show_registration` takes hostname, but 2 arguments were given"},
    {"cancel_backup yes", "`cancel_backup` takes no argument, but 1 argument was given"},
    {"cancel_backup confirm twice", "`cancel_backup confirm` takes no argument, but 1 argument was given"},
    {"cancel_backup --wait", "`--wait` is no option of `cancel_backup`, which takes --now"},
    {"device", "`device` needs one of add, list, delete behind it; see drs --help"},
    {"device add", "`device add` needs one of network, local behind it; see drs --help"},
    {"device add tape x /dev/nst0", "`device add` is followed by one of network, local, not by `tape`; see drs --help"},
    {"device rename a b", "`device` is followed by one of add, list, delete, not by `rename`; see drs --help"},
    {"device add network a b c", "`device add network` takes devicename path server username [number_of_backups], but 3 arguments were given"},
    {"device add network a b c d 2 e", "`device add network` takes devicename path server username [number_of_backups], but 6 arguments were given"},
    {"device add local a", "`device add local` takes devicename path [number_of_backups], but 1 argument was given"},
    {"device add local a b --public-key", "`--public-key` is no option of `device add local devicename path [number_of_backups]`, which takes none but those of drs"},
    {"device list a", "`device list` takes no argument, but 1 argument was given"},
    {"device delete", "`device delete` takes devicename|*, but 0 arguments were given"},
    {"device delete a b", "`device delete` takes devicename|*, but 2 arguments were given"},
};

const Bad bad_lines[] = {
    {"--wait", "`--wait` belongs to a command, and there is none; see drs --help"},
    {"status backup", "every command begins with one of utils, alarm, node, trace, file, support-bundle or help, not with `status`; see drs --help"},
    {"utils", "`utils` needs disaster_recovery behind it; see drs --help"},
    {"utils system", "`utils` is followed by disaster_recovery, not by `system`; see drs --help"},
    {"file list /etc", "`file list` is followed by activelog, not by `/etc`; see drs --help"},
    {"file list activelog", "`file list activelog` takes logpath, but 0 arguments were given"},
    {"file list activelog x size", "`size` is no option of `file list activelog logpath`, which takes detail, reverse"},
    {"file list activelog x detail detail", "`detail` is given twice; give it once"},
    {"file tail activelog x recent", "`recent` needs a value behind it; see drs --help"},
    {"file tail activelog x recent many", "`many` behind recent is no number of lines; give a whole number such as 50"},
    {"file view activelog x detail", "`file view activelog` takes logfile, but 2 arguments were given"},
    {"--root", "`--root` needs a value behind it; see drs --help"},
    {"--root= utils disaster_recovery device list", "`--root` needs a directory behind it; see drs --help"},
    {"--json=yes utils disaster_recovery device list", "`--json` takes no value, but `yes` was given"},
    {"--verbose utils disaster_recovery device list", "`--verbose` is no option of drs; see drs --help"},
};

void expect_refused(const std::vector<std::string>& words, const char* sentence) {
    try {
        parse(words, nullptr);
        ADD_FAILURE() << "taken: " << sentence;
    } catch (const Refusal& refusal) {
        EXPECT_STREQ(refusal.what(), sentence);
        EXPECT_EQ(static_cast<int>(refusal.kind()), 2);
    }
}

}  // namespace

TEST(ACommandLine, FindsTheFormThatItsWordsFit) {
    for (const auto& [line, form, arguments] : good) {
        const auto given = command(line);
        const std::string shape = std::string(given.form->words) +
                                  (given.form->parameters.empty() ? "" : " " + std::string(given.form->parameters));
        EXPECT_EQ(shape, form) << line;
        EXPECT_EQ(given.call.arguments.size(), arguments) << line;
    }
}

TEST(ACommandLine, IsRefusedInOneSentenceThatSaysWhatIsTaken) {
    for (const auto& [line, sentence] : bad_commands) expect_refused(split("utils disaster_recovery " + std::string(line)), sentence);
    for (const auto& [line, sentence] : bad_lines) expect_refused(split(line), sentence);
}

TEST(ACommandLine, TakesItsOptionsAnywhere) {
    const auto given = parse(split("--json utils --root /a disaster_recovery restore network pub x nightly --features UCM"), nullptr);
    EXPECT_TRUE(given.json);
    EXPECT_EQ(given.root, "/a");
    EXPECT_EQ(given.call.options.features, "UCM");
    EXPECT_THAT(given.call.arguments, ElementsAre("pub", "x", "nightly"));
}

TEST(ACommandLine, KeepsArgumentsAsTheyWereTyped) {
    const std::vector<std::string> words{"utils", "disaster_recovery", "device", "delete", "my disk, old"};
    EXPECT_THAT(parse(words, nullptr).call.arguments, ElementsAre("my disk, old"));
}

TEST(TheRoot, IsTheOptionThenTheEnvironmentThenTheSystem) {
    const auto words = split("utils disaster_recovery device list");
    EXPECT_EQ(parse(words, nullptr).root, "/");
    EXPECT_EQ(parse(words, "").root, "/");
    EXPECT_EQ(parse(words, "/env").root, "/env");
    EXPECT_EQ(parse(split("--root=/opt utils disaster_recovery device list"), "/env").root, "/opt");
}

TEST(ACallForHelp, WinsOverEverythingAndKeepsItsTopic) {
    EXPECT_EQ(parse(split("--help"), nullptr).wish, Wish::help);
    const auto given = parse(split("utils disaster_recovery device add --help"), nullptr);
    EXPECT_EQ(given.wish, Wish::help);
    EXPECT_THAT(given.topic, ElementsAre("utils", "disaster_recovery", "device", "add"));
    EXPECT_EQ(parse(split("help device add"), nullptr).wish, Wish::help);
    EXPECT_THAT(parse(split("help device add"), nullptr).topic, ElementsAre("device", "add"));
    EXPECT_EQ(parse(split("--version"), nullptr).wish, Wish::version);
    EXPECT_EQ(parse(split("--check-config --root /a"), nullptr).wish, Wish::check_config);
}

TEST(ACommandLine, WithoutAnyWordMeansTheShell) {
    EXPECT_EQ(parse({}, nullptr).wish, Wish::shell);
    const auto given = parse(split("--json --root /a"), nullptr);
    EXPECT_EQ(given.wish, Wish::shell);
    EXPECT_EQ(given.root, "/a");
    EXPECT_TRUE(given.json);
}

TEST(ACommandLine, HasWordsBehindTheArgumentsOfFileCommands) {
    const auto listing = parse(split("file list activelog platform/drf/trace reverse detail"), nullptr);
    EXPECT_THAT(listing.call.arguments, ElementsAre("platform/drf/trace"));
    EXPECT_TRUE(listing.call.options.detail && listing.call.options.reverse);
    const auto tail = parse(split("file tail activelog x follow recent 5"), nullptr);
    EXPECT_TRUE(tail.call.options.follow);
    EXPECT_EQ(tail.call.options.recent, 5u);
}

TEST(ALineOfTheShell, HasTheRootOfTheShell) {
    const auto shell = parse(split("--json --root /a"), nullptr);
    const auto line = parse_in(shell, split("utils disaster_recovery device list"));
    EXPECT_EQ(line.root, "/a");
    EXPECT_TRUE(line.json);
    EXPECT_THROW(parse_in(shell, split("--root /b utils disaster_recovery device list")), Refusal);
    EXPECT_THROW(parse_in(shell, split("--json")), Refusal);
}
