// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "runtime/atomic_file.hpp"
#include "storage/config/absolute_path.hpp"
#include "storage/config/config.hpp"
#include "storage/config/document.hpp"
#include "storage/config/xml_text.hpp"

namespace drs::storage {
namespace {

using model::ProductIdentity;

constexpr std::size_t longest_name = 128, longest_word = 64;
constexpr std::size_t longest_answer = 16u << 10;
constexpr std::uint64_t usual_timeout = 30, longest_timeout = 300;  // seconds

/// A control character in it would break the lines of traces and tables.
bool good_name(std::string_view name) {
    const bool prints = std::none_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    return !name.empty() && name.size() <= longest_name && prints && !xml::bad_character(name);
}
/// A blank in it would be neither seen in a table nor parsed out of one.
bool good_word(std::string_view word) {
    return word.size() <= longest_word && std::all_of(word.begin(), word.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}
bool good_version(std::string_view version) { return !version.empty() && good_word(version); }

struct Field {
    const char* key;
    std::string ProductIdentity::* value;
    bool (*good)(std::string_view);
    const char* expected;
};
constexpr Field fields[] = {
    {"name", &ProductIdentity::name, good_name, "1 to 128 bytes of UTF-8 without control characters"},
    {"version", &ProductIdentity::version, good_version, "1 to 64 printable ASCII characters without blanks"},
    {"flavour", &ProductIdentity::flavour, good_word, "a word of at most 64 printable ASCII characters"},
    {"deployment", &ProductIdentity::deployment, good_word, "a word of at most 64 printable ASCII characters"},
};

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r";
    const auto begin = std::min(text.find_first_not_of(blanks), text.size());
    return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

/// Takes `line` in, when its key is one of ours; another is passed over, because the command may serve others too.
void take_line(std::string_view line, const std::string& place, ProductIdentity& product, std::set<std::string_view>& seen) {
    const auto equals = line.find('=');
    if (equals == line.npos) throw ConfigError(fmt::format("{}: `{}` is not `key=value`", place, xml::shown(line)));
    const auto key = trimmed(line.substr(0, equals)), value = trimmed(line.substr(equals + 1));
    for (const auto& field : fields) {
        if (key != field.key) continue;
        if (!seen.insert(field.key).second) throw ConfigError(fmt::format("{}: `{}` is printed a second time; print it once", place, field.key));
        if (!field.good(value)) throw ConfigError(fmt::format("{}: `{}` is `{}`; expected {}", place, key, xml::shown(value), field.expected));
        product.*field.value = value;
    }
}

}  // namespace

Product parse_product(std::string_view text, const std::string& file_name) {
    const xml::Document document(text, file_name);
    const auto root = document.root("product");
    Product product;
    if (root.has("command")) {
        root.allow_only({"command", "timeout"}, {});
        product.command = root.text("command");
        if (const auto why = xml::wrong_path(product.command)) root.fail("attribute `command`: " + *why);
        product.timeout = std::chrono::seconds(root.has("timeout") ? root.number("timeout", 1, longest_timeout) : usual_timeout);
        return product;
    }
    root.allow_only({"name", "version", "flavour", "deployment"}, {});
    product.identity = {root.name("name"), root.name("version"), root.optional_text("flavour"), root.optional_text("deployment")};
    for (const auto& field : fields)
        if (!field.good(product.identity.*field.value)) root.wrong(field.key, field.expected);
    return product;
}

ProductIdentity parse_product_answer(std::string_view text, const std::string& command) {
    ProductIdentity product;
    std::set<std::string_view> seen;
    for (std::size_t begin = 0, number = 1; begin < text.size(); ++number) {
        const auto end = std::min(text.find('\n', begin), text.size());
        const auto line = trimmed(text.substr(begin, end - begin));
        if (!line.empty()) take_line(line, fmt::format("{}: line {} of its output", command, number), product, seen);
        begin = end + 1;
    }
    std::vector<std::string_view> missing;
    for (const auto& field : fields)
        if (!seen.contains(field.key)) missing.push_back(field.key);
    if (!missing.empty()) throw ConfigError(fmt::format("{}: its output has no line for {}; it must print `key=value` for each", command, fmt::join(missing, ", ")));
    return product;
}

std::optional<std::string> wrong_product(const ProductIdentity& product) {
    for (const auto& field : fields)
        if (!field.good(product.*field.value))
            return fmt::format("its product's {} is `{}`; expected {}", field.key, xml::shown(product.*field.value), field.expected);
    return std::nullopt;
}

ProductIdentity read_product(const std::filesystem::path& file, const RunProgram& run) {
    const auto text = runtime::read_file(file);
    if (!text) throw ConfigError(file.string() + " is not there; it names the product and its version");
    const auto product = parse_product(*text, file.string());
    if (product.command.empty()) return product.identity;
    std::string answer;
    try {
        answer = run(product.command, product.timeout);
    } catch (const std::exception& e) {
        throw ConfigError(fmt::format("{}: its command does not tell the product: {}", file.string(), e.what()));
    }
    if (answer.size() > longest_answer)
        throw ConfigError(fmt::format("{}: its command {} printed more than {} bytes; four lines are enough", file.string(), product.command, longest_answer));
    return parse_product_answer(answer, product.command);
}

}  // namespace drs::storage
