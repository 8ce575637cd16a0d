// SPDX-License-Identifier: Apache-2.0
// The name of a backup set and of the files in it (docs/formats.md).
#pragma once

#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace drs::model {

using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;

/// `YYYY-MM-DD-hh-mm-ss`, local start time of the run. Orders as text does.
class SetId {
public:
    /// The id of a run that starts at `start`, in the machine's time zone.
    static SetId at(TimePoint start);
    /// `2026-11-23-02-00-00` or `2026-11-23-02-00-00.tar` (as the interfaces show it); nothing for any other text.
    static std::optional<SetId> parse(std::string_view text);

    const std::string& text() const { return text_; }
    std::string tar_name() const { return text_ + ".tar"; }
    auto operator<=>(const SetId&) const = default;

private:
    explicit SetId(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

/// What a file of a set holds before compression: a tar archive, or a script's own bytes.
enum class Payload { tar = 1, raw = 2 };

std::string catalogue_file_name(const SetId& id, std::string_view host);
/// The detached Ed25519 signature beside the catalogue.
std::string signature_file_name(const SetId& id, std::string_view host);
std::string component_file_name(const SetId& id, std::string_view host, std::string_view feature,
                                std::string_view component, Payload payload);

/// (id, master host) of a catalogue's file name; nothing for any other file.
struct CatalogueName {
    SetId id;
    std::string host;
};
std::optional<CatalogueName> parse_catalogue_file_name(std::string_view file_name);

}  // namespace drs::model
