// SPDX-License-Identifier: Apache-2.0
// What an earlier process has left: the memory of all that it told, and what was still to be told when it was killed.
#pragma once

#include <vector>

#include "alarms/checkpoint.hpp"
#include "alarms/spool.hpp"

namespace drs::alarms {

/// The checkpoint, and the records after it. A raise with its umbrella, and an event with the alarms that it ends, are records of their own: a process that is
/// killed between them has told a part. A checkpoint is never written between them, so the rest is found here, in the order in which it is to be told.
struct Recollection {
    Recollection(const Spool& spool, Checkpoint& checkpoint);

    Memory memory{};
    struct End {
        Key key;
        AlarmId event;
        model::JobId job;
    };
    std::vector<End> unfinished_ends{};  // an event that ends them was told, their end was not

private:
    void note(const Record& record, std::map<Key, End>& endings);
};

}  // namespace drs::alarms
