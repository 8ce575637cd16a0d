// SPDX-License-Identifier: Apache-2.0
#include "storage/archive/swap.hpp"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include "runtime/error.hpp"
#include "storage/archive/error.hpp"

namespace drs::storage {
namespace {

bool exists(const std::string& path) {
    struct stat state {};
    return ::lstat(path.c_str(), &state) == 0;
}

/// 0 or errno.
int rename_with(const std::string& from, const std::string& to, unsigned flags) {
    return ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), flags) == 0 ? 0 : errno;
}

bool cannot_do_at_all(int error) { return error == EINVAL || error == ENOSYS || error == EOPNOTSUPP; }

int exchange_or_rename(const std::string& from, const std::string& to, bool exchange) {
    const int error = rename_with(from, to, exchange ? RENAME_EXCHANGE : RENAME_NOREPLACE);
    return !exchange && cannot_do_at_all(error) ? rename_with(from, to, 0) : error;
}

[[noreturn]] void failed(const SwapPlan& plan, int error) {
    const std::string hint = error == EBUSY || error == EXDEV ? ", because it is a mount point: register the directories in it instead" : "";
    throw ArchiveError(ArchiveFault::target,
                       "`" + plan.path + "` cannot be replaced by the restored one: " + runtime::reason_of(error) + hint + ".");
}

}  // namespace

Swap::~Swap() { take_back(); }

void Swap::perform(const SwapPlan& plan) {
    const bool old_one = exists(plan.path), new_one = exists(plan.grown);
    if (old_one && new_one) {
        const int error = exchange_or_rename(plan.grown, plan.path, true);
        if (error == 0) return done_.push_back({plan.grown, plan.path, true, plan.path});
        if (!cannot_do_at_all(error)) failed(plan, error);
    }
    if (old_one) move(plan, plan.path, plan.former, false);
    if (new_one) move(plan, plan.grown, plan.path, false);
}

void Swap::move(const SwapPlan& plan, const std::string& from, const std::string& to, bool exchange) {
    if (const int error = exchange_or_rename(from, to, exchange)) failed(plan, error);
    done_.push_back({from, to, exchange, plan.path});
}

std::vector<std::string> Swap::take_back() {
    std::vector<std::string> lost;
    for (; !done_.empty(); done_.pop_back()) {
        const Step& step = done_.back();
        if (exchange_or_rename(step.to, step.from, step.exchanged) != 0) lost.push_back(step.path);
    }
    return lost;
}

}  // namespace drs::storage
