// SPDX-License-Identifier: Apache-2.0
// Runs a coroutine of the product to its end on this thread.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>

#include "runtime/awaitable.hpp"

namespace drs::test {

class IoThread {
public:
    runtime::Executor executor() { return context_.get_executor(); }

    /// Returns what `task` returns, or throws what it throws.
    template <class T>
    T run(runtime::Awaitable<T> task) {
        std::optional<T> result;
        drive([](runtime::Awaitable<T> t, std::optional<T>& r) -> runtime::Awaitable<void> { r.emplace(co_await std::move(t)); }(std::move(task), result));
        return std::move(*result);
    }
    void run(runtime::Awaitable<void> task) { drive(std::move(task)); }

private:
    void drive(runtime::Awaitable<void> task) {
        std::exception_ptr failure;
        bool ended = false;
        boost::asio::co_spawn(context_, std::move(task), [&](std::exception_ptr e) {
            failure = e;
            ended = true;
        });
        context_.restart();
        const auto work = boost::asio::make_work_guard(context_);
        while (!ended) context_.run_one();
        if (failure) std::rethrow_exception(failure);
    }
    boost::asio::io_context context_;
};

}  // namespace drs::test
