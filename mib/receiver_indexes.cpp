// SPDX-License-Identifier: Apache-2.0
#include "mib/receiver_indexes.hpp"

#include <fmt/format.h>

#include <sstream>
#include <utility>

#include "runtime/atomic_file.hpp"

namespace drs::mib {
namespace {

constexpr unsigned readable = 0644;

struct Numbers {
    std::map<std::string, std::uint32_t> known;
    std::uint32_t next = 0;
};

std::optional<Numbers> numbers_in(const std::string& text) {
    Numbers numbers;
    std::istringstream lines(text);
    std::string word;
    if (!(lines >> word >> numbers.next) || word != "next" || numbers.next == 0) return std::nullopt;
    std::uint32_t number = 0;
    while (lines >> number >> word)
        if (number == 0 || number >= numbers.next || !numbers.known.emplace(word, number).second) return std::nullopt;
    return lines.eof() ? std::optional(std::move(numbers)) : std::nullopt;
}

}  // namespace

ReceiverIndexes::ReceiverIndexes(std::filesystem::path file) : file_(std::move(file)) {
    const auto text = runtime::read_file(file_);
    if (!text) return;
    auto numbers = numbers_in(*text);
    if (!numbers) {
        damage_ = fmt::format("{} is damaged: the rows of drsReceiverTable are numbered from 1 again.", file_.string());
        return;
    }
    known_ = std::move(numbers->known);
    next_ = numbers->next;
}

std::uint32_t ReceiverIndexes::of(const std::string& name) {
    const auto found = known_.find(name);
    if (found != known_.end()) return found->second;
    const auto number = known_[name] = next_++;
    save();
    return number;
}

void ReceiverIndexes::save() const {
    auto text = fmt::format("next {}\n", next_);
    for (const auto& [name, number] : known_) text += fmt::format("{} {}\n", number, name);
    runtime::replace_file(file_, text, readable);
}

}  // namespace drs::mib
