// SPDX-License-Identifier: Apache-2.0
#include "cli/line_history.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

#include "control/refusal.hpp"
#include "runtime/error.hpp"

namespace drs::cli {
namespace {

constexpr std::size_t most_bytes = 1 << 20;

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
    throw control::Refusal(control::Kind::bad_value, "the history " + file.string() + " is not used: " + why + "; remove it, or make it a file of yours");
}

}  // namespace

LineHistory::LineHistory(const std::filesystem::path& file)
    : file_(::open(file.c_str(), O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)) {
    if (!file_ && errno == ENOENT) return;
    if (!file_) refuse(file, runtime::reason_of(errno));
    struct stat state{};
    if (::fstat(file_.handle(), &state) != 0) refuse(file, runtime::reason_of(errno));
    if (!S_ISREG(state.st_mode) || state.st_uid != ::geteuid() || state.st_nlink != 1) refuse(file, "it is no file of yours alone");
    if (::fchmod(file_.handle(), 0600) != 0) refuse(file, runtime::reason_of(errno));
    load();
}

void LineHistory::load() {
    std::string text(most_bytes, '\0');
    const auto size = ::lseek(file_.handle(), 0, SEEK_END);
    const auto from = std::max<off_t>(0, size - static_cast<off_t>(most_bytes));
    const auto got = ::pread(file_.handle(), text.data(), text.size(), from);
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    if (from > 0) text.erase(0, text.find('\n') + 1);  // the first line is cut
    for (std::string_view rest = text; !rest.empty();) {
        const auto end = std::min(rest.find('\n'), rest.size());
        if (end > 0) earlier_.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (earlier_.size() <= most_history) return;
    earlier_.erase(earlier_.begin(), earlier_.end() - most_history);
    // Other shells append to the same file, so it is shortened in place.
    if (::ftruncate(file_.handle(), 0) != 0) return;
    for (const auto& line : earlier_) add(line);
}

void LineHistory::add(const std::string& line) {
    const auto text = line + "\n";
    if (file_) static_cast<void>(!::write(file_.handle(), text.data(), text.size()));
}

}  // namespace drs::cli
