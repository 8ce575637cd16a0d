// SPDX-License-Identifier: Apache-2.0
#include "master/key_ring.hpp"

#include <fmt/format.h>

#include <sstream>

#include "master/new_keys.hpp"
#include "runtime/atomic_file.hpp"
#include "runtime/error.hpp"
#include "storage/archive/error.hpp"

namespace drs::master {
namespace {

using runtime::Error;
using runtime::Fault;
using Path = std::filesystem::path;

constexpr std::string_view sealing_label = "OpenDRS device passwords v1";
constexpr std::string_view sealed_prefix = "drs1:";

storage::AgeIdentity identity_of(const runtime::Paths& paths) {
    const auto file = paths.age_identity();
    const auto text = runtime::read_file(file);
    if (!text) throw Error(Fault::file, file.string() + " is gone: without it no set made so far can be read; put it back from a copy");
    try {
        return storage::AgeIdentity::parse(*text);
    } catch (const storage::ArchiveError& e) {
        throw Error(Fault::crypto, file.string() + ": " + e.what());
    }
}

constexpr std::size_t nonce_bytes = 12;

/// Nonce, text and tag. Throws ConfigError with the way out when it is no sealed password.
runtime::Bytes seal_in(const std::string& text) {
    constexpr const char* way_out = "leave the device out here and add it with device add, which seals the password";
    if (!text.starts_with(sealed_prefix)) throw storage::ConfigError(fmt::format("the password is not sealed; {}", way_out));
    try {
        auto bytes = runtime::base64_decode(std::string_view(text).substr(sealed_prefix.size()));
        if (bytes.size() >= nonce_bytes + runtime::Aead::tag_bytes) return bytes;
    } catch (const Error& e) {
        throw storage::ConfigError(fmt::format("the sealed password is damaged ({}); {}", e.what(), way_out));
    }
    throw storage::ConfigError(fmt::format("the sealed password is cut short; {}", way_out));
}

const runtime::Paths& with_keys(const runtime::Paths& paths, const std::string& node, const std::string& created) {
    make_keys_of_new_system(paths, node, created);
    return paths;
}

}  // namespace

KeyRing::KeyRing(const runtime::Paths& paths, const std::string& node, const std::string& created)
    : paths_(with_keys(paths, node, created)), identity_(identity_of(paths)), signing_key_(must_read_key(paths.signing_key())),
      signing_public_(must_read_key(paths.signing_public_key())) {
    for (const auto& file : {paths.ssh_key(), Path(paths.ssh_key().string() + ".pub"), paths.authority_key(), paths.authority_certificate(),
                             paths.master_key(), paths.master_certificate(), paths.node_key(), paths.node_certificate()})
        must_read_key(file);
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
        std::array<std::byte, nonce_bytes> nonce;
        runtime::random_bytes(nonce);
        const auto text = runtime::bytes_of(clear.reveal());
        runtime::Bytes out(nonce.size() + text.size() + runtime::Aead::tag_bytes);
        std::copy(nonce.begin(), nonce.end(), out.begin());
        runtime::Aead(key).seal(nonce, text, std::span(out).subspan(nonce.size()));
        return std::string(sealed_prefix) + runtime::base64(out);
    };
    sealer.unseal = [key](const std::string& sealed) -> std::optional<model::Secret> {
        const auto bytes = seal_in(sealed);
        std::array<std::byte, nonce_bytes> nonce;
        std::copy_n(bytes.begin(), nonce.size(), nonce.begin());
        std::string clear(bytes.size() - nonce.size() - runtime::Aead::tag_bytes, '\0');
        if (!runtime::Aead(key).open(nonce, std::span(bytes).subspan(nonce.size()), std::as_writable_bytes(std::span(clear)))) return std::nullopt;
        return model::Secret(std::move(clear));
    };
    return sealer;
}

storage::Sealer KeyRing::form_of_seals() {
    return {[](const model::Secret&) -> std::string { throw std::logic_error("the form of seals seals nothing"); },
            [](const std::string& sealed) -> std::optional<model::Secret> {
                (void)seal_in(sealed);
                return std::nullopt;
            }};
}

}  // namespace drs::master
