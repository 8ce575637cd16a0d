// SPDX-License-Identifier: Apache-2.0
// The coroutine type of the daemons: it runs on the one io thread that owns the state.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

namespace drs::runtime {

template <class T = void>
using Awaitable = boost::asio::awaitable<T>;
using Executor = boost::asio::any_io_executor;

}  // namespace drs::runtime
