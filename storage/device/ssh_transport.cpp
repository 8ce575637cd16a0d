// SPDX-License-Identifier: Apache-2.0
#include "storage/device/ssh_transport.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>

#include "storage/device/error.hpp"
#include "storage/device/ssh_login.hpp"
#include "storage/device/tcp_connect.hpp"

namespace drs::storage {
namespace {

// AES-GCM first: with AES in the processor it takes half of what the others take. The rest stays on offer, for servers without it.
constexpr const char* ciphers =
    "aes256-gcm@openssh.com,aes128-gcm@openssh.com,chacha20-poly1305@openssh.com,aes256-ctr,aes192-ctr,aes128-ctr";
// In a fixed order, so that a server with several keys always shows the one that was pinned.
constexpr const char* host_keys =
    "ssh-ed25519,ecdsa-sha2-nistp521,ecdsa-sha2-nistp384,ecdsa-sha2-nistp256,rsa-sha2-512,rsa-sha2-256";

void set(ssh_session session, ssh_options_e option, const void* value) {
    if (ssh_options_set(session, option, value) != SSH_OK)
        throw DeviceError(DeviceFault::unsupported,
                          fmt::format("libssh {} takes no option {} ({}): install the version this was built with", ssh_version(0),
                                      static_cast<int>(option), ssh_get_error(session)));
}

SshSession new_session(const model::Device& device, int fd) {
    SshSession session(ssh_new());
    if (!session) throw DeviceError(DeviceFault::failed, "no memory for a connection to " + device.server);
    // Neither a user's files nor an agent have a say: a device is what the operator saved.
    const bool no = false;
    set(session.get(), SSH_OPTIONS_PROCESS_CONFIG, &no);
    set(session.get(), SSH_OPTIONS_SSH_DIR, "/nonexistent");
    set(session.get(), SSH_OPTIONS_KNOWNHOSTS, "/dev/null");
    set(session.get(), SSH_OPTIONS_GLOBAL_KNOWNHOSTS, "/dev/null");
    // Only known_hosts would ask for the name, and libssh reads more into one ("user@host") than the operator meant.
    set(session.get(), SSH_OPTIONS_HOST, "backup-device");
    const unsigned port = device.port;
    set(session.get(), SSH_OPTIONS_PORT, &port);
    set(session.get(), SSH_OPTIONS_USER, device.user.c_str());
    set(session.get(), SSH_OPTIONS_CIPHERS_C_S, ciphers);
    set(session.get(), SSH_OPTIONS_CIPHERS_S_C, ciphers);
    set(session.get(), SSH_OPTIONS_HOSTKEYS, host_keys);
    set(session.get(), SSH_OPTIONS_COMPRESSION, "no");  // what we send is compressed and encrypted already
    set(session.get(), SSH_OPTIONS_FD, &fd);
    ssh_set_blocking(session.get(), 0);
    return session;
}

}  // namespace

struct SshTransport::State {
    State(const model::Device& d, std::chrono::milliseconds timeout, Interrupt& i)
        : device(d), place(fmt::format("{}:{}", d.server, d.port)), patience(timeout), interrupt(i) {}

    const model::Device& device;
    std::string place;
    Patience patience;
    Interrupt& interrupt;
    std::string fingerprint;
    SshSession session;
    SshChannel channel;

    void open_session();
    void open_channel();
    int persist(const std::function<int()>& call);
    void await_bytes(bool expecting);
    [[noreturn]] void throw_stopped() const;
    [[noreturn]] void throw_broken(const std::string& doing) const;
    void throw_if_aborted() const;
};

void SshTransport::State::throw_if_aborted() const {
    if (interrupt.aborted()) throw DeviceError(DeviceFault::aborted, fmt::format("the work on {} was aborted", place));
}

void SshTransport::State::throw_stopped() const {
    throw DeviceError(DeviceFault::timed_out, fmt::format("{} has not moved for {} s: check the server and the network, then try again", place,
                                                          patience.limit().count() / 1000));
}

void SshTransport::State::throw_broken(const std::string& doing) const {
    throw_if_aborted();
    if (patience.over()) throw_stopped();  // the socket's own send time-out looks like a broken connection
    std::string reason = session ? ssh_get_error(session.get()) : "";
    if (reason.empty()) reason = "the connection ended";
    throw DeviceError(DeviceFault::unreachable, fmt::format("{} failed in {} ({}): check the server and the network, then try again", place,
                                                            doing, reason));
}

void SshTransport::State::await_bytes(bool expecting) {
    throw_if_aborted();
    if (expecting && patience.over()) throw_stopped();
    // libssh closes the socket of a dead server in whichever call notices, and may say "again" all the same: there is nothing left to wait for.
    if (ssh_get_fd(session.get()) < 0) throw_broken("waiting");
    const int flags = ssh_get_poll_flags(session.get());
    const short events = POLLIN | ((flags & SSH_WRITE_PENDING) ? POLLOUT : 0);
    pollfd waiting[] = {{ssh_get_fd(session.get()), events, 0}, {interrupt.fd(), POLLIN, 0}};
    ::poll(waiting, 2, expecting ? patience.milliseconds_left() : -1);
    if (waiting[1].revents != 0) interrupt.clear();
    throw_if_aborted();
}

int SshTransport::State::persist(const std::function<int()>& call) {
    patience.moved();
    for (;;) {
        const int result = call();
        // Both calls of the session and of its login may say so, each with a number of its own.
        if (result != SSH_AGAIN && result != SSH_AUTH_AGAIN) {
            throw_if_aborted();
            return result;
        }
        await_bytes(true);
    }
}

void SshTransport::State::open_session() {
    auto fd = tcp_connect(device.server, device.port, patience, interrupt);
    session = new_session(device, fd.value());
    (void)fd.release();  // libssh's from here on
    if (persist([&] { return ssh_connect(session.get()); }) != SSH_OK)
        throw DeviceError(DeviceFault::unreachable,
                          fmt::format("{} answers, but no SSH session comes about ({}): check that this is an SSH server and what it offers",
                                      place, ssh_get_error(session.get())));
    fingerprint = fingerprint_of(session.get());
    check_host_key(device, place, fingerprint);
}

void SshTransport::State::open_channel() {
    channel.reset(ssh_channel_new(session.get()));
    if (!channel || persist([&] { return ssh_channel_open_session(channel.get()); }) != SSH_OK)
        throw DeviceError(DeviceFault::refused, fmt::format("{} opens no channel for user {} ({}): allow the user a session there", place,
                                                            device.user, ssh_get_error(session.get())));
    if (persist([&] { return ssh_channel_request_subsystem(channel.get(), "sftp"); }) != SSH_OK)
        throw DeviceError(DeviceFault::refused,
                          fmt::format("{} offers no SFTP to user {}: enable the sftp subsystem in the server's configuration", place, device.user));
}

SshTransport::SshTransport(const model::Device& device, std::chrono::milliseconds timeout, Interrupt& interrupt)
    : state_(std::make_unique<State>(device, timeout, interrupt)) {}

SshTransport::~SshTransport() {
    // Saying good-bye must not wait for a server that reads no more.
    if (!state_->session) return;
    const int fd = ssh_get_fd(state_->session.get());
    if (fd >= 0) ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
}

const std::string& SshTransport::fingerprint() const { return state_->fingerprint; }
const std::string& SshTransport::place() const { return state_->place; }

void SshTransport::connect() {
    auto& s = *state_;
    s.patience.moved();
    s.open_session();
    log_in(s.session.get(), s.device, s.place, [&s](const std::function<int()>& call) { return s.persist(call); });
    s.open_channel();
}

std::size_t SshTransport::write(std::span<const std::byte> bytes) {
    auto& s = *state_;
    const int taken = ssh_channel_write(s.channel.get(), bytes.data(), static_cast<std::uint32_t>(bytes.size()));
    if (taken == SSH_AGAIN) return 0;
    if (taken < 0) s.throw_broken("writing");
    if (taken > 0) s.patience.moved();
    return static_cast<std::size_t>(taken);
}

std::size_t SshTransport::read(std::span<std::byte> room) {
    auto& s = *state_;
    const int count = ssh_channel_read_timeout(s.channel.get(), room.data(), static_cast<std::uint32_t>(room.size()), 0, 0);
    if (count > 0) s.patience.moved();
    if (count > 0) return static_cast<std::size_t>(count);
    if (count != SSH_AGAIN && count < 0) s.throw_broken("reading");
    if (ssh_channel_is_eof(s.channel.get()) || !ssh_channel_is_open(s.channel.get())) s.throw_broken("reading");
    return 0;
}

void SshTransport::wait(bool expecting) { state_->await_bytes(expecting); }
void SshTransport::begin() { state_->patience.moved(); }

}  // namespace drs::storage
