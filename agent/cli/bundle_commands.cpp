// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "cli/bundle.hpp"
#include "cli/commands.hpp"
#include "cli/descriptor.hpp"
#include "cli/log_tree.hpp"
#include "cli/printable.hpp"
#include "cli/render_listing.hpp"
#include "cli/session.hpp"
#include "cli/without_secrets.hpp"
#include "control/document.hpp"
#include "model/set_id.hpp"
#include "runtime/error.hpp"
#include "storage/db/read_history.hpp"

namespace drs::cli {
namespace {

namespace fs = std::filesystem;

/// The end of a file, as much as a member may have: in a log the end is what counts.
std::string end_of(const Descriptor& file, std::uint64_t most) {
    struct stat state {};
    if (::fstat(file.handle(), &state) != 0) throw runtime::Error(runtime::Fault::file, runtime::reason_of(errno));
    const auto size = static_cast<std::uint64_t>(state.st_size);
    std::string bytes(std::min(size, most), '\0');
    std::size_t have = 0;
    while (have < bytes.size()) {
        const ssize_t got = ::pread(file.handle(), bytes.data() + have, bytes.size() - have, static_cast<off_t>(size - bytes.size() + have));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw runtime::Error(runtime::Fault::file, runtime::reason_of(errno));
        if (got == 0) break;
        have += static_cast<std::size_t>(got);
    }
    bytes.resize(have);
    return bytes;
}

/// The newest first: they go in whatever else does not fit.
void add_logs(const LogTree& tree, const std::string& directory, const std::string& under, Bundle& bundle) {
    try {
        const auto place = parse_log_path(std::string(log_top) + "/" + directory);
        auto entries = tree.list(place).entries;
        std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.modified > b.modified; });
        for (const auto& entry : entries) {
            if (entry.directory) continue;
            auto path = place;
            path.steps.push_back(entry.name);
            const auto name = under + "/" + entry.name;
            if (bundle.room() < std::min<std::uint64_t>(entry.bytes, largest_member)) bundle.miss(name, "the bundle is full");
            else bundle.add(name, entry.modified, end_of(tree.open_file(path), largest_member));
        }
    } catch (const std::exception& failure) {
        bundle.miss(under, failure.what());
    }
}

void add_configuration_file(const fs::path& file, const std::string& name, Bundle& bundle) {
    const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat state {};
    if (!opened || ::fstat(opened.handle(), &state) != 0) return bundle.miss(name, runtime::reason_of(errno));
    if (!S_ISREG(state.st_mode)) return bundle.miss(name, "it is no regular file");
    bundle.add(name, std::chrono::system_clock::from_time_t(state.st_mtime), without_secrets(end_of(opened, largest_member)));
}

void add_configuration(const runtime::Paths& paths, Bundle& bundle) {
    for (const auto& file : {paths.settings_file(), paths.product_file(), paths.device_file(), paths.schedule_file(), paths.recipients_file()})
        add_configuration_file(file, "configuration/" + file.filename().string(), bundle);
    std::error_code ended;
    for (fs::directory_iterator entry(paths.components(), ended), end; !ended && entry != end; entry.increment(ended))
        add_configuration_file(entry->path(), "configuration/components.d/" + entry->path().filename().string(), bundle);
    if (ended) bundle.miss("configuration/components.d", ended.message());
}

/// The spool's segments: alarms as docs/formats.md has them; they hold no secrets, as no alarm does.
void add_alarms(const runtime::Paths& paths, Bundle& bundle) {
    for (const char* daemon : {"master", "local"}) {
        std::error_code ended;
        const auto name = std::string("alarms/") + daemon;
        for (fs::directory_iterator entry(paths.spool(daemon), ended), end; !ended && entry != end; entry.increment(ended)) {
            const Descriptor file(::open(entry->path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
            if (!file || !entry->is_regular_file(ended)) continue;
            bundle.add(name + "/" + entry->path().filename().string(), std::chrono::system_clock::now(), end_of(file, largest_member));
        }
        if (ended) bundle.miss(name, ended.message());
    }
}

void add_versions(Bundle& bundle) {
    utsname machine{};
    ::uname(&machine);
    bundle.add("versions.txt", std::chrono::system_clock::now(),
               fmt::format("drs {}\n{} {} {} {}\n", DRS_VERSION, machine.sysname, machine.release, machine.version, machine.machine));
    add_configuration_file("/usr/lib/os-release", "os-release", bundle);  // where /etc/os-release leads
}

constexpr unsigned history_entries = 1000;  // more than a database keeps unless told

void add_history(const std::string& kind, const std::vector<control::HistoryRow>& rows, Bundle& bundle) {
    const auto now = std::chrono::system_clock::now();
    bundle.add("history/" + kind + ".txt", now, render_history(rows, Layout::aligned));
    bundle.add("history/" + kind + ".json", now, control::document(rows) + "\n");
}

/// Without the Master: what its database says of each job.
void add_history_on_disk(const runtime::Paths& paths, Bundle& bundle) {
    for (const auto kind : {model::JobKind::backup, model::JobKind::restore}) {
        const std::string name = kind == model::JobKind::backup ? "backup" : "restore";
        try {
            std::vector<control::HistoryRow> rows;
            for (auto& entry : storage::read_history(paths.database(), kind, history_entries)) rows.push_back({entry.index, std::move(entry.job)});
            add_history(name, rows, bundle);
        } catch (const storage::DatabaseError& failure) {
            bundle.miss("history/" + name + ".txt", failure.what());
        }
    }
}

/// Everything that the Master shows: state, history, schedules, devices, nodes, registrations. It never shows a password.
void add_master(Session& session, Bundle& bundle) {
    try {
        const auto snapshot = session.snapshot();
        bundle.add("master/snapshot.json", snapshot->taken, control::encode(control::Answer(snapshot)) + "\n");
        add_history("backup", snapshot->backups, bundle);
        add_history("restore", snapshot->restores, bundle);
    } catch (const control::Refusal& refusal) {
        bundle.miss("master/snapshot.json", refusal.what());
        add_history_on_disk(session.paths, bundle);
    }
}

}  // namespace

int make_support_bundle(const Call& call, Session& session) {
    const auto now = std::chrono::system_clock::now();
    const auto usual = "drs-support-" + model::SetId::at(std::chrono::floor<std::chrono::milliseconds>(now)).text() + ".tar.zst";
    Bundle bundle(fs::absolute(call.arguments.empty() ? usual : call.arguments.front()));
    add_versions(bundle);
    add_master(session, bundle);
    add_configuration(session.paths, bundle);
    add_alarms(session.paths, bundle);
    const LogTree tree(session.paths.active_log());
    add_logs(tree, "trace", "trace", bundle);
    add_logs(tree, "log", "log", bundle);
    const auto made = bundle.finish(now);
    if (session.json) {
        session.show_document(control::document(made));
        return control::exit_success;
    }
    for (const auto& each : made.missing) session.console.write("Not in it: " + printable(each) + "\n");
    session.console.write(fmt::format("Support bundle: {} ({} files, {} bytes)\n", printable(made.file), made.members, made.bytes));
    return control::exit_success;
}

}  // namespace drs::cli
