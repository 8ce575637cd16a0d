// SPDX-License-Identifier: Apache-2.0
// The alarms that somebody has to hear of at once: by mail, and by a POST to a web server.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "alarms/spool.hpp"
#include "alarms/transfer.hpp"
#include "trace/trace.hpp"

namespace drs::alarms {

/// Each message waits in the spool until the server has taken it, and is tried again with back-off up to a minute. A process that is killed between the
/// server's word and the note of it sends the message again: a mail has the same Message-ID then, an object the same sequence. Begins with the alarms
/// after the first start with this sink, not with those that the spool holds already.
struct MessageOptions {
    Server server;                                // no url: the sink does nothing
    Severity least = Severity::error;             // what is less severe is not sent; the end of an alarm counts as the alarm
};

/// Alarms that come within `interval` of the last mail go together into the next, at most 100 a mail.
class MailSink {
public:
    struct Options : MessageOptions {
        std::string from;
        std::vector<std::string> to;
        std::chrono::seconds interval{60};
    };
    /// Throws runtime::Error(bad_configuration) when check() would.
    MailSink(Spool& spool, Options options, trace::Trace& trace);
    /// Whether a mail could go with these options, as far as that is seen without a server. Throws runtime::Error(bad_configuration).
    static void check(const Options& options);
    ~MailSink();
    MailSink(const MailSink&) = delete;
    MailSink& operator=(const MailSink&) = delete;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// One POST of one JSON object an alarm, in their order.
class WebhookSink {
public:
    using Options = MessageOptions;
    WebhookSink(Spool& spool, Options options, trace::Trace& trace);
    static void check(const Options& options);
    ~WebhookSink();
    WebhookSink(const WebhookSink&) = delete;
    WebhookSink& operator=(const WebhookSink&) = delete;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace drs::alarms
