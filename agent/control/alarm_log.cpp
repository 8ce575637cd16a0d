// SPDX-License-Identifier: Apache-2.0
#include "control/alarm_log.hpp"

namespace drs::control {

void AlarmLog::append(AlarmLogRow row) {
    constexpr auto block_rows = AlarmLogView::block_rows;
    auto& [blocks, first, size, last] = view_;
    const auto place = first + size;
    if (place == blocks.size() * block_rows) blocks.push_back(std::make_shared<AlarmLogView::Block>());
    last = std::max(last, row.sequence);
    (*blocks.back())[place % block_rows] = std::move(row);
    ++size;
    if (size <= most_) return;
    --size;
    if (++first < block_rows) return;
    blocks.erase(blocks.begin());
    first = 0;
}

}  // namespace drs::control
