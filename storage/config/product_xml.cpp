// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "storage/config/config.hpp"
#include "storage/config/document.hpp"

namespace drs::storage {
namespace {

constexpr std::size_t longest_version = 64;

bool printable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

Product parse_product(std::string_view text, const std::string& file_name) {
    const xml::Document document(text, file_name);
    const auto root = document.root("product");
    root.allow_only({"name", "version"}, {});
    Product product{root.name("name"), root.name("version")};
    // The version is compared exactly and shown in tables: a blank in it would be neither seen nor parsed.
    if (product.version.size() > longest_version || !printable(product.version))
        root.wrong("version", "1 to 64 printable ASCII characters without blanks");
    return product;
}

}  // namespace drs::storage
