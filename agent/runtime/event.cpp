// SPDX-License-Identifier: Apache-2.0
#include "runtime/event.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <list>

namespace drs::runtime {

struct Event::State {
    Executor executor;
    std::uint64_t generation = 0;
    std::list<boost::asio::steady_timer*> waiters;
};

Event::Event(const Executor& executor) : state_(std::make_shared<State>()) { state_->executor = executor; }
Event::~Event() { notify_all(); }

void Event::notify_all() {
    ++state_->generation;
    for (auto* timer : state_->waiters) timer->cancel();
}

Awaitable<void> Event::wait() {
    // The longest a timer can wait without overflow.
    for (;;) {
        const bool notified = co_await wait_for(std::chrono::hours(24 * 365));
        if (notified) co_return;
    }
}

Awaitable<bool> Event::wait_for(std::chrono::milliseconds limit) {
    const auto state = state_;
    const auto before = state->generation;
    boost::asio::steady_timer timer(state->executor, limit);
    const auto place = state->waiters.insert(state->waiters.end(), &timer);
    struct Leave {
        State& state;
        std::list<boost::asio::steady_timer*>::iterator place;
        ~Leave() { state.waiters.erase(place); }
    } leave{*state, place};
    boost::system::error_code error;
    co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, error));
    if (state->generation != before) co_return true;
    if (error) throw boost::system::system_error(error);
    co_return false;
}

}  // namespace drs::runtime
