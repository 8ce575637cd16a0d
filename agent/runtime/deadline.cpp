// SPDX-License-Identifier: Apache-2.0
#include "runtime/deadline.hpp"

#include <boost/asio/steady_timer.hpp>

namespace drs::runtime {

struct Deadline::State : std::enable_shared_from_this<Deadline::State> {
    State(const Executor& executor, std::chrono::milliseconds l, std::function<void()> f)
        : timer(executor), limit(l), due(Steady::now() + l), on_expiry(std::move(f)) {}

    using Steady = std::chrono::steady_clock;
    boost::asio::steady_timer timer;
    std::chrono::milliseconds limit;
    Steady::time_point due;  // moved by extend() alone: the timer notices when it fires, so extending is cheap
    std::function<void()> on_expiry;
    bool expired = false;
    bool over = false;

    void arm() {
        timer.expires_at(due);
        timer.async_wait([self = shared_from_this()](boost::system::error_code error) {
            if (error || self->over) return;
            if (Steady::now() < self->due) return self->arm();
            self->expired = true;
            self->on_expiry();
        });
    }
};

Deadline::Deadline(const Executor& executor, std::chrono::milliseconds limit, std::function<void()> on_expiry)
    : state_(std::make_shared<State>(executor, limit, std::move(on_expiry))) {
    state_->arm();
}

Deadline::~Deadline() {
    state_->over = true;
    state_->on_expiry = nullptr;
    state_->timer.cancel();
}

bool Deadline::expired() const { return state_->expired; }
void Deadline::extend() { state_->due = State::Steady::now() + state_->limit; }

}  // namespace drs::runtime
