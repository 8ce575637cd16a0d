// SPDX-License-Identifier: Apache-2.0
// A logind that knows Inhibit only, on the bus of DBUS_SYSTEM_BUS_ADDRESS. Says what happens, a line each: `ready`, `inhibit WHAT WHO WHY MODE`,
// `released WHAT`. With `--refuse` it gives no lock, with `--silent` no answer.
#include <fcntl.h>
#include <poll.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

namespace {

struct Lock {
    int fd;  // our end of the pipe: it hangs up when the last holder lets go
    std::string what;
};

struct Logind {
    std::string mode;
    std::vector<Lock> locks;
};

void say(const std::string& line) {
    std::puts(line.c_str());
    std::fflush(stdout);
}

int inhibit(sd_bus_message* request, void* data, sd_bus_error* error) {
    auto& self = *static_cast<Logind*>(data);
    const char *what = nullptr, *who = nullptr, *why = nullptr, *mode = nullptr;
    if (const int bad = sd_bus_message_read(request, "ssss", &what, &who, &why, &mode); bad < 0) return bad;
    say(std::string("inhibit ") + what + " " + who + " " + why + " " + mode);
    if (self.mode == "--silent") return 1;
    if (self.mode == "--refuse") return sd_bus_error_set(error, "org.freedesktop.DBus.Error.AccessDenied", "Permission denied");
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return -errno;
    const int sent = sd_bus_reply_method_return(request, "h", ends[1]);
    sd_bus_flush(sd_bus_message_get_bus(request));
    ::close(ends[1]);
    self.locks.push_back({ends[0], what});
    return sent;
}

const sd_bus_vtable manager[] = {
    SD_BUS_VTABLE_START(0),
    SD_BUS_METHOD("Inhibit", "ssss", "h", inhibit, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_VTABLE_END,
};

void drop_released(Logind& self, const std::vector<pollfd>& fds) {
    for (std::size_t i = self.locks.size(); i-- > 0;) {
        if (fds[i + 1].revents == 0) continue;
        say("released " + self.locks[i].what);
        ::close(self.locks[i].fd);
        self.locks.erase(self.locks.begin() + static_cast<long>(i));
    }
}

bool serve_once(sd_bus& bus, Logind& self) {
    const int done = sd_bus_process(&bus, nullptr);
    if (done != 0) return done > 0;
    std::vector<pollfd> fds{{sd_bus_get_fd(&bus), POLLIN, 0}};
    for (const auto& lock : self.locks) fds.push_back({lock.fd, 0, 0});
    if (::poll(fds.data(), fds.size(), -1) < 0) return false;
    drop_released(self, fds);
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    Logind self{argc > 1 ? argv[1] : "", {}};
    sd_bus* bus = nullptr;
    if (sd_bus_open_system(&bus) < 0 ||
        sd_bus_add_object_vtable(bus, nullptr, "/org/freedesktop/login1", "org.freedesktop.login1.Manager", manager, &self) < 0 ||
        sd_bus_request_name(bus, "org.freedesktop.login1", 0) < 0)
        return 1;
    say("ready");
    while (serve_once(*bus, self)) {
    }
    return 0;
}
