// SPDX-License-Identifier: Apache-2.0
#include "local/running_program.hpp"

namespace drs::local {

void RunningProgram::know(Program* program) {
    const std::lock_guard lock(mutex_);
    program_ = program;
    if (program_ != nullptr && stopped_) program_->kill();
}

void RunningProgram::run(Program& program, ComponentRunReport& report, const std::function<void()>& use) {
    struct Known {
        RunningProgram& self;
        Program& program;
        ComponentRunReport& report;
        ~Known() {
            self.know(nullptr);
            report.standard_error = program.complaints();
            report.code = program.exit_code();
        }
    } known{*this, program, report};
    know(&program);
    use();
}

void RunningProgram::stop() {
    stopped_ = true;
    const std::lock_guard lock(mutex_);
    if (program_ != nullptr) program_->kill();
}

}  // namespace drs::local
