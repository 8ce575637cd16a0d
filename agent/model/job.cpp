// SPDX-License-Identifier: Apache-2.0
#include "model/job.hpp"

#include <algorithm>

namespace drs::model {

double ComponentProgress::done(JobKind kind) const {
    if (finished) return 1;
    if (bytes_expected == 0) return 0;
    return std::min(0.99, static_cast<double>(bytes(kind)) / static_cast<double>(bytes_expected));
}

unsigned Job::percent() const {
    if (result == Result::success || result == Result::warning) return 100;
    if (components.empty()) return 0;
    double done = 0;
    for (const auto& c : components) done += c.done(kind);
    return std::min(99u, static_cast<unsigned>(100.0 * done / static_cast<double>(components.size())));
}

std::string title(JobId id, JobKind kind) {
    return "job " + std::to_string(id) + (kind == JobKind::backup ? ", a backup" : ", a restore");
}

}  // namespace drs::model
