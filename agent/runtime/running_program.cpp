// SPDX-License-Identifier: Apache-2.0
#include "runtime/running_program.hpp"

namespace drs::runtime {

void RunningProgram::know(ChildProgram* program) {
    const std::lock_guard lock(mutex_);
    program_ = program;
    if (program_ != nullptr && stopped_) program_->kill();
}

void RunningProgram::run(ChildProgram& program, const std::function<void()>& use) {
    struct Known {
        RunningProgram& self;
        ~Known() { self.know(nullptr); }
    } known{*this};
    know(&program);
    use();
}

void RunningProgram::stop() {
    stopped_ = true;
    const std::lock_guard lock(mutex_);
    if (program_ != nullptr) program_->kill();
}

}  // namespace drs::runtime
