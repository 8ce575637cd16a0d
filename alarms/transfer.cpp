// SPDX-License-Identifier: Apache-2.0
#include "alarms/transfer.hpp"

#include <curl/curl.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <memory>
#include <new>

#include "alarms/visible_text.hpp"
#include "model/secret.hpp"
#include "runtime/error.hpp"
#include "runtime/secret_file.hpp"

namespace drs::alarms {
namespace {

constexpr long connect_seconds = 10;
constexpr long whole_seconds = 30;
constexpr std::size_t longest_answer = 200;  // of what a web server says about a refusal

template <auto Free>
struct Freed {
    void operator()(auto* handle) const { Free(handle); }
};
using Handle = std::unique_ptr<CURL, Freed<&curl_easy_cleanup>>;
using List = std::unique_ptr<curl_slist, Freed<&curl_slist_free_all>>;
using Mime = std::unique_ptr<curl_mime, Freed<&curl_mime_free>>;

List list_of(const std::vector<std::string>& lines) {
    List list;
    for (const auto& line : lines) {
        auto* longer = curl_slist_append(list.get(), line.c_str());
        if (!longer) throw std::bad_alloc();
        list.release();
        list.reset(longer);
    }
    return list;
}

model::Secret secret_in(const std::filesystem::path& file) { return file.empty() ? model::Secret() : runtime::read_secret(file); }

int go_on_or_abort(void* given, curl_off_t, curl_off_t, curl_off_t, curl_off_t) { return (*static_cast<const Abort*>(given))() ? 1 : 0; }

/// The beginning of an answer; libcurl wants to hear that all of it was taken.
std::size_t keep_beginning(const char* bytes, std::size_t, std::size_t count, void* given) {
    auto& answer = *static_cast<std::string*>(given);
    answer.append(bytes, std::min(count, longest_answer - std::min(answer.size(), longest_answer)));
    return count;
}

/// libcurl as both messages want it: bounded, no signal, no file of the user's, nothing but the named protocols.
class Conversation {
public:
    Conversation(const Server& server, const char* protocols, const Abort& abort) : abort_(abort) {
        static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
        handle_.reset(ready == CURLE_OK ? curl_easy_init() : nullptr);
        if (!handle_) throw std::bad_alloc();
        set(CURLOPT_URL, server.url.c_str());
        set(CURLOPT_PROTOCOLS_STR, protocols);
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
        set(CURLOPT_CONNECTTIMEOUT, connect_seconds);
        set(CURLOPT_TIMEOUT, whole_seconds);
        set(CURLOPT_ERRORBUFFER, words_.data());
        set(CURLOPT_NOPROGRESS, 0L);
        set(CURLOPT_XFERINFODATA, &abort_);
        set(CURLOPT_XFERINFOFUNCTION, &go_on_or_abort);
        set(CURLOPT_WRITEDATA, &answer_);
        set(CURLOPT_WRITEFUNCTION, &keep_beginning);
        if (!server.ca_file.empty()) set(CURLOPT_CAINFO, server.ca_file.c_str());
    }

    template <class Value>
    void set(CURLoption option, Value value) {
        const auto result = curl_easy_setopt(handle_.get(), option, value);
        if (result != CURLE_OK) throw runtime::Error(runtime::Fault::bad_configuration, curl_easy_strerror(result));
    }

    std::optional<std::string> run() {
        const auto result = curl_easy_perform(handle_.get());
        if (result == CURLE_OK) return std::nullopt;
        return visible(words_[0] == '\0' ? curl_easy_strerror(result) : words_.data());
    }

    long status() const {
        long code = 0;
        curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &code);
        return code;
    }
    std::string answer() const { return visible(answer_); }
    CURL* handle() const { return handle_.get(); }

private:
    static std::string visible(std::string_view text) { return Visible{.limit = longest_answer}(text); }

    Handle handle_;
    const Abort& abort_;
    std::array<char, CURL_ERROR_SIZE> words_{};
    std::string answer_;
};

/// What is wrong with a file or an option is an outcome here as well: the alarms wait until somebody mends it.
template <class Work>
std::optional<std::string> outcome_of(Work work) {
    try {
        return work();
    } catch (const runtime::Error& error) {
        return error.what();
    }
}

}  // namespace

void check(const Server& server, std::span<const std::string_view> schemes) {
    const auto refuse = [&](const std::string& why) { throw runtime::Error(runtime::Fault::bad_configuration, fmt::format("`{}`: {}", server.url, why)); };
    const auto known = std::find_if(schemes.begin(), schemes.end(), [&](std::string_view each) { return server.url.starts_with(each); });
    if (known == schemes.end()) refuse(fmt::format("an address begins with {}", fmt::join(schemes, " or ")));
    const auto rest = std::string_view(server.url).substr(known->size());
    const auto host = rest.substr(0, rest.find('/'));
    if (host.empty() || host.find_first_of("@ \t") != host.npos) refuse("name the host and the port alone; a user has a setting of its own");
    const bool in_clear = known->starts_with("http:") || (known->starts_with("smtp:") && !server.starttls);
    if (in_clear && !server.secret_file.empty()) refuse("a secret does not go over a connection without TLS");
}

std::optional<std::string> send_mail(const Server& server, const Mail& mail, const Abort& abort) {
    return outcome_of([&] {
        Conversation talk(server, "smtp,smtps", abort);
        const auto password = secret_in(server.secret_file);
        if (!server.user.empty()) {
            talk.set(CURLOPT_USERNAME, server.user.c_str());
            talk.set(CURLOPT_PASSWORD, std::string(password.reveal()).c_str());  // libcurl copies it, and wipes nothing
        }
        talk.set(CURLOPT_USE_SSL, static_cast<long>(server.starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
        talk.set(CURLOPT_MAIL_FROM, mail.from.c_str());
        const auto recipients = list_of(mail.to), headers = list_of(mail.headers);
        talk.set(CURLOPT_MAIL_RCPT, recipients.get());
        talk.set(CURLOPT_HTTPHEADER, headers.get());
        const Mime mime(curl_mime_init(talk.handle()));
        auto* part = mime ? curl_mime_addpart(mime.get()) : nullptr;
        if (!part || curl_mime_data(part, mail.text.data(), mail.text.size()) != CURLE_OK ||
            curl_mime_type(part, "text/plain; charset=utf-8") != CURLE_OK || curl_mime_encoder(part, "quoted-printable") != CURLE_OK)
            throw std::bad_alloc();
        talk.set(CURLOPT_MIMEPOST, mime.get());
        return talk.run();
    });
}

std::optional<std::string> post_json(const Server& server, const std::string& body, const Abort& abort) {
    return outcome_of([&]() -> std::optional<std::string> {
        Conversation talk(server, "http,https", abort);
        const auto token = secret_in(server.secret_file);
        std::vector<std::string> lines{"Content-Type: application/json", "Expect:"};
        if (!token.empty()) lines.push_back("Authorization: Bearer " + std::string(token.reveal()));
        const auto headers = list_of(lines);
        talk.set(CURLOPT_HTTPHEADER, headers.get());
        talk.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
        talk.set(CURLOPT_POSTFIELDS, body.c_str());
        talk.set(CURLOPT_FOLLOWLOCATION, 0L);
        if (auto wrong = talk.run()) return wrong;
        const auto status = talk.status();
        if (status >= 200 && status < 300) return std::nullopt;
        return fmt::format("it answered {} {}", status, talk.answer());
    });
}

}  // namespace drs::alarms
