// SPDX-License-Identifier: Apache-2.0
// The character set that libarchive takes names to be in, for the calling thread alone.
#pragma once

#include <locale.h>

namespace drs::storage {

class ThreadLocale {
public:
    explicit ThreadLocale(const char* name) : locale_(newlocale(LC_CTYPE_MASK, name, nullptr)) {
        if (locale_) before_ = uselocale(locale_);
    }
    ~ThreadLocale() {
        if (!locale_) return;
        uselocale(before_);
        freelocale(locale_);
    }
    ThreadLocale(const ThreadLocale&) = delete;
    ThreadLocale& operator=(const ThreadLocale&) = delete;

private:
    locale_t locale_;
    locale_t before_ = nullptr;
};

}  // namespace drs::storage
