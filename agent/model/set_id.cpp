// SPDX-License-Identifier: Apache-2.0
#include "model/set_id.hpp"

#include <cstdio>
#include <ctime>

#include "model/names.hpp"

namespace drs::model {
namespace {

constexpr std::string_view pattern = "dddd-dd-dd-dd-dd-dd";
constexpr std::string_view catalogue_suffix = "_drfComponent.xml";

int number(std::string_view digits) {
    int value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    return value;
}

bool fits_pattern(std::string_view text) {
    if (text.size() != pattern.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (pattern[i] == 'd' ? !digit : text[i] != pattern[i]) return false;
    }
    return true;
}

}  // namespace

SetId SetId::at(TimePoint start) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(start);
    std::tm local{};
    localtime_r(&seconds, &local);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d-%H-%M-%S", &local);
    return SetId(text);
}

std::optional<SetId> SetId::parse(std::string_view text) {
    if (text.ends_with(".tar")) text.remove_suffix(4);
    if (!fits_pattern(text)) return std::nullopt;
    using namespace std::chrono;
    const auto date = year{number(text.substr(0, 4))} / number(text.substr(5, 2)) / number(text.substr(8, 2));
    const bool time = number(text.substr(11, 2)) < 24 && number(text.substr(14, 2)) < 60 && number(text.substr(17, 2)) < 61;
    if (!date.ok() || !time) return std::nullopt;
    return SetId(std::string(text));
}

std::string catalogue_file_name(const SetId& id, std::string_view host) {
    return id.text() + "_" + std::string(host) + std::string(catalogue_suffix);
}

std::string signature_file_name(const SetId& id, std::string_view host) {
    return catalogue_file_name(id, host) + ".sig";
}

std::string component_file_name(const SetId& id, std::string_view host, std::string_view feature,
                                std::string_view component, Payload payload) {
    std::string name = id.text();
    for (const auto part : {host, feature, component}) name.append("_").append(part);
    return name + (payload == Payload::tar ? ".tar.zst.age" : ".raw.zst.age");
}

std::optional<CatalogueName> parse_catalogue_file_name(std::string_view file_name) {
    if (!file_name.ends_with(catalogue_suffix)) return std::nullopt;
    file_name.remove_suffix(catalogue_suffix.size());
    if (file_name.size() < pattern.size() + 2 || file_name[pattern.size()] != '_') return std::nullopt;
    auto id = SetId::parse(file_name.substr(0, pattern.size()));
    const auto host = file_name.substr(pattern.size() + 1);
    if (!id || wrong_host_name(host)) return std::nullopt;
    return CatalogueName{std::move(*id), std::string(host)};
}

}  // namespace drs::model
