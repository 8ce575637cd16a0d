// SPDX-License-Identifier: Apache-2.0
// Every operation of this process that changes a file below certain directories, counted, and one of them chosen to be its last.
#pragma once

#include <string>

namespace drs::crash {

/// What to do with the operation that is about to happen.
enum class Verdict {
    go_on,
    half,  // write half of the bytes, then die()
};

/// An operation has a name that is the same in every run, whatever the threads' order: `write root/var/lib/drs/drs.db-wal 17` is the 17th write to
/// that file; the changing parts of names (a set's time, the hexadecimal words of scratch) are masked. Configured by the environment:
/// DRS_STOP_BELOW directories with `:` between them; nothing else counts. DRS_STOP_LOG a file that gets a line for each operation, before it happens.
/// DRS_STOP_AT the operation before which the process kills itself. DRS_STOP_TORN the write of which half happens.
Verdict about_to(const char* operation, int descriptor);
Verdict about_to(const char* operation, int directory, const char* path);

/// SIGKILL to ourselves, as from outside: nothing is flushed, closed or unwound.
[[noreturn]] void die();

}  // namespace drs::crash
