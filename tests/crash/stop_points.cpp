// SPDX-License-Identifier: Apache-2.0
#include "stop_points.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

namespace drs::crash {
namespace {

using Path = std::filesystem::path;

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

std::vector<Path> directories(const std::string& list) {
    std::vector<Path> found;
    for (std::size_t begin = 0; begin < list.size();) {
        const auto end = std::min(list.find(':', begin), list.size());
        found.emplace_back(list.substr(begin, end - begin));
        begin = end + 1;
    }
    return found;
}

std::string target_of(int descriptor) {
    std::array<char, 4096> target{};
    const auto link = "/proc/self/fd/" + std::to_string(descriptor);
    const auto size = ::readlink(link.c_str(), target.data(), target.size());
    return size > 0 ? std::string(target.data(), static_cast<std::size_t>(size)) : std::string();
}

/// The traces are not state: a line more or less changes nothing.
bool is_trace(std::string_view name) { return name.find("/platform/drf/trace") != name.npos; }

bool is_set_id(std::string_view text) {
    constexpr std::string_view form = "dddd-dd-dd-dd-dd-dd";
    return text.size() >= form.size() && std::equal(form.begin(), form.end(), text.begin(), [](char wanted, unsigned char c) {
               return wanted == 'd' ? std::isdigit(c) != 0 : c == '-';
           });
}

std::size_t hex_digits(std::string_view text) {
    return std::min(text.find_first_not_of("0123456789abcdef"), text.size());
}

/// `.drs-0123456789abcdef-2026-11-23-02-00-00_pub_...` becomes `.drs-*-ID_pub_...`.
std::string masked(std::string_view name) {
    std::string out;
    while (!name.empty()) {
        if (is_set_id(name)) {
            out += "ID";
            name.remove_prefix(19);
        } else if (hex_digits(name) >= 16 && out.ends_with(".drs-")) {
            out += '*';
            name.remove_prefix(hex_digits(name));
        } else {
            out += name.front();
            name.remove_prefix(1);
        }
    }
    return out;
}

class StopPoints {
public:
    StopPoints()
        : below_(directories(environment("DRS_STOP_BELOW"))), at_(environment("DRS_STOP_AT")), torn_(environment("DRS_STOP_TORN")) {
        const auto log = environment("DRS_STOP_LOG");
        if (!log.empty()) log_ = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
    }

    Verdict about_to(const char* operation, const std::string& path) {
        const auto name = name_of(path);
        if (!name || is_trace(*name)) return Verdict::go_on;
        const std::lock_guard guard(mutex_);
        const auto kind = std::string(operation) + ' ' + *name;
        const auto point = kind + ' ' + std::to_string(++counts_[kind]);
        log(point);
        if (point == at_) die();  // under the lock: no other thread's operation passes meanwhile
        return point == torn_ ? Verdict::half : Verdict::go_on;
    }

private:
    /// Nothing for what is not below the directories.
    std::optional<std::string> name_of(const std::string& path) const {
        const auto whole = Path(path).lexically_normal().string();
        for (const auto& directory : below_) {
            const auto& top = directory.native();
            if (!whole.starts_with(top) || (whole.size() > top.size() && whole[top.size()] != '/')) continue;
            return masked(directory.filename().string() + whole.substr(top.size()));
        }
        return std::nullopt;
    }

    void log(const std::string& point) const {
        const auto line = point + '\n';
        if (log_ >= 0 && ::syscall(SYS_write, log_, line.data(), line.size()) < 0) die();  // a run that is not recorded shows nothing
    }

    const std::vector<Path> below_;
    const std::string at_, torn_;
    int log_ = -1;
    std::mutex mutex_;
    std::map<std::string, unsigned> counts_;
};

/// Never destroyed: files are written to the very end of the process.
StopPoints& points() {
    static auto* const all = new StopPoints;
    return *all;
}

}  // namespace

Verdict about_to(const char* operation, int descriptor) {
    const auto path = target_of(descriptor);
    return path.starts_with('/') ? points().about_to(operation, path) : Verdict::go_on;  // else a socket or a pipe
}

Verdict about_to(const char* operation, int directory, const char* path) {
    if (path[0] == '/') return points().about_to(operation, path);
    return points().about_to(operation, (directory == AT_FDCWD ? std::string(".") : target_of(directory)) + '/' + path);
}

void die() {
    ::kill(::getpid(), SIGKILL);
    for (;;) ::pause();
}

}  // namespace drs::crash
