// SPDX-License-Identifier: Apache-2.0
#include "model/job.hpp"

#include <algorithm>

namespace drs::model {

unsigned Job::percent() const {
    if (result == Result::success || result == Result::warning) return 100;
    if (components.empty()) return 0;
    double done = 0;
    for (const auto& c : components) {
        if (c.finished) {
            done += 1;
        } else if (c.bytes_expected > 0) {
            const auto so_far = kind == JobKind::backup ? c.bytes_before : c.bytes_stored;
            done += std::min(0.99, static_cast<double>(so_far) / static_cast<double>(c.bytes_expected));
        }
    }
    return std::min(99u, static_cast<unsigned>(100.0 * done / static_cast<double>(components.size())));
}

std::string title(JobId id, JobKind kind) {
    return "job " + std::to_string(id) + (kind == JobKind::backup ? ", a backup" : ", a restore");
}

}  // namespace drs::model
