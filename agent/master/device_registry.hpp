// SPDX-License-Identifier: Apache-2.0
// The defined backup devices: the file drfDevice.xml, written by us or by hand, and what was last seen of each.
#pragma once

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "control/service.hpp"
#include "master/settings_file.hpp"
#include "storage/config/config.hpp"
#include "storage/device/error.hpp"

namespace drs::master {

class DeviceRegistry {
public:
    /// Loads the file as SettingsFile::load does. Throws runtime::Error.
    DeviceRegistry(std::filesystem::path file, storage::Sealer sealer, SettingsReports reports);

    /// The schedules that use the device: while there are some, it cannot vanish by an edit of the file.
    using UsedBy = std::function<std::vector<std::string>(const std::string& device)>;
    void keep_what_is_used(UsedBy used_by) { used_by_ = std::move(used_by); }
    /// Takes over what was edited by hand or restored, or refuses it (SettingsFile::look).
    void look();

    /// Refuses (control::Refusal) a name that is not allowed or taken, an eleventh device, a bad path; changes nothing.
    /// The name of a device whose password does not open is not taken: adding it again sets the password.
    void check_new(const model::Device& device) const;
    /// Checks again, gives it its index unless it has one, writes the file, then shows it. Durable when it returns.
    const model::Device& add(model::Device device);
    /// What `add` says of a new device that has its index: neither index nor name is taken.
    void check_place(const model::Device& device) const;
    /// In the place of `before`; refuses when that is another one now. Durable when it returns.
    void replace(const model::Device& before, model::Device device);
    /// Nobody else gets an index up to this one. Until the file is written next, only in memory.
    void reserve(std::uint32_t index) { file_.next_index = std::max(file_.next_index, index + 1); }
    /// `*`: all but those in `used`. Returns the names removed.
    std::vector<std::string> remove(const std::string& name, const std::set<std::string>& used = {});

    /// Throws Refusal(not_found) naming the device.
    const model::Device& find(const std::string& name) const;
    /// As find; throws Refusal(device) too, when its password was sealed under other keys.
    const model::Device& usable(const std::string& name) const;
    const std::vector<model::Device>& all() const { return file_.devices; }
    const model::Device* by_index(std::uint32_t index) const;
    std::uint32_t next_index() const { return file_.next_index; }
    /// All of them as they are, passwords included: what `keep` makes the file again.
    storage::DeviceFile file() const;
    /// Durable when it returns. Call look() before the file it came from was taken.
    void keep(const storage::DeviceFile& file);
    /// What was seen of devices that are no more; `keep` leaves it, so that its file may be put back.
    void forget_what_is_gone();
    /// Called after each change, by whomsoever.
    void on_change(std::function<void()> changed) { changed_ = std::move(changed); }

    /// What a call to the device has shown.
    void saw_ready(const std::string& name, std::optional<std::uint64_t> free_bytes);
    void saw_failure(const std::string& name, const storage::DeviceError& failure);
    /// A station's change has not passed its trial; the state is what it was.
    void refused_change(const std::string& name, const std::string& why);
    std::vector<control::DeviceRow> rows() const;

private:
    struct Seen {
        model::DeviceState state = model::DeviceState::unknown;
        std::string text;
        std::optional<std::uint64_t> free_bytes;
    };
    control::DeviceRow row(const model::Device& device) const;
    void adopt(const std::string& text, const std::string& file);

    storage::Sealer sealer_;
    trace::Trace& trace_;
    SettingsFile kept_;
    storage::DeviceFile file_;
    UsedBy used_by_;
    std::function<void()> changed_ = [] {};
    std::map<std::string, Seen> seen_;
};

/// The definition alone; nothing is known of its state.
control::DeviceRow row_of(const model::Device& device);

}  // namespace drs::master
