// SPDX-License-Identifier: Apache-2.0
#include "storage/device/ssh_login.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>

#include "runtime/error.hpp"
#include "storage/device/error.hpp"

namespace drs::storage {
namespace {

[[noreturn]] void refuse(const std::string& sentence) { throw DeviceError(DeviceFault::refused, sentence); }

/// libssh wants a zero at the end; model::Secret shows a std::string's bytes, which have one.
const char* c_string(const model::Secret& secret) { return secret.reveal().data(); }

std::string methods_in_words(int methods) {
    std::string words;
    const auto add = [&](int method, const char* word) {
        if (methods & method) words += words.empty() ? word : std::string(", ") + word;
    };
    add(SSH_AUTH_METHOD_PUBLICKEY, "public key");
    add(SSH_AUTH_METHOD_PASSWORD, "password");
    add(SSH_AUTH_METHOD_INTERACTIVE, "a dialogue");
    add(SSH_AUTH_METHOD_HOSTBASED, "host key");
    add(SSH_AUTH_METHOD_GSSAPI_MIC, "Kerberos");
    return words.empty() ? "nothing we know" : words;
}

/// Answers a single question with the password, once; SSH_AUTH_DENIED for any other dialogue.
int answer_dialogue(ssh_session session, const model::Secret& password, const Persist& persist) {
    bool answered = false;
    for (;;) {
        const int result = persist([&] { return ssh_userauth_kbdint(session, nullptr, nullptr); });
        if (result != SSH_AUTH_INFO) return result;
        const int questions = ssh_userauth_kbdint_getnprompts(session);
        if (questions == 0) continue;
        if (questions > 1 || answered) return SSH_AUTH_DENIED;
        ssh_userauth_kbdint_setanswer(session, 0, c_string(password));
        answered = true;
    }
}

int by_password(ssh_session session, const model::Device& device, int methods, const Persist& persist) {
    int result = SSH_AUTH_DENIED;
    if (methods & SSH_AUTH_METHOD_PASSWORD)
        result = persist([&] { return ssh_userauth_password(session, nullptr, c_string(device.password)); });
    if (result == SSH_AUTH_DENIED && (methods & SSH_AUTH_METHOD_INTERACTIVE)) result = answer_dialogue(session, device.password, persist);
    return result;
}

void check_key_file(const std::string& path) {
    struct stat found {};
    if (path.empty()) refuse("the device has neither a password nor a private key: give it one of them");
    if (::stat(path.c_str(), &found) != 0)
        refuse(fmt::format("the private key {} cannot be read: {}; put the key there or give the device a password", path,
                           runtime::reason_of(errno)));
    if ((found.st_mode & 077) != 0)
        refuse(fmt::format("the private key {} can be read by others (mode {:04o}): set its mode to 0600", path, found.st_mode & 07777));
}

/// Without it OpenSSL would ask for the passphrase on the terminal.
int no_passphrase(const char*, char*, std::size_t, int, int, void*) { return -1; }

SshKey load_key(const std::string& path) {
    check_key_file(path);
    ssh_key key = nullptr;
    if (ssh_pki_import_privkey_file(path.c_str(), nullptr, no_passphrase, nullptr, &key) != SSH_OK)
        refuse(fmt::format("{} is not a private key that can be used: it must be in OpenSSH or PEM format, without a passphrase, "
                           "and readable for this service",
                           path));
    return SshKey(key);
}

std::string login_in_words(const model::Device& device) {
    return device.password.empty() ? "by the key " + device.key_file : std::string("by password");
}

[[noreturn]] void throw_login(ssh_session session, const model::Device& device, const std::string& place, int result, int methods) {
    const auto how = login_in_words(device);
    if (result == SSH_AUTH_PARTIAL)
        refuse(fmt::format("{} took the login of user {} {} but wants a second proof ({}), which cannot be given here: "
                           "let the server take one",
                           place, device.user, how, methods_in_words(ssh_userauth_list(session, nullptr))));
    if (result == SSH_AUTH_ERROR)
        throw DeviceError(DeviceFault::failed, fmt::format("{} broke off the login of user {} {} ({}): see the server's log", place, device.user, how,
                                                           ssh_get_error(session)));
    refuse(fmt::format("{} refused the login of user {} {} (it takes {}): check the user and {} there and in the device", place, device.user, how,
                       methods_in_words(methods), device.password.empty() ? "the authorized keys" : "the password"));
}

}  // namespace

std::string fingerprint_of(ssh_session session) {
    ssh_key found = nullptr;
    if (ssh_get_server_publickey(session, &found) != SSH_OK) return {};
    const SshKey key(found);
    unsigned char* bytes = nullptr;
    std::size_t size = 0;
    if (ssh_get_publickey_hash(key.get(), SSH_PUBLICKEY_HASH_SHA256, &bytes, &size) != SSH_OK) return {};
    const std::unique_ptr<unsigned char, void (*)(unsigned char*)> hash(bytes, [](unsigned char* p) { ssh_clean_pubkey_hash(&p); });
    const std::unique_ptr<char, Freed<ssh_string_free_char>> text(ssh_get_fingerprint_hash(SSH_PUBLICKEY_HASH_SHA256, bytes, size));
    return text ? std::string(text.get()) : std::string();
}

void check_host_key(const model::Device& device, const std::string& place, const std::string& shown) {
    if (shown.empty()) throw DeviceError(DeviceFault::failed, place + " shows no host key that can be read: see the server's configuration");
    if (device.host_key_fingerprint.empty() || device.host_key_fingerprint == shown) return;
    refuse(fmt::format("{} shows the host key {} but {} was pinned when the device was saved, so nothing was sent to it: "
                       "find out why the server's key changed, then delete the device and add it again",
                       place, shown, device.host_key_fingerprint));
}

void log_in(ssh_session session, const model::Device& device, const std::string& place, const Persist& persist) {
    const SshKey key = device.password.empty() ? load_key(device.key_file) : SshKey();
    // "none" is how a client learns what the server takes.
    int result = persist([&] { return ssh_userauth_none(session, nullptr); });
    const int methods = ssh_userauth_list(session, nullptr);
    if (result == SSH_AUTH_DENIED && key)
        result = persist([&] { return ssh_userauth_publickey(session, nullptr, key.get()); });
    else if (result == SSH_AUTH_DENIED)
        result = by_password(session, device, methods, persist);
    if (result != SSH_AUTH_SUCCESS) throw_login(session, device, place, result, methods);
}

}  // namespace drs::storage
