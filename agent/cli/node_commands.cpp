// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"
#include "cli/printable.hpp"
#include "cli/session.hpp"
#include "control/document.hpp"
#include "model/names.hpp"

namespace drs::cli {

int remove_node(const Call& call, Session& session) {
    const auto& name = call.arguments[0];
    const auto removed = session.answer<control::Removed>(control::RemoveNodeRequest{name});
    if (session.json) session.show_document(control::document(removed));
    else session.console.write("Node `" + printable(name) + "` removed successfully: " + printable(model::join(removed.names, ", ")) + "\n");
    return control::exit_success;
}

}  // namespace drs::cli
