// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <exception>
#include <filesystem>
#include <set>
#include <thread>

#include "runtime/error.hpp"
#include "storage/archive/error.hpp"
#include "storage/archive/feed.hpp"
#include "storage/archive/registered_paths.hpp"
#include "storage/archive/scratch.hpp"
#include "storage/archive/swap.hpp"
#include "storage/archive/tar.hpp"
#include "storage/archive/tar_unpacker.hpp"
#include "storage/archive/thread_locale.hpp"

namespace drs::storage {
namespace fs = std::filesystem;
namespace {

/// Everything the swap relies on is on the disk before a name changes.
void sync_file_systems(const std::vector<RestoreScratch>& scratches) {
    std::set<dev_t> synced;
    for (const RestoreScratch& scratch : scratches) {
        struct stat state {};
        if (::fstat(scratch.descriptor(), &state) == 0 && !synced.insert(state.st_dev).second) continue;
        if (::syncfs(scratch.descriptor()) != 0)
            throw ArchiveError(ArchiveFault::target, "The restored files in `" + scratch.path() + "` cannot be brought to the disk: " +
                                                         runtime::reason_of(errno) + ".");
    }
}

}  // namespace

// libarchive pulls, the data path pushes: an inner thread unpacks from a feed. It alone touches report and failure until it is joined.
struct TarExtractor::State {
    enum class Phase { fresh, running, complete, over };

    RegisteredPaths paths;
    std::string tag;
    Phase phase = Phase::fresh;
    MadeDirectories parents;
    std::vector<RestoreScratch> scratches;       // one a path, in their order
    Feed feed;
    std::thread thread;
    TarReport report;
    std::exception_ptr failure;

    ~State() { stop(); }

    void begin() {
        phase = Phase::running;
        for (const std::string& path : paths.all()) {
            const fs::path parent = fs::path(path).parent_path();
            parents.make(parent);
            scratches.emplace_back(real(parent), tag, scratches.size());
        }
        thread = std::thread([this] { unpack(); });
    }

    /// Without links, which the unpacker refuses on its way.
    static fs::path real(const fs::path& parent) {
        std::error_code error;
        fs::path path = fs::canonical(parent, error);
        if (error) throw ArchiveError(ArchiveFault::target, "`" + parent.string() + "` cannot be entered: " + error.message() + ".");
        return path;
    }

    void unpack() noexcept {
        try {
            const ThreadLocale locale("C.UTF-8");
            TarUnpacker unpacker(feed, [this](const std::string& member) {
                const auto place = paths.place_of(member);
                return scratches[place.path].grown() + place.below;
            });
            report = unpacker.run();
        } catch (...) {
            failure = std::current_exception();
            feed.abandon();
        }
    }

    void join() {
        if (thread.joinable()) thread.join();
        if (!failure) return;
        phase = Phase::over;
        std::rethrow_exception(failure);
    }

    void stop() noexcept {
        feed.abandon();
        if (thread.joinable()) thread.join();
    }

    void swap_in();
    void throw_half_swapped(const std::vector<std::string>& lost, const std::string& reason);
};

void TarExtractor::State::swap_in() {
    Swap swap;
    try {
        for (std::size_t i = 0; i < scratches.size(); ++i)
            swap.perform({paths.all()[i], scratches[i].grown(), scratches[i].former()});
    } catch (const ArchiveError& error) {
        const auto lost = swap.take_back();
        if (!lost.empty()) throw_half_swapped(lost, error.what());
        throw;
    }
    swap.keep();
}

void TarExtractor::State::throw_half_swapped(const std::vector<std::string>& lost, const std::string& reason) {
    std::string places;
    for (std::size_t i = 0; i < scratches.size(); ++i)
        for (const std::string& path : lost)
            if (paths.all()[i] == path) {
                scratches[i].keep();
                places += " `" + path + "` (in `" + scratches[i].path() + "`)";
            }
    throw ArchiveError(ArchiveFault::target, reason + " Move the former contents back by hand:" + places + ".");
}

TarExtractor::TarExtractor(std::vector<std::string> paths, std::string tag)
    : state_(new State{RegisteredPaths(paths, ArchiveFault::target), std::move(tag), {}, {}, {}, {}, {}, {}, {}}) {
    if (state_->tag.empty() || state_->tag.find('/') != std::string::npos)
        throw ArchiveError(ArchiveFault::target, "`" + state_->tag + "` cannot be part of the name of a directory, give a tag without `/`.");
}

TarExtractor::~TarExtractor() = default;

void TarExtractor::write(std::span<const std::byte> bytes) {
    if (state_->phase == State::Phase::fresh) state_->begin();
    if (!state_->feed.push(bytes)) state_->join();
}

void TarExtractor::finish() {
    if (state_->phase == State::Phase::fresh) state_->begin();
    state_->feed.close();
    state_->join();
    state_->phase = State::Phase::complete;
}

TarReport TarExtractor::commit() {
    if (state_->phase != State::Phase::complete) throw ArchiveError(ArchiveFault::target, "Nothing is restored before the whole archive was read.");
    state_->phase = State::Phase::over;
    sync_file_systems(state_->scratches);
    state_->swap_in();
    state_->parents.keep();
    for (RestoreScratch& scratch : state_->scratches)
        if (!scratch.remove()) state_->report.warnings.push_back("`" + scratch.path() + "` with the former files could not be removed.");
    return std::move(state_->report);
}

}  // namespace drs::storage
