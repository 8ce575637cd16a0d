// SPDX-License-Identifier: Apache-2.0
#include "storage/archive/error.hpp"

namespace drs::storage {
namespace {

struct Category : std::error_category {
    const char* name() const noexcept override { return "drs.archive"; }
    std::string message(int value) const override {
        switch (static_cast<ArchiveFault>(value)) {
            case ArchiveFault::source: return "source cannot be read";
            case ArchiveFault::target: return "target cannot be written";
            case ArchiveFault::damaged: return "damaged data";
            case ArchiveFault::wrong_key: return "wrong key";
            case ArchiveFault::bad_key: return "bad key";
            case ArchiveFault::unsafe: return "unsafe member";
        }
        return "unknown fault";
    }
};

}  // namespace

const std::error_category& archive_category() {
    static const Category instance;
    return instance;
}

ArchiveError::ArchiveError(ArchiveFault fault, const std::string& sentence)
    : std::system_error(static_cast<int>(fault), archive_category()), sentence_(sentence) {}

}  // namespace drs::storage
