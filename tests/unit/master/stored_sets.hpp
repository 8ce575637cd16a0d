// SPDX-License-Identifier: Apache-2.0
// Sets on a local device as a Master of some cluster would have left them.
#pragma once

#include <gmock/gmock.h>

#include "appliance.hpp"
#include "master/retention.hpp"
#include "storage/device/open_device.hpp"

namespace drs::test {

class StoredSets : public testing::Test, public Turning {
protected:
    MasterHome home;
    master::KeyRing keys{home.settings.paths, "node1", "now"};
    std::unique_ptr<storage::BackupDevice> device = opened();
    master::SetReader reader{*device, keys};

    std::unique_ptr<storage::BackupDevice> opened() {
        model::Device definition;
        definition.path = home.store();
        return storage::open_device(definition, {std::chrono::seconds(10), executor(), nullptr});
    }
    /// A set with one file of one component, signed by `signer`.
    void put(const std::string& id, const std::string& cluster, const std::string& host, const master::KeyRing& signer,
             std::vector<std::string> failed_features = {}) const {
        const auto set = *model::SetId::parse(id);
        model::SetFile file;
        file.node = host;
        file.key = {"UCM", "TFTP"};
        file.file_name = model::component_file_name(set, host, "UCM", "TFTP", model::Payload::tar);
        const std::string bytes = "stored bytes of " + id;
        file.bytes_stored = bytes.size();
        runtime::Sha256 digest;
        digest.update(runtime::bytes_of(bytes));
        file.sha256 = digest.finish_hex();
        model::SetCatalogue catalogue{.id = set, .cluster = cluster, .host = host, .product_name = "Sample", .product_version = "15.0.1",
                                      .agent_version = "1", .features = {"UCM"},
                                      .failed_features = std::move(failed_features), .files = {file}};
        const auto text = storage::write_catalogue(catalogue);
        write_text(home.store() / file.file_name, bytes);
        write_text(home.store() / model::catalogue_file_name(set, host), text);
        const auto signature = signer.sign(text);
        write_text(home.store() / model::signature_file_name(set, host), std::string(runtime::text_of(signature)));
    }
    void put(const std::string& id) const { put(id, "cluster1", "node1", keys); }
    void put_partial(const std::string& id) const { put(id, "cluster1", "node1", keys, {"UCM"}); }
    std::filesystem::path catalogue_of(const std::string& id) const { return home.store() / (id + "_node1_drfComponent.xml"); }
    std::vector<std::string> stored() const { return names_in(home.store()); }
};

inline const std::string monday = "2026-11-23-02-00-00", tuesday = "2026-11-24-02-00-00", wednesday = "2026-11-25-02-00-00";

}  // namespace drs::test
