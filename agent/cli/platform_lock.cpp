// SPDX-License-Identifier: Apache-2.0
#include "cli/platform_lock.hpp"

#include <unistd.h>

#include <charconv>
#include <filesystem>

#include "cli/foreground.hpp"
#include "control/refusal.hpp"
#include "runtime/clock.hpp"
#include "runtime/error.hpp"
#include "runtime/paths.hpp"
#include "runtime/platform_lock.hpp"

namespace drs::cli {
namespace {

using control::Kind;
using control::Refusal;
using runtime::PlatformLock;
using Words = std::span<const std::string>;

constexpr std::string_view shape = "drs [--root DIR] platform-lock [--wait [SECONDS]] -- COMMAND [ARGUMENT]...";
constexpr std::string_view explanation =
    "\n\n"
    "  Runs COMMAND while no backup or restore runs, and lets none begin until it has ended. The exit code is COMMAND's.\n"
    "  When a backup or restore runs, COMMAND is not started and the exit code is 5.\n\n"
    "  --wait [SECONDS]   wait for the end of the backup or restore, at most so long\n";

/// Agents look at the lock for an instant now and then; an instant of patience keeps that from being an answer.
constexpr auto instant = std::chrono::milliseconds(300);

[[noreturn]] void refuse_usage(const std::string& sentence) { throw Refusal(Kind::usage, sentence + "; it is used as " + std::string(shape)); }

std::chrono::seconds seconds_of(std::string_view text) {
    constexpr long most = 10L * 365 * 86400;
    long number = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 0 || number > most)
        refuse_usage("`" + std::string(text) + "` behind --wait is not a number of seconds");
    return std::chrono::seconds(number);
}

/// Takes `--root DIR` or `--root=DIR` from the front; false when something else stands there.
bool take_root(Words& words, std::string& root) {
    if (words.empty()) return false;
    constexpr std::string_view joined = "--root=";
    if (words[0].starts_with(joined)) {
        root = words[0].substr(joined.size());
        words = words.subspan(1);
        return true;
    }
    if (words[0] != "--root" || words.size() < 2) return false;
    root = words[1];
    words = words.subspan(2);
    return true;
}

/// True when it was `--wait`, with or without seconds.
bool take_wait(Words& words, PlatformLockCall& call) {
    constexpr std::string_view joined = "--wait=";
    if (words[0].starts_with(joined)) {
        call.patience = seconds_of(std::string_view(words[0]).substr(joined.size()));
    } else if (words[0] != "--wait") {
        return false;
    } else if (words.size() > 1 && !words[1].starts_with("--")) {
        call.patience = seconds_of(words[1]);
        words = words.subspan(1);
    }
    words = words.subspan(1);
    call.wait = true;
    return true;
}

PlatformLock take(const std::filesystem::path& file, const PlatformLockCall& call, Console& console) {
    if (auto lock = PlatformLock::wait(file, instant)) return std::move(*lock);
    const auto holder = runtime::platform_holder(file);
    if (!call.wait)
        throw Refusal(Kind::busy, call.command[0] + " was not started: the platform is locked by " + holder + "; try again later, or wait with --wait");
    console.complain("waiting for the end of " + holder);
    if (auto lock = PlatformLock::wait(file, call.patience)) return std::move(*lock);
    throw Refusal(Kind::busy, call.command[0] + " was not started: after " + std::to_string(call.patience->count()) + " s the platform is still locked by " +
                                  runtime::platform_holder(file) + "; try again later");
}

}  // namespace

std::optional<PlatformLockCall> platform_lock_call(Words words, const char* root_from_environment) {
    PlatformLockCall call;
    if (root_from_environment != nullptr && *root_from_environment != '\0') call.root = root_from_environment;
    while (take_root(words, call.root)) {
    }
    if (words.empty() || words[0] != "platform-lock") return std::nullopt;
    words = words.subspan(1);
    while (!words.empty() && words[0] != "--") {
        if (words[0] == "--help") return PlatformLockCall{};
        if (take_root(words, call.root) || take_wait(words, call)) continue;
        refuse_usage("`" + words[0] + "` is no option of platform-lock");
    }
    if (call.root.empty()) refuse_usage("`--root` needs a directory behind it");
    if (words.size() < 2) refuse_usage("platform-lock needs `--` and a command behind it");
    call.command.assign(words.begin() + 1, words.end());
    return call;
}

int run(const PlatformLockCall& call, Console& console) {
    if (call.command.empty()) {
        console.write(std::string(shape) + std::string(explanation));
        return control::exit_success;
    }
    try {
        const runtime::Paths paths(std::filesystem::absolute(call.root).lexically_normal());
        auto lock = take(paths.platform_lock(), call, console);
        // Its arguments may hold a secret: the name of the program is enough.
        lock.tell("the command " + std::filesystem::path(call.command[0]).filename().string() + " of process " + std::to_string(::getpid()),
                  runtime::SystemClock().now());
        lock.hand_on();
        const int code = run_in_foreground(call.command);
        lock.release();
        return code;
    } catch (const runtime::Error& e) {
        throw Refusal(::geteuid() == 0 ? Kind::internal : Kind::not_permitted, call.command[0] + " was not started: " + e.what());
    }
}

}  // namespace drs::cli
