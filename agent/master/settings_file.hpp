// SPDX-License-Identifier: Apache-2.0
// One settings file that the Master keeps and a person may edit: what lies on the disk is what is in use, and the generation before lies beside it.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "alarms/alarms.hpp"
#include "runtime/clock.hpp"
#include "trace/trace.hpp"

namespace drs::master {

/// Where a settings file tells what it had to do.
struct SettingsReports {
    std::string node;
    const runtime::Clock& clock;
    alarms::Alarms& alarms;
    trace::Trace& trace;
};

/// Beside FILE: FILE.previous is the generation before the one in use, FILE.refused the last edit that was refused, FILE.damaged-YYYYMMDD-hhmmss-NUMBER
/// (local time; a higher number is later) the last five that were found damaged at a start. All are 0600. FILE is at every instant either the old or the new one, and never away.
class SettingsFile {
public:
    /// Makes `text` the state in use, or throws what is wrong with it (`file:line: reason`) and changes nothing. `file` is for the sentence.
    using Take = std::function<void(const std::string& text, const std::string& file)>;

    /// `empty` is what a new system begins with.
    SettingsFile(std::filesystem::path file, std::string empty, SettingsReports reports);

    /// At the start, before all else. A damaged or missing file is set aside, the generation before is used and becomes the file; when that is
    /// no good either, `empty` does. Both are told by InternalProcessFailure. Throws runtime::Error when the disk takes nothing.
    void load(const Take& take);
    /// Whenever the file may have been edited. A good edit is taken and becomes the current generation, byte for byte; true then. A bad one is
    /// refused with InternalProcessFailure: it goes to FILE.refused and what is in use is written back. Never throws.
    bool look(const Take& take);
    /// Makes `text` the file; what was in use becomes FILE.previous. Durable when it returns. Throws runtime::Error, and the file is unchanged.
    /// Call look() first, or an edit that nobody has seen yet is lost.
    void keep(const std::string& text);

    const std::string& text() const { return text_; }
    const std::filesystem::path& file() const { return file_; }
    /// An edit that nobody has looked at yet, good or bad.
    std::optional<std::string> unseen_edit() const;

private:
    struct Found;
    Found read(const std::filesystem::path& file) const;
    /// What is wrong with it; nothing when it was taken.
    std::optional<std::string> try_taking(const Found& found, const std::filesystem::path& file, const Take& take);
    void fall_back(const Found& damaged, const std::string& wrong, const Take& take);
    void settle(const std::string& before) const;
    void refuse(const Found& edit, const std::string& wrong);
    /// Copies what was found to `aside`, or moves it there when it cannot be read.
    void put_aside(const Found& found, const std::filesystem::path& from, const std::filesystem::path& aside) const;
    std::map<unsigned, std::filesystem::path, std::greater<>> damaged() const;
    std::filesystem::path damaged_name() const;
    void remove_oldest_damaged() const;
    std::filesystem::path beside(const std::string& suffix) const { return file_.string() + suffix; }
    void complain(const std::string& sentence) const;

    std::filesystem::path file_;
    std::string empty_;
    SettingsReports reports_;
    std::string text_;
};

}  // namespace drs::master
