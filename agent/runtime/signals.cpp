// SPDX-License-Identifier: Apache-2.0
#include "runtime/signals.hpp"

#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>

namespace drs::runtime {

struct Signals::State {
    explicit State(const Executor& executor) : set(executor, SIGTERM, SIGINT, SIGHUP) {}
    boost::asio::signal_set set;
};

Signals::Signals(const Executor& executor) : state_(std::make_unique<State>(executor)) { std::signal(SIGPIPE, SIG_IGN); }
Signals::~Signals() = default;

Awaitable<Signal> Signals::next() {
    const int number = co_await state_->set.async_wait(boost::asio::use_awaitable);
    co_return number == SIGHUP ? Signal::reload : Signal::stop;
}

}  // namespace drs::runtime
