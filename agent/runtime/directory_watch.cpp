// SPDX-License-Identifier: Apache-2.0
#include "runtime/directory_watch.hpp"

#include <sys/inotify.h>

#include <algorithm>
#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "runtime/deadline.hpp"
#include "runtime/error.hpp"

namespace drs::runtime {
namespace {

namespace asio = boost::asio;

constexpr auto complete = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE;
constexpr auto directory_gone = IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT;
/// After a whole change others may follow at once; a file that is still being written is given longer.
constexpr auto quiet_after_change = std::chrono::milliseconds(200);
constexpr auto quiet_after_write = std::chrono::seconds(2);

enum class Seen { nothing, being_written, changed };

}  // namespace

struct DirectoryWatch::State {
    State(const Executor& e, std::filesystem::path d, std::vector<std::string> n)
        : executor(e), descriptor(e), directory(std::move(d)), names(std::move(n)) {}

    Seen look_at(const inotify_event& event) const {
        if ((event.mask & directory_gone) != 0)
            throw Error(Fault::file, directory.string() + " was removed or moved, so nobody watches it; put it back and start again");
        if ((event.mask & IN_Q_OVERFLOW) != 0) return Seen::changed;
        if (std::find(names.begin(), names.end(), std::string(event.len > 0 ? event.name : "")) == names.end()) return Seen::nothing;
        return (event.mask & complete) != 0 ? Seen::changed : Seen::being_written;
    }
    /// Waits for events; what the last one that concerns us says.
    Awaitable<Seen> next() {
        const auto into = asio::buffer(buffer);
        const auto bytes = co_await descriptor.async_read_some(into, asio::use_awaitable);
        auto seen = Seen::nothing;
        for (std::size_t at = 0; at < bytes;) {
            const auto& event = *reinterpret_cast<const inotify_event*>(buffer.data() + at);  // the kernel keeps them aligned
            const auto here = look_at(event);
            if (here != Seen::nothing) seen = here;
            at += sizeof event + event.len;
        }
        co_return seen;
    }
    /// The next thing that concerns us before the time is up; nothing otherwise.
    Awaitable<Seen> next_within(std::chrono::milliseconds limit) {
        Deadline deadline(executor, limit, [this] { descriptor.cancel(); });
        auto seen = Seen::nothing;
        try {
            while (seen == Seen::nothing) seen = co_await next();
        } catch (const boost::system::system_error&) {
            if (!deadline.expired()) throw;
        }
        co_return seen;
    }

    Executor executor;
    asio::posix::stream_descriptor descriptor;
    std::filesystem::path directory;
    std::vector<std::string> names;
    alignas(inotify_event) std::array<char, 16384> buffer{};
};

DirectoryWatch::DirectoryWatch(const Executor& executor, const std::filesystem::path& directory, std::vector<std::string> names)
    : state_(std::make_unique<State>(executor, directory, std::move(names))) {
    const auto fail = [&](const char* limit) {
        throw Error(Fault::file, "cannot watch " + directory.string() + " for edits: " + reason_of(errno) + " (see " + limit + ")");
    };
    const int fd = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (fd < 0) fail("fs.inotify.max_user_instances");
    state_->descriptor.assign(fd);
    if (::inotify_add_watch(fd, directory.c_str(), complete | IN_MODIFY | IN_DELETE_SELF | IN_MOVE_SELF) < 0) fail("fs.inotify.max_user_watches");
}

DirectoryWatch::~DirectoryWatch() = default;

Awaitable<void> DirectoryWatch::changed() {
    auto seen = Seen::nothing;
    while (seen == Seen::nothing) seen = co_await state_->next();
    while (seen != Seen::nothing) {
        const std::chrono::milliseconds quiet = seen == Seen::changed ? quiet_after_change : quiet_after_write;
        seen = co_await state_->next_within(quiet);
    }
}

}  // namespace drs::runtime
