// SPDX-License-Identifier: Apache-2.0
#include "local/reported_program.hpp"

namespace drs::local {

void run_reported(runtime::RunningProgram& running, runtime::ChildProgram& program, ComponentRunReport& report, const std::function<void()>& use) {
    struct Reported {
        runtime::ChildProgram& program;
        ComponentRunReport& report;
        ~Reported() {
            report.standard_error = program.complaints();
            report.code = program.exit_code();
        }
    } reported{program, report};
    running.run(program, use);
}

}  // namespace drs::local
