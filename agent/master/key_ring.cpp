// SPDX-License-Identifier: Apache-2.0
#include "master/key_ring.hpp"

#include <fmt/format.h>

#include <sstream>

#include "runtime/atomic_file.hpp"
#include "runtime/error.hpp"
#include "storage/archive/error.hpp"

namespace drs::master {
namespace {

using runtime::Error;
using runtime::Fault;
using Path = std::filesystem::path;

constexpr auto authority_lifetime = std::chrono::days(20 * 365);
constexpr auto certificate_lifetime = std::chrono::days(10 * 365);
constexpr std::string_view sealing_label = "OpenDRS device passwords v1";
constexpr std::string_view sealed_prefix = "drs1:";

std::string must_read(const Path& file) {
    auto text = runtime::read_file(file);
    if (!text) throw Error(Fault::file, file.string() + " is missing although the other keys are there; put it back from a copy");
    return std::move(*text);
}

/// The authority's files are the last that a first start writes: without them it was never finished.
bool is_first_start(const runtime::Paths& paths) {
    return !std::filesystem::exists(paths.authority_key()) && !std::filesystem::exists(paths.authority_certificate());
}

/// Whether a pair is to be made: at a first start, unless both halves were put there beforehand. Later a missing half is an error: a new pair in
/// its place would make every set so far unverifiable.
bool to_be_made(const Path& secret, const Path& open, bool first_start) {
    if (std::filesystem::exists(secret) && std::filesystem::exists(open)) return false;
    if (first_start) return true;
    for (const auto& file : {secret, open}) must_read(file);
    return false;
}

void write_pair(const Path& secret, const model::Secret& secret_text, const Path& open, const std::string& open_text) {
    runtime::replace_file(secret, secret_text.reveal(), 0600);
    runtime::replace_file(open, open_text, 0644);
}

void make_certificates(const runtime::Paths& paths, const std::string& node) {
    const auto authority = runtime::make_authority("OpenDRS " + node, authority_lifetime);
    for (const auto& [key, certificate] : {std::pair(paths.master_key(), paths.master_certificate()), std::pair(paths.node_key(), paths.node_certificate())}) {
        const auto issued = runtime::issue(authority, node, certificate_lifetime);
        write_pair(key, issued.key_pem, certificate, issued.certificate_pem);
    }
    // The certificate last: a Local Agent that waits for it finds everything else in place.
    write_pair(paths.authority_key(), authority.key_pem, paths.authority_certificate(), authority.certificate_pem);
}

storage::AgeIdentity identity_of(const runtime::Paths& paths, const std::string& created) {
    const auto file = paths.age_identity();
    if (const auto text = runtime::read_file(file)) {
        try {
            return storage::AgeIdentity::parse(*text);
        } catch (const storage::ArchiveError& e) {
            throw Error(Fault::crypto, file.string() + ": " + e.what());
        }
    }
    // Made at the first start only: a new one in its place would leave every set made so far unreadable without a word.
    if (!is_first_start(paths))
        throw Error(Fault::file, file.string() + " is gone: without it no set made so far can be read; put it back from a copy");
    auto identity = storage::AgeIdentity::generate();
    runtime::replace_file(file, identity.file_text(created).reveal(), 0600);
    return identity;
}

runtime::Bytes unsealed_text(std::string_view sealed) {
    try {
        return runtime::base64_decode(sealed.substr(sealed_prefix.size()));
    } catch (const Error& e) {
        throw storage::ConfigError(std::string("a sealed password is damaged (") + e.what() + "); add the device again");
    }
}

const runtime::Paths& prepared(const runtime::Paths& paths) {
    runtime::make_directory(paths.keys(), 0700);
    return paths;
}

}  // namespace

KeyRing::KeyRing(const runtime::Paths& paths, const std::string& node, const std::string& created)
    : paths_(prepared(paths)), identity_(identity_of(paths, created)) {
    const bool first_start = is_first_start(paths);
    if (to_be_made(paths.signing_key(), paths.signing_public_key(), first_start)) {
        const auto pair = runtime::generate_signing_key();
        write_pair(paths.signing_key(), pair.private_pem, paths.signing_public_key(), pair.public_pem);
    }
    signing_key_ = model::Secret(must_read(paths.signing_key()));
    signing_public_ = must_read(paths.signing_public_key());
    const Path ssh_public = paths.ssh_key().string() + ".pub";
    if (to_be_made(paths.ssh_key(), ssh_public, first_start)) {
        const auto pair = runtime::generate_ssh_key("drs@" + node);
        write_pair(paths.ssh_key(), pair.private_file, ssh_public, pair.public_line + "\n");
    }
    if (first_start) make_certificates(paths, node);
    for (const auto& file : {paths.authority_key(), paths.authority_certificate(), paths.master_key(), paths.master_certificate(), paths.node_key(),
                             paths.node_certificate()})
        must_read(file);
    const auto scalar = runtime::bytes_of(identity_.scalar().reveal());
    sealing_key_ = runtime::hkdf_sha256(scalar, {}, sealing_label);
}

std::vector<std::string> KeyRing::recipients() const {
    std::vector<std::string> list{identity_.recipient().text()};
    const auto file = paths_.recipients_file();
    const auto text = runtime::read_file(file);
    if (!text) return list;
    std::istringstream lines(*text);
    std::string line;
    for (unsigned number = 1; std::getline(lines, line); ++number) {
        if (line.empty() || line.front() == '#') continue;
        try {
            list.push_back(storage::AgeRecipient::parse(line).text());
        } catch (const storage::ArchiveError& e) {
            throw Error(Fault::bad_configuration, fmt::format("{}:{}: {}; expected an age1... recipient", file.string(), number, e.what()));
        }
    }
    return list;
}

std::array<std::byte, 64> KeyRing::sign(std::string_view text) const { return runtime::sign(signing_key_, runtime::bytes_of(text)); }

bool KeyRing::verify(std::string_view text, runtime::ByteView signature) const {
    return runtime::verify(signing_public_, runtime::bytes_of(text), signature);
}

storage::Sealer KeyRing::sealer() const {
    const auto key = sealing_key_;
    storage::Sealer sealer;
    sealer.seal = [key](const model::Secret& clear) {
        std::array<std::byte, 12> nonce;
        runtime::random_bytes(nonce);
        const auto text = runtime::bytes_of(clear.reveal());
        runtime::Bytes out(nonce.size() + text.size() + runtime::Aead::tag_bytes);
        std::copy(nonce.begin(), nonce.end(), out.begin());
        runtime::Aead(key).seal(nonce, text, std::span(out).subspan(nonce.size()));
        return std::string(sealed_prefix) + runtime::base64(out);
    };
    sealer.unseal = [key](const std::string& sealed) {
        if (!sealed.starts_with(sealed_prefix)) throw storage::ConfigError("a password is not sealed by this program; add the device again");
        const auto bytes = unsealed_text(sealed);
        if (bytes.size() < 12 + runtime::Aead::tag_bytes) throw storage::ConfigError("a sealed password is cut short; add the device again");
        std::array<std::byte, 12> nonce;
        std::copy_n(bytes.begin(), nonce.size(), nonce.begin());
        std::string clear(bytes.size() - nonce.size() - runtime::Aead::tag_bytes, '\0');
        if (!runtime::Aead(key).open(nonce, std::span(bytes).subspan(nonce.size()), std::as_writable_bytes(std::span(clear))))
            throw storage::ConfigError("a sealed password was made under another age identity; add the device again");
        return model::Secret(std::move(clear));
    };
    return sealer;
}

}  // namespace drs::master
