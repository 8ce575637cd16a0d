// SPDX-License-Identifier: Apache-2.0
// Fills any struct of the control socket with random values by its member list, the same ones for the same seed.
#pragma once

#include <random>

#include "control/json_words.hpp"
#include "control/members.hpp"

namespace drs::control::test {

class RandomValues {
public:
    explicit RandomValues(unsigned seed) : engine_(seed) {}

    template <class T>
    T make() {
        T value{};
        fill(value);
        return value;
    }

    void fill(bool& value) { value = below(2) == 1; }
    template <std::unsigned_integral Number>
    void fill(Number& value) { value = static_cast<Number>(below(4) == 0 ? ~0ull : engine_()); }
    template <class Enum> requires std::is_enum_v<Enum>
    void fill(Enum& value) {
        std::vector<Enum> all;
        for_each_value<Enum>([&](Enum each) { all.push_back(each); });
        value = all[below(all.size())];
    }
    void fill(std::string& value) {
        static const std::vector<std::string> pieces{"a", "UCM", " ", "\n", "\"", "\\", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x92\xbe",
                                                     std::string(1, '\0'), "\x7f", "/", "}{", "\x01"};
        value.clear();
        for (auto n = below(12); n > 0; --n) value += pieces[below(pieces.size())];
    }
    void fill(model::Secret& value) { value = model::Secret(make<std::string>()); }
    void fill(model::TimePoint& value) { value = model::TimePoint(std::chrono::milliseconds(below(250'000'000'000'000ull))); }
    void fill(model::SetId& value) { value = model::SetId::at(model::TimePoint(std::chrono::seconds(below(4'000'000'000ull)))); }
    void fill(std::bitset<7>& value) { value = std::bitset<7>(below(128)); }
    void fill(std::chrono::minutes& value) { value = std::chrono::minutes(below(100'000)); }
    template <class T>
    void fill(std::optional<T>& value) {
        value.reset();
        if (below(3) > 0) fill(value.emplace(empty<T>()));
    }
    template <class T>
    void fill(std::vector<T>& values) {
        values.clear();
        for (auto n = below(4); n > 0; --n) fill(values.emplace_back(empty<T>()));
    }
    template <class T> requires std::is_class_v<T>
    void fill(T& value) {
        auto member = [this](const char*, auto& part) { fill(part); };
        members(member, value);
    }

private:
    std::uint64_t below(std::uint64_t limit) { return engine_() % limit; }
    template <class T>
    static T empty() {
        if constexpr (std::is_same_v<T, model::SetId>) return model::SetId::at({});
        else if constexpr (std::is_same_v<T, model::SetSummary>) return {model::SetId::at({}), {}, {}, {}, 0};
        else return T{};
    }

    std::mt19937_64 engine_;
};

}  // namespace drs::control::test
