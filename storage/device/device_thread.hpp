// SPDX-License-Identifier: Apache-2.0
// The thread that every blocking call of one device runs on, and the streams that occupy it from open to close.
#pragma once

#include <memory>
#include <string>

#include "runtime/task_group.hpp"
#include "runtime/worker.hpp"
#include "storage/device/interrupt.hpp"
#include "storage/device/stream.hpp"

namespace drs::storage {

/// Jobs run in the order they were given. The destructor aborts what is under way and joins; it must run before what the jobs use goes.
class DeviceThread {
public:
    DeviceThread(runtime::Executor home, const std::string& name);
    ~DeviceThread();
    DeviceThread(const DeviceThread&) = delete;
    DeviceThread& operator=(const DeviceThread&) = delete;

    template <class F>
    auto run(F work) {
        return worker_->run(std::move(work));
    }
    /// `work(upload)` writes the whole file; returns when it has reported that the file is open.
    Awaitable<std::unique_ptr<FileWriter>> write(std::function<void(Upload&)> work);
    Awaitable<std::unique_ptr<FileReader>> read(std::function<void(Download&)> work);
    Interrupt& interrupt() { return *interrupt_; }

private:
    template <class S>
    Awaitable<std::shared_ptr<S>> start(std::function<void(S&)> work);
    runtime::Executor home_;
    std::shared_ptr<Interrupt> interrupt_;
    std::shared_ptr<runtime::Worker*> alive_;  // empty once the thread is gone: a task may begin later than that
    runtime::TaskGroup tasks_;
    std::unique_ptr<runtime::Worker> worker_;
};

}  // namespace drs::storage
