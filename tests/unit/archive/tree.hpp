// SPDX-License-Identifier: Apache-2.0
// A directory with one file of every sort, and the listing by which two of them are compared.
#pragma once

#include "archive/own_directory.hpp"
#include "archive/sinks.hpp"
#include "storage/archive/tar.hpp"

namespace drs::storage {

class ATree : public OwnDirectory {
protected:
    std::string tree_ = path("srv/tree");

    /// In the shell: what the test must be able to make anywhere, then what only root and some file systems can.
    void plant() const {
        const auto outcome = run(
            "mkdir -p srv/tree/empty srv/tree/deep && cd srv/tree && echo hello > plain && head -c 300000 /dev/urandom > random"
            " && : > nothing && ln plain linked && ln -s plain link && ln -s /nowhere/at/all dangling && mkfifo fifo"
            " && echo x > setuid && chmod 4755 setuid && echo y > \"$(printf 'inv\\377alid')\" && echo z > \"$(printf 'a\\314\\210')\""
            " && echo z > \"$(printf '\\303\\244')\" && ln -s \"$(printf 'a\\314\\210')\" uml && mkdir -m 1777 sticky && chmod 0500 empty"
            " && d=deep; for i in 1 2 3 4 5 6; do d=$d/$(printf 'n%.0s' $(seq 50)); done; mkdir -p $d && echo deep > $d/file"
            " && truncate -s 8M $d/sparse && printf data | dd of=$d/sparse bs=1 seek=4000000 conv=notrunc status=none"
            " && truncate -s 64M sparse && printf begin | dd of=sparse bs=1 conv=notrunc status=none"
            " && printf middle | dd of=sparse bs=1 seek=30000000 conv=notrunc status=none && truncate -s 16M hole"
            " && touch -d '2001-02-03 04:05:06.123456789' plain && touch -h -d '2002-02-03 04:05:06.987654321' link dangling");
        ASSERT_EQ(outcome.status, 0) << outcome.output;
        run("cd srv/tree && setfattr -n user.colour -v blue plain; setfattr -n user.bytes -v 0xff00fe deep;"
            " setfacl -m u:12345:rw- plain; setfacl -d -m u:12345:r-x deep; chown 1234:5678 random; chown -h 77:88 link; mknod device c 1 3;"
            " setcap cap_net_raw+ep setuid 2>&1; touch -d '2003-02-03 04:05:06.111111111' deep empty .");
    }

    /// Everything that a restore has to bring back, in the order of names. Blocks are rounded: they depend on the file system.
    std::string listing(const std::string& below) const {
        return run("cd " + below + " && find . -printf '%p %y %m %U %G %s %T@ %l %n ' -a \\( -type f -exec sh -c 'sha256sum < \"$0\"' {} \\; -o -printf '\\n' \\)"
                   " | LC_ALL=C sort && getfattr -R -P -h -d -m '^(user|security|trusted)' . 2>/dev/null | LC_ALL=C sort;"
                   " find . ! -type l -print0 | LC_ALL=C sort -z | xargs -0 getfacl -n 2>/dev/null; find . -type f -size +1M -printf '%p %b\\n' | LC_ALL=C sort | awk '{print $1, ($2 < 2000 ? \"sparse\" : \"full\")}'; find . -links 2 -type f | LC_ALL=C sort")
            .output;
    }

    /// Says only what differs.
    std::string difference(const std::string& before, const std::string& after) const {
        file("before", before);
        file("after", after);
        return run("diff before after; rm before after").output;
    }

    static std::string tar_of(const std::vector<std::string>& paths, TarReport* report = nullptr) {
        Collector tar;
        const TarReport made = write_tar(paths, tar, nullptr);
        if (report) *report = made;
        return tar.text;
    }
    static TarReport restore(const std::vector<std::string>& paths, std::string_view tar, std::size_t piece = 100'000) {
        TarExtractor extractor(paths, "job1");
        pour(tar, extractor, piece);
        return extractor.commit();
    }
};

}  // namespace drs::storage
