// SPDX-License-Identifier: Apache-2.0
// The person or script at the other end: what is written to it, and what it is asked.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/secret.hpp"

namespace drs::cli {

/// Nobody reads our output any more (`drs ... | head`): leave without a word.
struct ClosedOutput {};

/// What a shell shows for a program that SIGPIPE ended.
inline constexpr int exit_closed_output = 128 + 13;

class Console {
public:
    virtual ~Console() = default;
    /// To standard output, at once. Throws ClosedOutput.
    virtual void write(std::string_view text) = 0;
    /// `drfCliMsg: <sentence>` to standard error.
    virtual void complain(std::string_view sentence) = 0;
    /// Standard output is a terminal: columns are aligned and progress is a bar.
    virtual bool shows_to_a_person() const = 0;
    /// Without its end; nothing when standard input has ended.
    virtual std::optional<std::string> read_line() = 0;
    /// Without echo. Throws Refusal(usage) when standard input is no terminal.
    virtual model::Secret ask_password(std::string_view prompt) = 0;
    /// The first line that `descriptor` gives. Throws Refusal(usage) when it gives none.
    virtual model::Secret read_password(int descriptor) = 0;
};

/// Standard input, output and error, and /dev/tty.
class ProcessConsole final : public Console {
public:
    void write(std::string_view text) override;
    void complain(std::string_view sentence) override;
    bool shows_to_a_person() const override;
    std::optional<std::string> read_line() override;
    model::Secret ask_password(std::string_view prompt) override;
    model::Secret read_password(int descriptor) override;
};

}  // namespace drs::cli
