// SPDX-License-Identifier: Apache-2.0
#include "master/settings_file.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

#include "runtime/atomic_file.hpp"
#include "runtime/error.hpp"

namespace drs::master {
namespace {

constexpr unsigned own_mode = 0600;
constexpr std::ptrdiff_t most_damaged = 5;

}  // namespace

/// A file as it was read: its text, or why there is none.
struct SettingsFile::Found {
    std::optional<std::string> text;
    std::string wrong;
};

SettingsFile::SettingsFile(std::filesystem::path file, std::string empty, SettingsReports reports)
    : file_(std::move(file)), empty_(std::move(empty)), reports_(std::move(reports)) {}

SettingsFile::Found SettingsFile::read(const std::filesystem::path& file) const {
    try {
        auto text = runtime::read_file(file);
        if (text) return {std::move(text), ""};
        return {std::nullopt, file.string() + " is not there"};
    } catch (const runtime::Error& e) {
        return {std::nullopt, e.what()};
    }
}

std::optional<std::string> SettingsFile::try_taking(const Found& found, const std::filesystem::path& file, const Take& take) {
    if (!found.text) return found.wrong;
    try {
        take(*found.text, file.string());
    } catch (const std::exception& e) {
        return e.what();
    }
    text_ = *found.text;
    return std::nullopt;
}

void SettingsFile::load(const Take& take) {
    for (const auto* each : {"", ".previous", ".refused"}) runtime::discard_unfinished(beside(each));
    const auto there = [](const std::filesystem::path& file) {
        return std::filesystem::symlink_status(file).type() != std::filesystem::file_type::not_found;
    };
    if (!there(file_) && !there(beside(".previous"))) {
        take(empty_, file_.string());
        runtime::replace_file(file_, empty_, own_mode);
        text_ = empty_;
        return;
    }
    const auto found = read(file_);
    if (const auto wrong = try_taking(found, file_, take)) fall_back(found, *wrong, take);
}

void SettingsFile::fall_back(const Found& damaged, const std::string& wrong, const Take& take) {
    const auto aside = damaged_name();
    put_aside(damaged, file_, aside);
    const auto previous = read(beside(".previous"));
    const auto wrong_too = try_taking(previous, beside(".previous"), take);
    if (wrong_too) {
        put_aside(previous, beside(".previous"), damaged_name());
        take(empty_, file_.string());
        text_ = empty_;
    }
    runtime::replace_file(file_, text_, own_mode);
    remove_oldest_damaged();
    const auto where = std::filesystem::exists(aside) ? fmt::format("it was set aside as {}, and ", aside.filename().string()) : std::string();
    if (!wrong_too) complain(fmt::format("{}; {}the previous generation is used: do again what was changed last", wrong, where));
    else complain(fmt::format("{}; {}all begins as on a new system because the previous generation is no good either ({}): put a good copy in place", wrong,
                              where, *wrong_too));
}

bool SettingsFile::look(const Take& take) {
    const auto found = read(file_);
    if (found.text == text_) return false;
    const auto before = text_;
    const auto wrong = try_taking(found, file_, take);
    try {
        wrong ? refuse(found, *wrong) : settle(before);
    } catch (const std::exception& e) {
        complain(fmt::format("{}{}", wrong ? *wrong + "; " : std::string(), e.what()));
    }
    return !wrong;
}

/// Whoever wrote the file: now it is ours, and on the disk.
void SettingsFile::settle(const std::string& before) const {
    runtime::replace_file(beside(".previous"), before, own_mode);
    runtime::replace_file(file_, text_, own_mode);
}

void SettingsFile::refuse(const Found& edit, const std::string& wrong) {
    const auto refused = beside(".refused");
    const bool kept = edit.text || std::filesystem::exists(file_);
    put_aside(edit, file_, refused);
    runtime::replace_file(file_, text_, own_mode);
    const auto where = kept ? fmt::format("the edit is refused and lies in {}, ", refused.filename().string()) : std::string();
    complain(fmt::format("{}; {}what was in use is in place again", wrong, where));
}

void SettingsFile::keep(const std::string& text) {
    if (text == text_) return;
    runtime::replace_file(beside(".previous"), text_, own_mode);
    runtime::replace_file(file_, text, own_mode);
    text_ = text;
}

std::optional<std::string> SettingsFile::unseen_edit() const {
    auto found = read(file_);
    return found.text == text_ ? std::nullopt : std::move(found.text);
}

void SettingsFile::put_aside(const Found& found, const std::filesystem::path& from, const std::filesystem::path& aside) const {
    if (found.text) runtime::replace_file(aside, *found.text, own_mode);
    else if (std::filesystem::exists(from)) std::filesystem::rename(from, aside);
}

/// Those set aside, the last one first. Their number says which was last: the clock may have been set back.
std::map<unsigned, std::filesystem::path, std::greater<>> SettingsFile::damaged() const {
    std::map<unsigned, std::filesystem::path, std::greater<>> all;
    const auto prefix = file_.filename().string() + ".damaged-";
    for (const auto& entry : std::filesystem::directory_iterator(file_.parent_path())) {
        const auto name = entry.path().filename().string();
        unsigned number = 0;
        const auto* const end = name.data() + name.size();
        if (name.starts_with(prefix) && std::from_chars(name.data() + name.rfind('-') + 1, end, number).ptr == end) all[number] = entry.path();
    }
    return all;
}

std::filesystem::path SettingsFile::damaged_name() const {
    const auto all = damaged();
    const auto number = all.empty() ? 1 : all.begin()->first + 1;
    return beside(fmt::format(".damaged-{:%Y%m%d-%H%M%S}-{}", fmt::localtime(std::chrono::system_clock::to_time_t(reports_.clock.now())), number));
}

void SettingsFile::remove_oldest_damaged() const {
    const auto all = damaged();
    for (auto each = std::next(all.begin(), std::min<std::ptrdiff_t>(most_damaged, std::ssize(all))); each != all.end(); ++each)
        std::filesystem::remove_all(each->second);
}

void SettingsFile::complain(const std::string& sentence) const {
    alarms::Detail detail;
    detail.reason = sentence;
    detail.node = reports_.node;
    reports_.alarms.raise(alarms::AlarmId::internal_process_failure, std::move(detail));
}

}  // namespace drs::master
