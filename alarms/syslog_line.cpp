// SPDX-License-Identifier: Apache-2.0
#include "alarms/syslog_line.hpp"

#include <fmt/format.h>
#include <glib.h>
#include <unistd.h>

extern "C" {
#include <evtlog.h>
}

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <new>

#include "alarms/visible_text.hpp"
#include "runtime/error.hpp"

namespace drs::alarms {
namespace {

constexpr std::size_t longest_identity = 96;  // of AppID, ClusterID and NodeID each, so that a reason always has room
constexpr std::size_t longest_tag = 256;

constexpr std::array<std::string_view, 24> facilities{
    "kern", "user",   "mail", "daemon", "auth", "syslog", "lpr",    "news",   "uucp",   "cron",   "authpriv", "ftp",
    "",     "",       "",     "",       "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7"};

std::string field(std::string_view value, std::size_t limit) {
    const bool quoted = value.starts_with('\'') || value.starts_with('"');
    const Visible escaped{.special = "[]\\=", .doubled = ";", .limit = quoted && limit > 0 ? limit - 1 : limit};
    return (quoted && limit > 0 ? "\\" : "") + escaped(value);
}

/// The octets on the wire: libevtlog puts a backslash before each semicolon of a description.
std::size_t octets_of(std::string_view text) {
    return text.size() + static_cast<std::size_t>(std::count(text.begin(), text.end(), ';'));
}

std::string tag_value(std::string_view value) {
    std::string doubled;
    for (const char c : Visible{.limit = longest_tag}(value)) doubled.append(c == '\\' ? 2 : 1, c);
    return doubled;
}

std::string with_backslash(std::string_view text, char before) {
    std::string escaped;
    for (const char c : text) {
        if (c == before) escaped += '\\';
        escaped += c;
    }
    return escaped;
}

std::string stamp(model::TimePoint time) {
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto seconds = static_cast<std::time_t>(std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count());
    std::tm local{};
    ::localtime_r(&seconds, &local);
    return fmt::format("{} {:2} {:02}:{:02}:{:02}", months[static_cast<std::size_t>(local.tm_mon)], local.tm_mday, local.tm_hour,
                       local.tm_min, local.tm_sec);
}

template <auto Free>
struct Freed {
    void operator()(auto* handle) const { Free(handle); }
};
using EventContext = std::unique_ptr<EVTCONTEXT, Freed<&evt_ctx_free>>;
using EventRecord = std::unique_ptr<EVTREC, Freed<&evt_rec_free>>;
using CString = std::unique_ptr<char, Freed<&std::free>>;

}  // namespace

int facility_named(std::string_view word) {
    const auto found = std::find(facilities.begin(), facilities.end(), word);
    if (word.empty() || found == facilities.end())
        throw runtime::Error(runtime::Fault::bad_configuration,
                             fmt::format("`{}` is no syslog facility; choose one of kern, user, mail, daemon, auth, syslog, lpr, news, uucp, "
                                         "cron, authpriv, ftp or local0 to local7", Visible{.limit = 64}(word)));
    return static_cast<int>(found - facilities.begin());
}

int severity_of(const Record& record) {
    return static_cast<int>(record.state == State::cleared || record.state == State::acknowledged ? Severity::informational : entry(record.id).severity);
}

std::string describe(const Record& record) {
    const auto& alarm = entry(record.id);
    const auto before = fmt::format("%{}-{}-{}: %[Reason=", alarm.facility, severity_of(record), alarm.name);
    const auto after = fmt::format("][AppID={}][ClusterID={}][NodeID={}]: {}", field(record.app_id, longest_identity),
                                   field(record.cluster, longest_identity), field(record.reporting_node, longest_identity), alarm.text);
    return before + field(record.detail.reason, longest_description - octets_of(before) - octets_of(after)) + after;
}

std::vector<std::pair<const char*, std::string>> tags_of(const Record& record) {
    std::vector<std::pair<const char*, std::string>> tags{{"seq", fmt::to_string(record.sequence)},
                                                          {"epoch", fmt::to_string(record.boot_epoch)},
                                                          {"state", std::string(word(record.state))}};
    if (record.detail.job != 0) tags.emplace_back("job", fmt::to_string(record.detail.job));
    const std::pair<const char*, const std::string&> texts[] = {
        {"node", record.detail.node}, {"feature", record.detail.feature}, {"component", record.detail.component}, {"device", record.detail.device}};
    for (const auto& [name, value] : texts)
        if (!value.empty()) tags.emplace_back(name, tag_value(value));
    if (record.repeats != 0) tags.emplace_back("repeats", fmt::to_string(record.repeats));
    if (!record.actor.empty()) tags.emplace_back("operator", tag_value(record.actor));
    if (record.test) tags.emplace_back("test", "yes");
    return tags;
}

std::string line_text(const Record& record) {
    std::string text = with_backslash(describe(record), ';');
    std::string_view before = "; ";
    for (const auto& [name, value] : tags_of(record)) {
        text += fmt::format("{}{}='{}'", before, name, with_backslash(value, '\''));
        before = ", ";
    }
    return text;
}

struct SyslogLine::Context {
    std::string program;
    int facility;
    EventContext handle;
};

SyslogLine::SyslogLine(std::string program, int facility) : context_(new Context{std::move(program), facility, nullptr}) {
    context_->handle.reset(evt_ctx_init(context_->program.c_str(), facility << 3));
    if (!context_->handle) throw std::bad_alloc();
}

SyslogLine::~SyslogLine() = default;

std::string SyslogLine::body(const Record& record) const {
    const EventRecord event(evt_rec_init(context_->handle.get(), severity_of(record), describe(record).c_str()));
    if (!event) throw std::bad_alloc();
    for (const auto& [name, value] : tags_of(record)) evt_rec_add_tag(event.get(), evt_tag_str(name, value.c_str()));
    const CString text(evt_format(event.get()));
    if (!text) throw std::bad_alloc();
    return text.get();
}

std::string SyslogLine::operator()(const Record& record) const {
    return fmt::format("<{}>{} {}[{}]: {}", context_->facility * 8 + severity_of(record), stamp(record.time), context_->program, ::getpid(),
                       body(record));
}

}  // namespace drs::alarms
