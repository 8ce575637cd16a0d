// SPDX-License-Identifier: Apache-2.0
#include "master/set_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/error.hpp"
#include "storage/device/error.hpp"

namespace drs::master {

using runtime::Awaitable;

namespace {

constexpr std::size_t longest_catalogue = 16u << 20;

}  // namespace

std::string damaged_sentence(const model::SetFile& file, const std::string& what) {
    return fmt::format("{} is damaged: {}; nothing of component {} was restored, use another set", file.file_name, what, file.key.text());
}

Awaitable<std::vector<model::CatalogueName>> SetReader::names() {
    std::vector<model::CatalogueName> found;
    const auto files = co_await device_.list();
    for (const auto& entry : files)
        if (auto name = model::parse_catalogue_file_name(entry.name)) found.push_back(std::move(*name));
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.id > b.id; });
    co_return found;
}

Awaitable<std::string> SetReader::read_small(std::string name, std::size_t limit) {
    const auto reader = co_await device_.open(name);
    std::string text;
    for (;;) {
        const auto piece = co_await reader->read();
        if (piece.empty()) co_return text;
        text.append(reinterpret_cast<const char*>(piece.data()), piece.size());
        if (text.size() > limit) throw NotAuthentic(fmt::format("{} is larger than a file of its kind can be", name));
    }
}

Awaitable<model::SetCatalogue> SetReader::catalogue(model::CatalogueName name) {
    const auto file = model::catalogue_file_name(name.id, name.host);
    const auto text = co_await read_small(file, longest_catalogue);
    std::string signature;
    try {
        signature = co_await read_small(file + ".sig", 64);
    } catch (const storage::DeviceError& e) {
        if (e.fault() != storage::DeviceFault::not_found) throw;
        throw NotAuthentic(fmt::format("{}.sig is not there: without its signature the set cannot be trusted", file));
    }
    bool good = false;
    try {
        good = keys_.verify(text, runtime::bytes_of(signature));
    } catch (const runtime::Error&) {
        good = false;  // a signature of the wrong form is a wrong signature
    }
    if (!good)
        throw NotAuthentic(fmt::format("the signature {}.sig does not fit {}: one of the two is damaged, or another system's key made it", file, file));
    try {
        auto catalogue = storage::parse_catalogue(text, file);
        if (catalogue.id != name.id || catalogue.host != name.host)
            throw NotAuthentic(fmt::format("{} is the catalogue of set {} of {}; it was renamed", file, catalogue.id.text(), catalogue.host));
        co_return catalogue;
    } catch (const storage::ConfigError& e) {
        throw NotAuthentic(e.what());
    }
}

Awaitable<std::vector<model::SetSummary>> SetReader::summaries() {
    std::vector<model::SetSummary> list;
    const auto found = co_await names();
    for (const auto& name : found) {
        model::SetSummary summary{name.id, name.host, "?", {}, 0};
        try {
            const auto set = co_await catalogue(name);
            summary.product_version = set.product_version;
            summary.features = set.features;
            summary.complete = set.failed_features.empty();
            for (const auto& file : set.files) summary.bytes += file.bytes_stored;
        } catch (const NotAuthentic&) {
            // listed all the same: the operator must see that it is there; a restore says what is wrong with it
        } catch (const storage::DeviceError& e) {
            if (e.fault() != storage::DeviceFault::not_found) throw;
            continue;  // retired since the names were read
        }
        list.push_back(std::move(summary));
    }
    co_return list;
}

Awaitable<void> SetReader::check(model::SetFile file, std::function<void(std::size_t)> moved) {
    std::unique_ptr<storage::FileReader> reader;
    try {
        reader = co_await device_.open(file.file_name);
    } catch (const storage::DeviceError& e) {
        if (e.fault() != storage::DeviceFault::not_found) throw;
        throw NotAuthentic(damaged_sentence(file, "it is not there"));
    }
    runtime::Sha256 digest;
    std::uint64_t bytes = 0;
    for (;;) {
        const auto piece = co_await reader->read();
        if (piece.empty()) break;
        digest.update(piece);
        bytes += piece.size();
        moved(piece.size());
    }
    if (bytes != file.bytes_stored) throw NotAuthentic(damaged_sentence(file, fmt::format("it has {} bytes instead of {}", bytes, file.bytes_stored)));
    if (digest.finish_hex() != file.sha256) throw NotAuthentic(damaged_sentence(file, "its SHA-256 is not the catalogue's"));
}

}  // namespace drs::master
