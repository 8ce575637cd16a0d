// SPDX-License-Identifier: Apache-2.0
// The C library's calls that change files, each announced to the stop points first. Defined in the executable, so libsqlite3, libarchive and
// libstdc++ call them too. What goes through a mapping (SQLite's index of its log, made anew from the log after a crash) is not seen.
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdarg>

#include "stop_points.hpp"

namespace {

using drs::crash::about_to;
using drs::crash::Verdict;

template <class Function>
Function* next_of(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

/// `write` is given the number of bytes: half of them in the run that is to die of a torn write.
template <class Write>
ssize_t maybe_torn(const char* operation, int descriptor, size_t size, Write write) {
    if (about_to(operation, descriptor) == Verdict::go_on) return write(size);
    write(size / 2);
    drs::crash::die();
}

bool changes(int flags) { return (flags & (O_CREAT | O_TRUNC)) != 0; }

mode_t mode_in(int flags, va_list more) { return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0; }

}  // namespace

// One line a call: its signature, whether what it names is a descriptor or a path, and the call itself.
#define DRS_NEXT(name) static auto* const next = next_of<decltype(name)>(#name)

extern "C" {

ssize_t write(int fd, const void* bytes, size_t size) {
    DRS_NEXT(write);
    return maybe_torn("write", fd, size, [&](size_t part) { return next(fd, bytes, part); });
}

ssize_t pwrite(int fd, const void* bytes, size_t size, off_t offset) {
    DRS_NEXT(pwrite);
    return maybe_torn("pwrite", fd, size, [&](size_t part) { return next(fd, bytes, part, offset); });
}

ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t offset) {
    DRS_NEXT(pwrite64);
    return maybe_torn("pwrite", fd, size, [&](size_t part) { return next(fd, bytes, part, offset); });
}

ssize_t writev(int fd, const iovec* parts, int count) {
    DRS_NEXT(writev);
    (void)about_to("writev", fd);
    return next(fd, parts, count);
}

ssize_t pwritev(int fd, const iovec* parts, int count, off_t offset) {
    DRS_NEXT(pwritev);
    (void)about_to("pwritev", fd);
    return next(fd, parts, count, offset);
}

ssize_t pwritev64(int fd, const iovec* parts, int count, off64_t offset) {
    DRS_NEXT(pwritev64);
    (void)about_to("pwritev", fd);
    return next(fd, parts, count, offset);
}

ssize_t copy_file_range(int from, off64_t* from_at, int to, off64_t* to_at, size_t size, unsigned flags) {
    DRS_NEXT(copy_file_range);
    (void)about_to("copy_file_range", to);
    return next(from, from_at, to, to_at, size, flags);
}

ssize_t sendfile(int to, int from, off_t* offset, size_t size) noexcept {
    DRS_NEXT(sendfile);
    (void)about_to("sendfile", to);
    return next(to, from, offset, size);
}

ssize_t sendfile64(int to, int from, off64_t* offset, size_t size) noexcept {
    DRS_NEXT(sendfile64);
    (void)about_to("sendfile", to);
    return next(to, from, offset, size);
}

int open(const char* path, int flags, ...) {
    DRS_NEXT(open);
    va_list more;
    va_start(more, flags);
    const auto mode = mode_in(flags, more);
    va_end(more);
    if (changes(flags)) (void)about_to("open", AT_FDCWD, path);
    return next(path, flags, mode);
}

int open64(const char* path, int flags, ...) {
    DRS_NEXT(open64);
    va_list more;
    va_start(more, flags);
    const auto mode = mode_in(flags, more);
    va_end(more);
    if (changes(flags)) (void)about_to("open", AT_FDCWD, path);
    return next(path, flags, mode);
}

int openat(int directory, const char* path, int flags, ...) {
    DRS_NEXT(openat);
    va_list more;
    va_start(more, flags);
    const auto mode = mode_in(flags, more);
    va_end(more);
    if (changes(flags)) (void)about_to("open", directory, path);
    return next(directory, path, flags, mode);
}

int openat64(int directory, const char* path, int flags, ...) {
    DRS_NEXT(openat64);
    va_list more;
    va_start(more, flags);
    const auto mode = mode_in(flags, more);
    va_end(more);
    if (changes(flags)) (void)about_to("open", directory, path);
    return next(directory, path, flags, mode);
}

FILE* fopen(const char* path, const char* mode) {
    DRS_NEXT(fopen);
    if (mode[0] != 'r' || mode[1] == '+') (void)about_to("fopen", AT_FDCWD, path);
    return next(path, mode);
}

FILE* fopen64(const char* path, const char* mode) {
    DRS_NEXT(fopen64);
    if (mode[0] != 'r' || mode[1] == '+') (void)about_to("fopen", AT_FDCWD, path);
    return next(path, mode);
}

int bind(int socket, const sockaddr* address, socklen_t size) noexcept {
    DRS_NEXT(bind);
    if (address->sa_family == AF_UNIX) (void)about_to("bind", AT_FDCWD, reinterpret_cast<const sockaddr_un*>(address)->sun_path);
    return next(socket, address, size);
}

#define DRS_ON_DESCRIPTOR(word, name, parameters, arguments, ...) \
    int name parameters __VA_ARGS__ {                             \
        DRS_NEXT(name);                                           \
        (void)about_to(word, fd);                                 \
        return next arguments;                                    \
    }
#define DRS_ON_PATH(word, name, directory, path, parameters, arguments) \
    int name parameters noexcept {                                      \
        DRS_NEXT(name);                                                 \
        (void)about_to(word, directory, path);                          \
        return next arguments;                                          \
    }

DRS_ON_DESCRIPTOR("fsync", fsync, (int fd), (fd))
DRS_ON_DESCRIPTOR("fdatasync", fdatasync, (int fd), (fd))
DRS_ON_DESCRIPTOR("ftruncate", ftruncate, (int fd, off_t size), (fd, size), noexcept)
DRS_ON_DESCRIPTOR("ftruncate", ftruncate64, (int fd, off64_t size), (fd, size), noexcept)
DRS_ON_DESCRIPTOR("fallocate", fallocate, (int fd, int mode, off_t offset, off_t size), (fd, mode, offset, size))
DRS_ON_DESCRIPTOR("fallocate", fallocate64, (int fd, int mode, off64_t offset, off64_t size), (fd, mode, offset, size))
DRS_ON_DESCRIPTOR("fallocate", posix_fallocate, (int fd, off_t offset, off_t size), (fd, offset, size))
DRS_ON_DESCRIPTOR("fallocate", posix_fallocate64, (int fd, off64_t offset, off64_t size), (fd, offset, size))
DRS_ON_DESCRIPTOR("fchmod", fchmod, (int fd, mode_t mode), (fd, mode), noexcept)
DRS_ON_PATH("chmod", chmod, AT_FDCWD, path, (const char* path, mode_t mode), (path, mode))
DRS_ON_PATH("truncate", truncate, AT_FDCWD, path, (const char* path, off_t size), (path, size))
DRS_ON_PATH("truncate", truncate64, AT_FDCWD, path, (const char* path, off64_t size), (path, size))
DRS_ON_PATH("rename", rename, AT_FDCWD, to, (const char* from, const char* to), (from, to))
DRS_ON_PATH("rename", renameat, at, to, (int from_at, const char* from, int at, const char* to), (from_at, from, at, to))
DRS_ON_PATH("rename", renameat2, at, to, (int from_at, const char* from, int at, const char* to, unsigned flags), (from_at, from, at, to, flags))
DRS_ON_PATH("link", link, AT_FDCWD, to, (const char* from, const char* to), (from, to))
DRS_ON_PATH("link", linkat, at, to, (int from_at, const char* from, int at, const char* to, int flags), (from_at, from, at, to, flags))
DRS_ON_PATH("symlink", symlink, AT_FDCWD, to, (const char* from, const char* to), (from, to))
DRS_ON_PATH("symlink", symlinkat, at, to, (const char* from, int at, const char* to), (from, at, to))
DRS_ON_PATH("unlink", unlink, AT_FDCWD, path, (const char* path), (path))
DRS_ON_PATH("unlink", unlinkat, at, path, (int at, const char* path, int flags), (at, path, flags))
DRS_ON_PATH("unlink", remove, AT_FDCWD, path, (const char* path), (path))
DRS_ON_PATH("mkdir", mkdir, AT_FDCWD, path, (const char* path, mode_t mode), (path, mode))
DRS_ON_PATH("mkdir", mkdirat, at, path, (int at, const char* path, mode_t mode), (at, path, mode))
DRS_ON_PATH("rmdir", rmdir, AT_FDCWD, path, (const char* path), (path))

}  // extern "C"
