// SPDX-License-Identifier: Apache-2.0
#include "master/sinks.hpp"

#include "alarms/message_sinks.hpp"
#include "alarms/syslog_sink.hpp"

namespace drs::master {
namespace {

alarms::Severity severity_named(const std::string& word) {
    return word == "error" ? alarms::Severity::error : word == "warning" ? alarms::Severity::warning : alarms::Severity::informational;
}

alarms::MailSink::Options mail_options(const runtime::Settings::Mail& mail) {
    alarms::MailSink::Options options;
    options.server = {mail.server, mail.user, mail.password_file, mail.ca_file, mail.starttls};
    options.least = severity_named(mail.severity);
    options.from = mail.from;
    options.to = mail.to;
    options.interval = mail.interval;
    return options;
}

alarms::WebhookSink::Options webhook_options(const runtime::Settings::Webhook& webhook) {
    return {{webhook.url, "", webhook.token_file, webhook.ca_file}, severity_named(webhook.severity)};
}

}  // namespace

struct Sinks::All {
    All(const runtime::Settings& settings, alarms::Spool& spool, trace::Trace& trace)
        : syslog(spool, {settings.syslog.socket, settings.syslog.facility, "drfMA"}, trace), mail(spool, mail_options(settings.mail), trace),
          webhook(spool, webhook_options(settings.webhook), trace) {}
    alarms::SyslogSink syslog;
    alarms::MailSink mail;
    alarms::WebhookSink webhook;
};

Sinks::Sinks(const runtime::Settings& settings, alarms::Spool& spool, trace::Trace& trace) : all_(std::make_unique<All>(settings, spool, trace)) {}

Sinks::~Sinks() = default;

void check_sinks(const runtime::Settings& settings) {
    alarms::MailSink::check(mail_options(settings.mail));
    alarms::WebhookSink::check(webhook_options(settings.webhook));
}

}  // namespace drs::master
