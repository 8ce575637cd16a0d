// SPDX-License-Identifier: Apache-2.0
// One message to a mail server or a web server, by libcurl.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace drs::alarms {

/// How the server is reached and who we are to it. Secrets are read from their file for each message, so a new one counts at once.
struct Server {
    std::string url;                      // smtp://HOST:PORT, smtps://, https://, http://
    std::string user;                     // empty: no login
    std::filesystem::path secret_file;    // the password, or the webhook's bearer token; empty: none
    std::filesystem::path ca_file;        // trusted instead of the system's; empty: the system's
    bool starttls = true;                 // smtp:// only: the connection is given up when the server does not offer it
};

struct Mail {
    std::string from;
    std::vector<std::string> to;
    std::vector<std::string> headers;     // `Name: value`, ASCII
    std::string text;                     // UTF-8
};

/// Throws runtime::Error(bad_configuration) when the address has none of `schemes`, no host, or a user in it, or when a secret would go in clear.
void check(const Server& server, std::span<const std::string_view> schemes);

/// Asked about once a second; true ends the transfer.
using Abort = std::function<bool()>;

/// Nothing when the server took it (SMTP 250 after the data; any HTTP 2xx), else why not, in words without a secret. At most 30 seconds. No redirect is followed.
std::optional<std::string> send_mail(const Server& server, const Mail& mail, const Abort& abort);
std::optional<std::string> post_json(const Server& server, const std::string& body, const Abort& abort);

}  // namespace drs::alarms
