// SPDX-License-Identifier: Apache-2.0
// Fills the structs of the control socket from JSON values by their member lists, and says which member is wrong.
#pragma once

#include <boost/json.hpp>

#include <bitset>
#include <chrono>
#include <limits>

#include "control/json_text.hpp"
#include "control/json_words.hpp"
#include "control/members.hpp"
#include "model/names.hpp"

namespace drs::control {

namespace json = boost::json;

/// Members that nobody knows: in a request they would be a wish that is silently not done, in an answer they
/// are what a newer Master says more.
enum class Surplus { refuse, ignore };

template <class T> inline constexpr bool nullable = false;
template <class T> inline constexpr bool nullable<std::optional<T>> = true;

/// Every member has to be there but those that may be null. Throws Refusal(usage).
class JsonReader {
public:
    JsonReader(std::string_view what, Surplus surplus) : path_(what), surplus_(surplus) {}

    /// `name` of `object`, which may be absent when T can be null.
    template <class T>
    void read_member(const json::object& object, std::string_view name, T& value) {
        const auto length = path_.size();
        path_.append(".").append(name);
        if (const json::value* found = object.if_contains(name)) read(*found, value);
        else if constexpr (!nullable<T>) refuse("is missing");
        path_.resize(length);
    }

    template <class T> requires std::is_class_v<T>
    void read(const json::value& from, T& value) {
        const json::object& object = object_of(from);
        std::size_t known = 0;
        auto member = [&](const char* name, auto& part) {
            known += object.contains(name);
            read_member(object, name, part);
        };
        members(member, value);
        if (surplus_ == Surplus::refuse && known != object.size()) refuse_surplus(object, value);
    }

    const json::object& object_of(const json::value& from) {
        if (!from.is_object()) refuse("is not an object");
        return from.get_object();
    }

    [[noreturn]] void refuse(const std::string& why) const {
        throw Refusal(Kind::usage, "`" + path_ + "` " + why + "; docs/control-socket.md lists what it must be");
    }

private:
    void read(const json::value& from, bool& value) {
        if (!from.is_bool()) refuse("is neither true nor false");
        value = from.get_bool();
    }

    template <std::unsigned_integral Number>
    void read(const json::value& from, Number& value) {
        const bool in_range = from.is_uint64() || (from.is_int64() && from.get_int64() >= 0);
        const auto number = !in_range ? 0 : from.is_uint64() ? from.get_uint64() : static_cast<std::uint64_t>(from.get_int64());
        if (!in_range || number > std::numeric_limits<Number>::max())
            refuse("is no whole number from 0 to " + std::to_string(std::numeric_limits<Number>::max()));
        value = static_cast<Number>(number);
    }

    template <class Enum> requires std::is_enum_v<Enum>
    void read(const json::value& from, Enum& value) {
        const std::string_view given = text_of_value(from);
        bool found = false;
        std::string allowed;
        for_each_value<Enum>([&](Enum each) {
            if (json_word(each) == given) value = each, found = true;
            allowed.append(allowed.empty() ? "" : ", ").append(json_word(each));
        });
        if (!found) refuse("is none of " + allowed);
    }

    void read(const json::value& from, std::string& value) { value = text_of_value(from); }
    void read(const json::value& from, model::Secret& value) { value = model::Secret(std::string(text_of_value(from))); }

    void read(const json::value& from, model::SetId& value) {
        auto id = model::SetId::parse(text_of_value(from));
        if (!id) refuse("is no set id like 2026-11-23-02-00-00");
        value = std::move(*id);
    }

    void read(const json::value& from, model::TimePoint& value) {
        const auto time = parse_iso_8601(text_of_value(from));
        if (!time) refuse("is no time like 2026-11-23T02:00:00.000Z");
        value = *time;
    }

    void read(const json::value& from, std::bitset<7>& value) {
        std::vector<std::string> words;
        read(from, words);
        const auto days = words.empty() ? std::bitset<7>() : model::parse_weekdays(model::join(words, " "));
        if (!days) refuse("is no list of weekdays like SUN, MON, each once");
        value = *days;
    }
    void read(const json::value& from, std::chrono::minutes& value) {
        std::uint32_t number = 0;
        read(from, number);
        value = std::chrono::minutes(number);
    }

    template <class T>
    void read(const json::value& from, std::optional<T>& value) {
        value.reset();
        if (!from.is_null()) read(from, value.emplace(blank<T>()));
    }

    template <class T>
    void read(const json::value& from, std::vector<T>& values) {
        if (!from.is_array()) refuse("is not a list");
        const auto length = path_.size();
        for (const json::value& each : from.get_array()) {
            path_.append("[").append(std::to_string(values.size())).append("]");
            read(each, values.emplace_back(blank<T>()));
            path_.resize(length);
        }
    }

    /// A value to be filled; a SetId has no empty one.
    template <class T>
    static T blank() {
        if constexpr (std::is_same_v<T, model::SetId>) return model::SetId::at({});
        else if constexpr (std::is_same_v<T, model::SetSummary>) return {model::SetId::at({}), {}, {}, {}, 0};
        else return T{};
    }

    std::string_view text_of_value(const json::value& from) {
        if (!from.is_string()) refuse("is not a text");
        return from.get_string();
    }

    template <class T>
    void refuse_surplus(const json::object& object, T& value) {
        for (const auto& [name, part] : object) {
            bool known = false;
            auto member = [&, key = std::string_view(name)](const char* each, auto&) { known = known || key == each; };
            members(member, value);
            if (known) continue;
            path_.append(".").append(as_utf8(std::string_view(name).substr(0, 64)));
            refuse("is not known to this release");
        }
    }

    std::string path_;
    Surplus surplus_;
};

}  // namespace drs::control
