// SPDX-License-Identifier: Apache-2.0
#include "model/set_id.hpp"

#include <gmock/gmock.h>

using namespace drs::model;

TEST(ASetId, IsReadWithAndWithoutTar) {
    EXPECT_EQ(SetId::parse("2026-11-23-02-00-01")->text(), "2026-11-23-02-00-01");
    EXPECT_EQ(SetId::parse("2026-11-23-02-00-01.tar")->tar_name(), "2026-11-23-02-00-01.tar");
}

TEST(ASetId, RefusesWhatIsNoTime) {
    for (const char* text : {"", "2026-11-23", "2026-13-23-02-00-01", "2026-02-30-02-00-01", "2026-11-23-24-00-01",
                             "2026-11-23-02-60-01", "2026/11/23-02-00-01", "2026-11-23-02-00-01.ta", "x026-11-23-02-00-01"})
        EXPECT_EQ(SetId::parse(text), std::nullopt) << text;
}

TEST(AFileNameOfASet, IsThatOfTheFormat) {
    const auto id = *SetId::parse("2026-11-23-02-00-01");
    EXPECT_EQ(catalogue_file_name(id, "pub"), "2026-11-23-02-00-01_pub_drfComponent.xml");
    EXPECT_EQ(component_file_name(id, "pub", "UCM", "CCMDB", Payload::raw), "2026-11-23-02-00-01_pub_UCM_CCMDB.raw.zst.age");
    EXPECT_EQ(component_file_name(id, "pub", "UCM", "TFTP", Payload::tar), "2026-11-23-02-00-01_pub_UCM_TFTP.tar.zst.age");
}

TEST(ACataloguesFileName, GivesBackItsParts) {
    const auto name = parse_catalogue_file_name("2026-11-23-02-00-01_pub_drfComponent.xml");
    ASSERT_TRUE(name);
    EXPECT_EQ(name->id.text(), "2026-11-23-02-00-01");
    EXPECT_EQ(name->host, "pub");
    EXPECT_FALSE(parse_catalogue_file_name("2026-11-23-02-00-01_pub_drfComponent.xml.sig"));
    EXPECT_FALSE(parse_catalogue_file_name("2026-11-23-02-00-01__drfComponent.xml"));
    EXPECT_FALSE(parse_catalogue_file_name("_drfComponent.xml"));
}
