#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The proof that check.py sees: a good little tree has no violation, and one of each kind, put into it, is reported alone."""

import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True

from check import findings_of

SPDX = "// SPDX-License-Identifier: Apache-2.0\n"


def hpp(*lines):
    return SPDX + "// For the proof.\n#pragma once\n" + "".join(line + "\n" for line in lines)


def cpp(*lines):
    return SPDX + "".join(line + "\n" for line in lines)


GOOD = {
    "agent/model/device.hpp": hpp("#include <string>"),
    "agent/model/CMakeLists.txt": "drs_library(model SOURCES a.cpp)\n",
    "agent/runtime/awaitable.hpp": hpp("#include <boost/asio/io_context.hpp>"),
    "agent/control/service.hpp": hpp('#include "model/device.hpp"', '#include "runtime/awaitable.hpp"'),
    "agent/local/agent.hpp": hpp('#include "storage/config/config.hpp"'),
    "agent/master/set.cpp": cpp('#include "storage/config/config.hpp"', "#include <boost/asio/post.hpp>"),
    "storage/config/config.hpp": hpp('#include "model/device.hpp"'),
    "storage/config/element.hpp": hpp("#include <pugixml.hpp>"),
    "storage/config/element.cpp": cpp('#include "storage/config/element.hpp"', 'auto s = "sleep(1)";  // sleep(1)'),
    "storage/config/CMakeLists.txt": "drs_library(config SOURCES element.cpp PUBLIC drs::model PRIVATE pugixml::pugixml)\n",
    "storage/db/database.hpp": hpp(),
    "trace/trace.hpp": hpp("#include <fmt/format.h>"),
    "tests/unit/config/config_test.cpp": cpp("#include <gtest/gtest.h>", "#include <libssh/server.h>", '#include "storage/config/element.hpp"'),
    "tests/run.py": "#!/usr/bin/python3\n# SPDX-License-Identifier: Apache-2.0\n",
}

# File, its contents, and the only finding.
BAD = {
    "an arrow against the order": ("agent/model/a.cpp", cpp('#include "runtime/awaitable.hpp"'), ":2: model may not include runtime (runtime/awaitable.hpp)"),
    "a file that is not there": ("agent/cli/a.cpp", cpp('#include "wire/gone.hpp"'), ":2: cli may not include wire (wire/gone.hpp)"),
    "storage folders that meet": ("storage/db/a.cpp", cpp('#include "storage/config/config.hpp"'), ":2: db may not include config (storage/config/config.hpp)"),
    "agents that meet": ("agent/master/a.cpp", cpp('#include "local/agent.hpp"'), ":2: master may not include local (local/agent.hpp)"),
    "a device in the Local Agent": ("agent/local/a.cpp", cpp('#include "storage/db/database.hpp"'), ":2: local may not include db (storage/db/database.hpp)"),
    "a test in the product": ("trace/a.cpp", cpp('#include "tests/unit/config/config_test.cpp"'), ":2: the product includes tests/unit/config/config_test.cpp of the tests"),
    "libssh abroad": ("agent/master/a.cpp", cpp("#include <libssh/libssh.h>"), ":2: <libssh/libssh.h> is at home in storage/device"),
    "Abseil abroad": ("agent/cli/a.cpp", cpp("#include <absl/time/time.h>"), ":2: <absl/time/time.h> is at home in agent/master"),
    "pugixml abroad": ("agent/local/a.cpp", cpp("#include <pugixml.hpp>"), ":2: <pugixml.hpp> is at home in storage/config"),
    "SQLite abroad": ("agent/master/a.cpp", cpp("#include <sqlite3.h>"), ":2: <sqlite3.h> is at home in storage/db"),
    "libarchive abroad": ("agent/local/a.cpp", cpp("#include <archive.h>"), ":2: <archive.h> is at home in storage/archive"),
    "its entries abroad": ("agent/local/a.cpp", cpp("#include <archive_entry.h>"), ":2: <archive_entry.h> is at home in storage/archive"),
    "zstd abroad": ("agent/local/a.cpp", cpp("#include <zstd.h>"), ":2: <zstd.h> is at home in storage/archive"),
    "Net-SNMP abroad": ("alarms/a.cpp", cpp("#include <net-snmp/net-snmp-config.h>"), ":2: <net-snmp/net-snmp-config.h> is at home in mib"),
    "libevtlog abroad": ("mib/a.cpp", cpp("#include <evtlog.h>"), ":2: <evtlog.h> is at home in alarms"),
    "GLib abroad": ("mib/a.cpp", cpp("#include <glib.h>"), ":2: <glib.h> is at home in alarms"),
    "OpenSSL abroad": ("storage/archive/a.cpp", cpp("#include <openssl/evp.h>"), ":2: <openssl/evp.h> is at home in agent/runtime"),
    "Boost.JSON abroad": ("agent/cli/a.cpp", cpp("#include <boost/json.hpp>"), ":2: <boost/json.hpp> is at home in agent/control"),
    "Program_options abroad": ("agent/cli/a.cpp", cpp("#include <boost/program_options.hpp>"), ":2: <boost/program_options.hpp> is at home in agent/runtime"),
    "another Boost": ("agent/cli/a.cpp", cpp("#include <boost/regex.hpp>"), ":2: <boost/regex.hpp> has no home in tests/arch/table.py"),
    "fmt in the model": ("agent/model/a.cpp", cpp("#include <fmt/format.h>"), ":2: <fmt/format.h> is not for model, which stands on the standard library alone"),
    "GoogleTest in the product": ("agent/cli/a.cpp", cpp("#include <gtest/gtest.h>"), ":2: <gtest/gtest.h> belongs into the tests"),
    "Asio in the trace": ("trace/a.cpp", cpp("#include <boost/asio/post.hpp>"), ":2: <boost/asio/post.hpp> is not for trace"),
    "Asio in a header": ("agent/master/a.hpp", hpp("#include <boost/asio/post.hpp>"), ":4: <boost/asio/post.hpp> in a header; only awaitable and any_io_executor may be there"),
    "a library that gets out": ("agent/master/a.cpp", cpp('#include "storage/config/element.hpp"'), ":2: storage/config/element.hpp brings <pugixml.hpp> out of its folder"),
    "no licence": ("trace/a.cpp", "int a;\n", ":1: the line `// SPDX-License-Identifier: Apache-2.0` is missing"),
    "no licence in a script": ("tests/a.py", "#!/usr/bin/python3\n", ":2: the line `# SPDX-License-Identifier: Apache-2.0` is missing"),
    "an empty file": ("trace/a.cpp", "", ":1: the line `// SPDX-License-Identifier: Apache-2.0` is missing"),
    "a header without a purpose": ("trace/a.hpp", SPDX + "#pragma once\n", ":2: a header opens with one sentence on what it is for"),
    "a long file": ("trace/a.cpp", SPDX + "\n" * 400, ":401: 401 lines; a file has at most 400"),
    "an empty name": ("trace/file_helper.cpp", SPDX, ":1: `helper` in a file name says nothing; name what is in it"),
    "a sleep in the product": ("trace/a.cpp", cpp("std::this_thread::sleep_for(x);"), ":2: `sleep_for(`: wait for what shall happen, with a deadline"),
    "a sleep in a test": ("tests/unit/a_test.cpp", cpp("usleep (1);"), ":2: `usleep (`: wait for what shall happen, with a deadline"),
    "a sleep in a script": ("tests/a.py", "# SPDX-License-Identifier: Apache-2.0\ntime.sleep(1)\n", ":2: `sleep(`: wait for what shall happen, with a deadline"),
    "a link against the order": ("storage/db/CMakeLists.txt", "drs_library(db SOURCES a.cpp\n PUBLIC drs::config)\n", ":1: db may not link drs::config"),
    "a link by hand": ("agent/cli/CMakeLists.txt", "\ntarget_link_libraries(drs_cli PRIVATE drs::wire)\n", ":2: cli may not link drs::wire"),
    "a program's link": ("agent/cli/CMakeLists.txt", "drs_executable(drs SOURCES main.cpp LINK drs::config)\n", ":1: cli may not link drs::config"),
    "a library linked abroad": ("mib/CMakeLists.txt", "drs_library(mib SOURCES a.cpp PRIVATE PkgConfig::SQLITE)\n", ":1: PkgConfig::SQLITE is at home in storage/db"),
    "a library handed on": ("storage/db/CMakeLists.txt", "drs_library(db SOURCES a.cpp PUBLIC PkgConfig::SQLITE)\n",
                            ":1: PkgConfig::SQLITE is linked PUBLIC; link it PRIVATE, so that nobody else gets it"),
    "an include without its link": ("storage/config/CMakeLists.txt", "drs_library(config SOURCES element.cpp PRIVATE pugixml::pugixml)\n",
                                    ":1: config includes model (storage/config/config.hpp:4) but does not link drs::model"),
}


def findings_in(files):
    with tempfile.TemporaryDirectory(prefix="drs-arch-") as root:
        for name, text in files.items():
            path = pathlib.Path(root, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return findings_of(root)[0]


class ACheckOfTheArchitecture(unittest.TestCase):
    def test_finds_nothing_in_a_good_tree(self):
        self.assertEqual(findings_in(GOOD), [])

    def test_finds_each_violation_and_it_alone(self):
        for name, (path, text, sentence) in BAD.items():
            with self.subTest(name):
                self.assertEqual(findings_in({**GOOD, path: text}), [path + sentence])


if __name__ == "__main__":
    unittest.main()
