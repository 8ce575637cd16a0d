// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "model/names.hpp"
#include "storage/config/absolute_path.hpp"
#include "storage/config/config.hpp"
#include "storage/config/document.hpp"
#include "storage/config/xml_text.hpp"

namespace drs::storage {
namespace {

using xml::Content;
using xml::Element;

constexpr std::size_t most_paths = 1000;
constexpr unsigned longest_timeout = 86400;  // a day; a whole job ends after 20 hours

std::vector<std::string> read_paths(const Element& files) {
    files.allow_only({}, {"path"});
    std::vector<std::string> paths;
    for (const auto& element : files.children("path")) {
        element.allow_only({}, {}, Content::text);
        if (paths.size() == most_paths) element.fail(fmt::format("more than {} paths; name the directory that holds them", most_paths));
        auto path = element.content();
        if (const auto why = xml::wrong_path(path)) element.fail(*why);
        for (const auto& other : paths)
            if (xml::lies_in(path, other) || xml::lies_in(other, path))
                element.fail(fmt::format("path `{}` and path `{}` overlap; name the outer one only", xml::shown(path), xml::shown(other)));
        paths.push_back(std::move(path));
    }
    if (paths.empty()) files.fail("<files> has no <path>; add at least one");
    return paths;
}

std::vector<std::string> read_program(const Element& program) {
    program.allow_only({"program"}, {"argument"});
    std::vector<std::string> argv{program.text("program")};
    if (const auto why = xml::wrong_path(argv.front())) program.fail("attribute `program`: " + *why);
    for (const auto& element : program.children("argument")) {
        element.allow_only({}, {}, Content::text);
        argv.push_back(element.content());
    }
    return argv;
}

void read_script(const Element& script, model::ComponentDefinition& definition) {
    script.allow_only({"timeout"}, {"backup", "restore", "estimate"});
    definition.component.kind = model::ComponentKind::script;
    if (script.has("timeout")) definition.timeout_seconds = static_cast<unsigned>(script.number("timeout", 0, longest_timeout));
    definition.backup_program = read_program(script.required_child("backup"));
    definition.restore_program = read_program(script.required_child("restore"));
    if (const auto estimate = script.child("estimate")) definition.estimate_program = read_program(*estimate);
}

}  // namespace

model::ComponentDefinition parse_component(std::string_view text, const std::string& file_name) {
    const xml::Document document(text, file_name);
    const auto root = document.root("component");
    root.allow_only({"feature", "name", "mandatory", "description"}, {"files", "script"});

    model::ComponentDefinition definition;
    definition.source = file_name;
    auto& component = definition.component;
    component.key = {root.named("feature", model::wrong_feature_name), root.named("name", model::wrong_component_name)};
    component.mandatory = root.flag("mandatory", false);
    component.description = root.optional_text("description");

    const auto files = root.child("files");
    const auto script = root.child("script");
    if (files.has_value() == script.has_value()) root.fail("<component> needs either <files> or <script>, and not both");
    if (files) definition.paths = read_paths(*files);
    if (script) read_script(*script, definition);
    return definition;
}

}  // namespace drs::storage
