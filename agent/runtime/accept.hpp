// SPDX-License-Identifier: Apache-2.0
// Accepts for as long as the listener is open: a connection that failed, or a moment without descriptors, ends nothing.
#pragma once

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>

#include "runtime/awaitable.hpp"

namespace drs::runtime {

/// Throws boost::system::system_error(operation_aborted) when the acceptor is closed or the wait canceled, and for nothing else.
template <class Acceptor>
Awaitable<typename Acceptor::protocol_type::socket> accept_one(Acceptor& acceptor) {
    using Socket = typename Acceptor::protocol_type::socket;
    for (;;) {
        boost::system::error_code error;
        Socket socket = co_await acceptor.async_accept(boost::asio::redirect_error(boost::asio::use_awaitable, error));
        if (!error) co_return socket;
        if (error == boost::asio::error::operation_aborted || !acceptor.is_open())
            throw boost::system::system_error(boost::asio::error::operation_aborted);
        boost::asio::steady_timer pause(acceptor.get_executor(), std::chrono::milliseconds(200));
        co_await pause.async_wait(boost::asio::use_awaitable);
    }
}

}  // namespace drs::runtime
