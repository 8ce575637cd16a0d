// SPDX-License-Identifier: Apache-2.0
#include "alarms/message_sinks.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

#include "alarms/alarm_text.hpp"
#include "alarms/sink_thread.hpp"
#include "alarms/visible_text.hpp"
#include "runtime/error.hpp"

namespace drs::alarms {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds longest_wait = 60s;
constexpr std::size_t most_in_a_message = 100;
constexpr std::array<std::string_view, 2> mail_schemes{"smtp://", "smtps://"};
constexpr std::array<std::string_view, 2> web_schemes{"https://", "http://"};

[[noreturn]] void refuse(const char* sentence) { throw runtime::Error(runtime::Fault::bad_configuration, sentence); }

/// Takes the records that are severe enough, as many as one message has, to where `send` brings them.
class MessageCarrier : public Carrier {
public:
    MessageCarrier(Spool& spool, std::string name, Severity least, std::size_t most) : spool_(spool), name_(std::move(name)), least_(least), most_(most) {}

    void begin() override {
        if (!spool_.has_position(name_)) spool_.set_position(name_, spool_.last_sequence());
    }

    Step step(const Over& over) override {
        if (due_in()) return Step::idle;
        const auto [records, last] = next();
        if (last == spool_.position(name_)) return Step::idle;
        if (!records.empty()) {
            auto wrong = send(records, over);
            reason_ = wrong.value_or("");
            if (wrong) return Step::no_receiver;
        }
        spool_.set_position(name_, last);
        return Step::delivered;
    }

    std::string reason() const override { return reason_; }

protected:
    virtual std::optional<std::string> send(const std::vector<Record>& records, const Over& over) = 0;

private:
    /// Records for one message, and the sequence up to which nothing else is to be sent.
    std::pair<std::vector<Record>, std::uint64_t> next() const {
        std::vector<Record> chosen;
        auto last = spool_.position(name_);
        for (auto& record : spool_.after(last, most_in_a_message)) {
            if (chosen.size() == most_) break;
            last = record.sequence;
            if (is_news(record) && (record.test || entry(record.id).severity <= least_)) chosen.push_back(std::move(record));
        }
        return {std::move(chosen), last};
    }

    Spool& spool_;
    const std::string name_;
    const Severity least_;
    const std::size_t most_;
    std::string reason_;
};

class MailCarrier : public MessageCarrier {
public:
    MailCarrier(Spool& spool, MailSink::Options options)
        : MessageCarrier(spool, "mail", options.least, most_in_a_message), options_(std::move(options)) {}

    std::optional<std::chrono::milliseconds> due_in() const override {
        const auto now = Clock::now();
        if (!last_ || now >= *last_ + options_.interval) return std::nullopt;
        return std::chrono::ceil<std::chrono::milliseconds>(*last_ + options_.interval - now);
    }

private:
    std::optional<std::string> send(const std::vector<Record>& records, const Over& over) override {
        auto wrong = send_mail(options_.server, mail_of(records), over);
        if (!wrong) last_ = Clock::now();
        return wrong;
    }

    Mail mail_of(const std::vector<Record>& records) const {
        std::string list;
        for (const auto& each : options_.to) list.append(list.empty() ? "" : ", ").append(each);
        const auto& first = records.front();
        const auto host = Visible{}(first.reporting_node);
        const auto now = static_cast<std::time_t>(std::chrono::duration_cast<std::chrono::seconds>(records.back().time.time_since_epoch()).count());
        return {options_.from, options_.to,
                {"From: " + options_.from, "To: " + list, "Subject: " + mail_subject(records),
                 fmt::format("Date: {:%a, %d %b %Y %H:%M:%S} +0000", fmt::gmtime(now)),
                 fmt::format("Message-ID: <drs.{}.{}-{}@{}>", first.boot_epoch, first.sequence, records.back().sequence, host),
                 "Auto-Submitted: auto-generated"},
                mail_text(records)};
    }

    const MailSink::Options options_;
    std::optional<Clock::time_point> last_;
};

class WebhookCarrier : public MessageCarrier {
public:
    WebhookCarrier(Spool& spool, WebhookSink::Options options) : MessageCarrier(spool, "webhook", options.least, 1), options_(std::move(options)) {}

private:
    std::optional<std::string> send(const std::vector<Record>& records, const Over& over) override {
        return post_json(options_.server, json_of(records.front()), over);
    }

    const WebhookSink::Options options_;
};

}  // namespace

struct MailSink::State {
    State(Spool& spool, Options options, trace::Trace& trace)
        : carrier(spool, options), thread(spool, {.name = "mail", .receiver = "the mail server " + options.server.url, .longest_wait = longest_wait}, carrier, trace) {}
    MailCarrier carrier;
    SinkThread thread;
};

void MailSink::check(const Options& options) {
    if (options.server.url.empty()) return;
    alarms::check(options.server, mail_schemes);
    if (options.from.empty() || options.to.empty()) refuse("a mail needs mail.from and mail.to");
    if (options.server.user.empty() != options.server.secret_file.empty()) refuse("mail.user and mail.password-file need each other");
}

MailSink::MailSink(Spool& spool, Options options, trace::Trace& trace) {
    check(options);
    if (!options.server.url.empty()) state_ = std::make_unique<State>(spool, std::move(options), trace);
}
MailSink::~MailSink() = default;

struct WebhookSink::State {
    State(Spool& spool, Options options, trace::Trace& trace)
        : carrier(spool, options), thread(spool, {.name = "webhook", .receiver = "the webhook " + options.server.url, .longest_wait = longest_wait}, carrier, trace) {}
    WebhookCarrier carrier;
    SinkThread thread;
};

void WebhookSink::check(const Options& options) {
    if (!options.server.url.empty()) alarms::check(options.server, web_schemes);
}

WebhookSink::WebhookSink(Spool& spool, Options options, trace::Trace& trace) {
    check(options);
    if (!options.server.url.empty()) state_ = std::make_unique<State>(spool, std::move(options), trace);
}
WebhookSink::~WebhookSink() = default;

}  // namespace drs::alarms
