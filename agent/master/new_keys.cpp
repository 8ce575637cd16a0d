// SPDX-License-Identifier: Apache-2.0
#include "master/new_keys.hpp"

#include <algorithm>
#include <array>

#include "runtime/atomic_file.hpp"
#include "runtime/crypto/crypto.hpp"
#include "runtime/error.hpp"
#include "storage/archive/age.hpp"

namespace drs::master {
namespace {

using Path = std::filesystem::path;
using std::filesystem::exists;

constexpr auto authority_lifetime = std::chrono::days(20 * 365);
constexpr auto certificate_lifetime = std::chrono::days(10 * 365);
constexpr std::string_view words_of_mark = "The first start of drs-master makes these keys; it removes this file when all are there.\n";

struct Pair {
    Path secret, open;
    bool whole() const { return exists(secret) && exists(open); }
};

Path mark_of(const runtime::Paths& paths) { return paths.keys() / "first-start"; }
Pair signing_pair(const runtime::Paths& paths) { return {paths.signing_key(), paths.signing_public_key()}; }
Pair ssh_pair(const runtime::Paths& paths) { return {paths.ssh_key(), paths.ssh_key().string() + ".pub"}; }

bool is_new(const runtime::Paths& paths) {
    const std::array certificates = {paths.authority_key(), paths.authority_certificate(), paths.master_key(), paths.master_certificate(),
                                     paths.node_key(), paths.node_certificate()};
    return std::none_of(certificates.begin(), certificates.end(), [](const Path& file) { return exists(file); });
}

void refuse_half(const Pair& pair) {
    if (exists(pair.secret) == exists(pair.open)) return;
    for (const auto& file : {pair.secret, pair.open}) must_read_key(file);
}

void write(const Pair& pair, const model::Secret& secret_text, const std::string& open_text) {
    runtime::replace_file(pair.secret, secret_text.reveal(), 0600);
    runtime::replace_file(pair.open, open_text, 0644);
}

void make_certificates(const runtime::Paths& paths, const std::string& node) {
    const auto authority = runtime::make_authority("OpenDRS " + node, authority_lifetime);
    for (const auto& pair : {Pair{paths.master_key(), paths.master_certificate()}, Pair{paths.node_key(), paths.node_certificate()}}) {
        const auto issued = runtime::issue(authority, node, certificate_lifetime);
        write(pair, issued.key_pem, issued.certificate_pem);
    }
    write({paths.authority_key(), paths.authority_certificate()}, authority.key_pem, authority.certificate_pem);
}

/// The authority's certificate comes last: it tells that all is there, also to a Local Agent that waits for it.
void make_missing(const runtime::Paths& paths, const std::string& node, const std::string& created) {
    if (!exists(paths.age_identity()))
        runtime::replace_file(paths.age_identity(), storage::AgeIdentity::generate().file_text(created).reveal(), 0600);
    if (const auto pair = signing_pair(paths); !pair.whole()) {
        const auto made = runtime::generate_signing_key();
        write(pair, made.private_pem, made.public_pem);
    }
    if (const auto pair = ssh_pair(paths); !pair.whole()) {
        const auto made = runtime::generate_ssh_key("drs@" + node);
        write(pair, made.private_file, made.public_line + "\n");
    }
    make_certificates(paths, node);
}

}  // namespace

std::string must_read_key(const Path& file) {
    auto text = runtime::read_file(file);
    if (!text)
        throw runtime::Error(runtime::Fault::file, file.string() + " is missing although the other keys are there; put it back from a copy");
    return std::move(*text);
}

void make_keys_of_new_system(const runtime::Paths& paths, const std::string& node, const std::string& created) {
    runtime::make_directory(paths.keys(), 0700);
    const auto mark = mark_of(paths);
    if (!exists(mark)) {
        if (!is_new(paths)) return;
        for (const auto& pair : {signing_pair(paths), ssh_pair(paths)}) refuse_half(pair);
        runtime::replace_file(mark, words_of_mark, 0600);
    }
    if (!exists(paths.authority_certificate())) make_missing(paths, node, created);
    runtime::remove_file(mark);
}

}  // namespace drs::master
