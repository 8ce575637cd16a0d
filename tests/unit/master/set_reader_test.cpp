// SPDX-License-Identifier: Apache-2.0
#include "master/set_reader.hpp"

#include "stored_sets.hpp"

namespace drs::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class ASetReader : public StoredSets {
protected:
    std::string refusal(const std::string& id) {
        try {
            (void)wait(reader.catalogue({*model::SetId::parse(id), "node1"}));
        } catch (const master::NotAuthentic& error) {
            return error.what();
        }
        return {};
    }
    std::string damage(model::SetFile file) {
        try {
            wait(reader.check(std::move(file), [](std::size_t) {}));
        } catch (const master::NotAuthentic& error) {
            return error.what();
        }
        return {};
    }
};

TEST_F(ASetReader, ListsTheNewestSetFirst) {
    for (const auto& id : {monday, wednesday, tuesday}) put(id);
    std::vector<std::string> ids;
    for (const auto& name : wait(reader.names())) ids.push_back(name.id.text());
    EXPECT_THAT(ids, ElementsAre(wednesday, tuesday, monday));
}

TEST_F(ASetReader, ReadsASignedCatalogue) {
    put(monday);
    EXPECT_EQ(refusal(monday), "");
}

TEST_F(ASetReader, RefusesACatalogueThatWasChanged) {
    put(monday);
    auto text = text_in(catalogue_of(monday));
    text.replace(text.find("15.0.1"), 6, "15.0.2");
    write_text(catalogue_of(monday), text);
    EXPECT_THAT(refusal(monday), HasSubstr("does not fit " + catalogue_of(monday).filename().string()));
}

TEST_F(ASetReader, RefusesACatalogueWithoutASignature) {
    put(monday);
    std::filesystem::remove(catalogue_of(monday).string() + ".sig");
    EXPECT_THAT(refusal(monday), HasSubstr(".sig is not there: without its signature the set cannot be trusted"));
}

TEST_F(ASetReader, RefusesASignatureOfTheWrongLength) {
    put(monday);
    const auto signature = catalogue_of(monday).string() + ".sig";
    for (const auto& text : {text_in(signature).substr(1), text_in(signature) + "x", std::string()}) {
        write_text(signature, text);
        EXPECT_THAT(refusal(monday), HasSubstr(".sig")) << text.size();
    }
}

TEST_F(ASetReader, RefusesACatalogueThatAnotherKeySigned) {
    const MasterHome elsewhere;
    const master::KeyRing others(elsewhere.settings.paths, "node1", "now");
    put(monday, "cluster1", "node1", others);
    EXPECT_THAT(refusal(monday), HasSubstr("or another system's key made it"));
}

TEST_F(ASetReader, RefusesACatalogueThatWasRenamed) {
    put(monday);
    for (const auto* end : {"", ".sig"}) std::filesystem::rename(catalogue_of(monday).string() + end, catalogue_of(tuesday).string() + end);
    EXPECT_THAT(refusal(tuesday), HasSubstr("is the catalogue of set " + monday + " of node1; it was renamed"));
}

TEST_F(ASetReader, ListsADamagedSetWithoutItsVersion) {
    put(monday);
    write_text(catalogue_of(monday), "<damaged");
    const auto sets = wait(reader.summaries());
    ASSERT_EQ(sets.size(), 1U);
    EXPECT_EQ(sets[0].product_version, "?");
}

TEST_F(ASetReader, ProvesAFileByLengthAndDigest) {
    put(monday);
    const auto file = wait(reader.catalogue({*model::SetId::parse(monday), "node1"})).files.front();
    EXPECT_EQ(damage(file), "");
    auto bytes = text_in(home.store() / file.file_name);
    bytes[0] ^= 1;
    write_text(home.store() / file.file_name, bytes);
    EXPECT_EQ(damage(file), file.file_name + " is damaged: its SHA-256 is not the catalogue's; nothing of component UCM/TFTP was restored, use another set");
    write_text(home.store() / file.file_name, "short");
    EXPECT_THAT(damage(file), HasSubstr("it has 5 bytes instead of 35"));
    std::filesystem::remove(home.store() / file.file_name);
    EXPECT_THAT(damage(file), HasSubstr("it is not there"));
}

}  // namespace
}  // namespace drs::test
