// SPDX-License-Identifier: Apache-2.0
// Turns the structs of the control socket into JSON values by their member lists.
#pragma once

#include <boost/json.hpp>

#include <bitset>
#include <chrono>

#include "control/json_text.hpp"
#include "control/json_words.hpp"
#include "control/members.hpp"

namespace drs::control {

namespace json = boost::json;

/// What becomes of a text that is not UTF-8: an answer shows it as well as it can be shown, a request must not
/// ask for another path or password than the one that was typed.
enum class BadText { replace, refuse };

class JsonWriter {
public:
    JsonWriter(json::storage_ptr memory, BadText bad_text) : memory_(std::move(memory)), bad_text_(bad_text) {}

    json::value write(bool value) { return json::value(value, memory_); }
    template <std::unsigned_integral Number>
    json::value write(Number value) { return json::value(static_cast<std::uint64_t>(value), memory_); }
    template <class Enum> requires std::is_enum_v<Enum>
    json::value write(Enum value) { return text(json_word(value)); }
    json::value write(const std::string& value) { return text(value); }
    json::value write(const model::Secret& value) { return text(value.reveal()); }
    json::value write(const model::SetId& value) { return text(value.text()); }
    json::value write(model::TimePoint value) { return text(iso_8601(value)); }

    /// A list of `SUN`, `MON`, ...
    json::value write(const std::bitset<7>& days) {
        json::array list(memory_);
        for (std::size_t day = 0; day < days.size(); ++day)
            if (days.test(day)) list.push_back(text(model::weekday_words(std::bitset<7>(1u << day), "")));
        return list;
    }
    json::value write(std::chrono::minutes value) { return write(static_cast<std::uint64_t>(std::max<std::int64_t>(value.count(), 0))); }

    template <class T>
    json::value write(const std::optional<T>& value) { return value ? write(*value) : json::value(nullptr, memory_); }

    template <class T>
    json::value write(const std::vector<T>& values) {
        json::array list(memory_);
        list.reserve(values.size());
        for (const auto& value : values) list.push_back(write(value));
        return list;
    }

    template <class T> requires std::is_class_v<T>
    json::value write(const T& value) {
        json::object object(memory_);
        auto member = [&](const char* name, const auto& part) {
            member_ = name;
            object.emplace(name, write(part));
        };
        members(member, value);
        return object;
    }

private:
    json::value text(std::string_view value) {
        if (is_utf8(value)) return json::value(json::string(value, memory_));
        if (bad_text_ == BadText::replace) return json::value(json::string(as_utf8(value), memory_));
        throw Refusal(Kind::bad_value, std::string("`") + member_ + "` holds bytes that are not UTF-8; write it in UTF-8");
    }

    json::storage_ptr memory_;
    BadText bad_text_;
    const char* member_ = "";
};

}  // namespace drs::control
