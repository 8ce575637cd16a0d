// SPDX-License-Identifier: Apache-2.0
#include "cli/log_unpacked.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

#include "control/refusal.hpp"
#include "runtime/error.hpp"
#include "trace/compression.hpp"

namespace drs::cli {
namespace {

constexpr std::uint64_t largest = 1u << 30;

void append(int memory, std::string_view bytes, const LogPath& path) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(memory, bytes.data(), bytes.size());
        if (written >= 0) bytes.remove_prefix(static_cast<std::size_t>(written));
        else if (errno != EINTR)
            throw control::Refusal(control::Kind::internal, path.typed + " cannot be unpacked: " + runtime::reason_of(errno) + "; unpack it with zcat");
    }
}

}  // namespace

Descriptor unpacked(Descriptor file, const LogPath& path) {
    if (path.steps.empty() || !path.steps.back().ends_with(".gz") || !trace::is_compressed(file.handle())) return file;
    Descriptor memory(::memfd_create("drs-log", MFD_CLOEXEC));
    if (!memory) throw control::Refusal(control::Kind::internal, "no memory to unpack " + path.typed + ": " + runtime::reason_of(errno) + "; unpack it with zcat");
    std::uint64_t size = 0;
    try {
        trace::decompress(file.handle(), [&](std::string_view piece) {
            if ((size += piece.size()) > largest)
                throw control::Refusal(control::Kind::bad_value, path.typed + " holds more than 1 GiB, so it is no trace file; unpack it with zcat");
            append(memory.handle(), piece, path);
        });
    } catch (const control::Refusal&) {
        throw;
    } catch (const std::runtime_error& damage) {
        throw control::Refusal(control::Kind::bad_value, path.typed + " cannot be unpacked: " + damage.what() + "; zcat shows what can be read of it");
    }
    return memory;
}

}  // namespace drs::cli
