# SPDX-License-Identifier: Apache-2.0
"""The architecture as tables: which part may include which, and where each third-party library is at home."""

# Part -> its folder. A part is one CMake target, drs::<part>.
FOLDERS = {
    "model": "agent/model", "wire": "agent/wire", "runtime": "agent/runtime", "control": "agent/control",
    "master": "agent/master", "local": "agent/local", "cli": "agent/cli", "web": "agent/web",
    "alarms": "alarms", "mib": "mib", "trace": "trace",
    "archive": "storage/archive", "config": "storage/config", "db": "storage/db", "device": "storage/device",
}

# Part -> the other parts that it may include and link.
ARROWS = {
    "model": set(),
    "trace": set(),
    "runtime": {"trace", "model"},
    "wire": {"model", "runtime"},
    "control": {"model", "runtime"},
    "alarms": {"model", "runtime", "trace"},
    "mib": {"alarms", "control", "model", "runtime", "trace"},
    "archive": {"model", "runtime", "trace"},
    "config": {"model", "runtime", "trace"},
    "db": {"model", "runtime", "trace"},
    "device": {"model", "runtime", "trace"},
    "master": set(FOLDERS) - {"master", "local", "cli", "web"},
    "local": {"wire", "runtime", "alarms", "trace", "model", "archive", "config"},
    "cli": {"control", "model", "runtime", "trace", "archive", "db"},
    "web": {"control", "model", "runtime"},
}

# Beginning of a header's name -> the one part that may include it.
HOMES = {
    "libssh/": "device",
    "absl/": "master",
    "pugixml": "config",
    "sqlite3": "db",
    "archive.h": "archive", "archive_entry.h": "archive", "zstd": "archive",
    "net-snmp/": "mib",
    "evtlog": "alarms", "glib": "alarms",
    "histedit": "cli", "editline/": "cli",
    "openssl/": "runtime",
    "systemd/": "runtime",
    "zlib.h": "trace",
    "boost/json": "control",
    "boost/program_options": "runtime",
    "boost/beast": "web",
}

# CMake target -> the one part that may link it, and only as PRIVATE.
LINK_HOMES = {
    "PkgConfig::LIBSSH": "device",
    "absl::time": "master",
    "pugixml::pugixml": "config",
    "PkgConfig::SQLITE": "db",
    "PkgConfig::ARCHIVE": "archive", "PkgConfig::ZSTD": "archive",
    "PkgConfig::NETSNMP": "mib",
    "EvtLog::evtlog": "alarms", "PkgConfig::GLIB": "alarms",
    "PkgConfig::LIBEDIT": "cli",
    "PkgConfig::SYSTEMD": "runtime",
    "ZLIB::ZLIB": "trace",
    "OpenSSL::SSL": "runtime", "OpenSSL::Crypto": "runtime",
    "Boost::json": "control",
    "Boost::program_options": "runtime",
}

# Asio: any source of these folders; in headers outside of agent/runtime only what a coroutine's signature needs.
ASIO = ("boost/asio", "boost/system")
ASIO_FOLDERS = ("agent/", "storage/", "alarms/")
ASIO_IN_HEADERS = {"boost/asio/awaitable.hpp", "boost/asio/any_io_executor.hpp"}

LONGEST_FILE = 400
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "manager", "managers", "common", "base"}
