// SPDX-License-Identifier: Apache-2.0
// The XML files of the system, read and written: registration, product, devices, schedules, catalogue. All of pugixml is here.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "model/backup_set.hpp"
#include "model/component.hpp"
#include "model/device.hpp"
#include "model/product.hpp"
#include "model/schedule.hpp"

namespace drs::storage {

/// Every parser throws ConfigError with `file:line: what is wrong and what is expected`; unknown elements and attributes are errors
/// too (a misspelt one must not be silently ignored), except in the catalogue, where newer releases may add some.
class ConfigError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// etc/drs/components.d/*.xml (docs/formats.md): one <component> a file.
model::ComponentDefinition parse_component(std::string_view xml, const std::string& file_name);

/// etc/drs/product.xml: the identity itself, or the command that prints it.
struct Product {
    model::ProductIdentity identity;    // empty when there is a command
    std::string command;                // absolute path; empty: none
    std::chrono::seconds timeout{0};    // of the command
};
Product parse_product(std::string_view xml, const std::string& file_name);
/// What the command printed: `key=value` lines, of which name, version, flavour and deployment must be there.
model::ProductIdentity parse_product_answer(std::string_view text, const std::string& command);
/// One sentence when it cannot be shown, compared or written into a catalogue; also asked of what another node says.
std::optional<std::string> wrong_product(const model::ProductIdentity& product);

/// Runs a program and returns its standard output; throws when it cannot be started, does not end in time, or ends with another code than 0.
using RunProgram = std::function<std::string(const std::string& program, std::chrono::seconds limit)>;
/// The identity of this node, by the file alone or by `run`. Blocks as long as that does.
model::ProductIdentity read_product(const std::filesystem::path& file, const RunProgram& run);

/// Passwords in drfDevice.xml are sealed: these turn a clear one into text and back.
struct Sealer {
    std::function<std::string(const model::Secret& clear)> seal;
    /// Nothing when it was sealed under other keys. Throws ConfigError when the text is no sealed password.
    std::function<std::optional<model::Secret>(const std::string& sealed)> unseal;
};

struct DeviceFile {
    std::uint32_t next_index = 1;
    std::vector<model::Device> devices;
};
/// What is wrong with a device or schedule by rules that the form of the file does not know; the parser adds file and line.
template <class Definition>
using Objection = std::function<std::optional<std::string>(const Definition&)>;

/// A password that has been sealed stays as it was sealed; only a new one is sealed here.
std::string write_devices(const DeviceFile& file, const Sealer& sealer);
DeviceFile parse_devices(std::string_view xml, const std::string& file_name, const Sealer& sealer,
                         const Objection<model::Device>& objection = {});

struct ScheduleFile {
    std::uint32_t next_index = 1;
    std::vector<model::Schedule> schedules;
};
std::string write_schedules(const ScheduleFile& file);
ScheduleFile parse_schedules(std::string_view xml, const std::string& file_name, const Objection<model::Schedule>& objection = {});

/// The catalogue of a set. parse also refuses names that are not allowed, a file name with `/`, a duplicate file name or component,
/// and a digest that is not 64 hex digits: what it returns can be trusted in form.
std::string write_catalogue(const model::SetCatalogue& catalogue);
model::SetCatalogue parse_catalogue(std::string_view xml, const std::string& file_name);

}  // namespace drs::storage
