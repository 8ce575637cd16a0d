// SPDX-License-Identifier: Apache-2.0
#include "master/sinks.hpp"

#include "alarms/collector_sink.hpp"
#include "alarms/message_sinks.hpp"
#include "alarms/syslog_sink.hpp"

namespace drs::master {
namespace {

alarms::Severity severity_named(const std::string& word) {
    return word == "error" ? alarms::Severity::error : word == "warning" ? alarms::Severity::warning : alarms::Severity::informational;
}

alarms::CollectorSink::Options collector_options(const runtime::Settings& settings) {
    const auto& collector = settings.collector;
    alarms::CollectorSink::Options options{.host = collector.host, .port = collector.port, .tls = std::nullopt, .facility = settings.syslog.facility,
                                           .least = severity_named(collector.severity)};
    if (collector.tls) options.tls = runtime::ClientTls{collector.ca_file, collector.certificate, collector.key,
                                                        collector.name.empty() ? collector.host : collector.name};
    return options;
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
        : syslog(spool, {settings.syslog.socket, settings.syslog.facility, "drfMA"}, trace),
          collector(spool, collector_options(settings), trace), mail(spool, mail_options(settings.mail), trace),
          webhook(spool, webhook_options(settings.webhook), trace) {}
    alarms::SyslogSink syslog;
    alarms::CollectorSink collector;
    alarms::MailSink mail;
    alarms::WebhookSink webhook;
};

Sinks::Sinks(const runtime::Settings& settings, alarms::Spool& spool, trace::Trace& trace) : all_(std::make_unique<All>(settings, spool, trace)) {}

Sinks::~Sinks() = default;

void check_sinks(const runtime::Settings& settings) {
    alarms::CollectorSink::check(collector_options(settings));
    alarms::MailSink::check(mail_options(settings.mail));
    alarms::WebhookSink::check(webhook_options(settings.webhook));
}

}  // namespace drs::master
