// SPDX-License-Identifier: Apache-2.0
// A thread for calls that block: `co_await worker.run(f)` runs f there and goes on here.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>

#include "runtime/awaitable.hpp"

namespace drs::runtime {

/// Calls run one after the other, in the order they were made. What f throws comes out of the co_await.
/// The wait cannot be cancelled: f may refer to the waiter's locals; to end it early, make f's call fail.
/// The destructor runs what is queued, then joins; destroy the worker before its io context.
class Worker {
public:
    Worker(Executor home, std::string name);
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    template <class F>
    Awaitable<std::invoke_result_t<F&>> run(F work) {
        using Value = std::invoke_result_t<F&>;
        if constexpr (std::is_void_v<Value>) {
            std::function<void()> call = [&work] { work(); };
            co_await submit(call);
        } else {
            std::optional<Value> value;
            std::function<void()> call = [&] { value.emplace(work()); };
            co_await submit(call);
            co_return std::move(*value);
        }
    }

private:
    struct State;
    Awaitable<void> submit(std::function<void()>& call);
    Executor home_;
    std::unique_ptr<State> state_;
};

}  // namespace drs::runtime
