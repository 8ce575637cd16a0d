// SPDX-License-Identifier: Apache-2.0
#include "runtime/task_group.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <list>

#include "runtime/event.hpp"

namespace drs::runtime {

struct TaskGroup::State : std::enable_shared_from_this<TaskGroup::State> {
    State(const Executor& e, OnFailure f) : executor(e), on_failure(std::move(f)), ended(e) {}
    struct Task {
        std::string name;
        boost::asio::cancellation_signal signal;
    };
    Executor executor;
    OnFailure on_failure;
    std::list<Task> tasks;
    std::list<Task> ended_tasks;  // until the coroutine that tells us so has let go of its cancellation slot
    Event ended;

    void finish(std::list<Task>::iterator task, const std::exception_ptr& failure) {
        const auto name = task->name;
        ended_tasks.splice(ended_tasks.end(), tasks, task);
        boost::asio::post(executor, [self = shared_from_this()] { self->ended_tasks.clear(); });
        try {
            if (failure) std::rethrow_exception(failure);
        } catch (const std::exception& e) {
            if (!is_cancellation(e)) on_failure(name, e.what());
        }
        ended.notify_all();
    }
};

TaskGroup::TaskGroup(const Executor& executor, OnFailure on_failure)
    : state_(std::make_shared<State>(executor, std::move(on_failure))) {}

TaskGroup::~TaskGroup() { cancel(); }

void TaskGroup::spawn(std::string name, Awaitable<void> task) {
    const auto place = state_->tasks.emplace(state_->tasks.end());
    place->name = std::move(name);
    boost::asio::co_spawn(state_->executor, std::move(task),
                          boost::asio::bind_cancellation_slot(
                              place->signal.slot(), [state = state_, place](const std::exception_ptr& failure) {
                                  state->finish(place, failure);
                              }));
}

void TaskGroup::cancel() {
    for (auto task = state_->tasks.begin(); task != state_->tasks.end();) {
        auto& current = *task++;  // a cancelled task may end, and leave the list, at once
        current.signal.emit(boost::asio::cancellation_type::terminal);
    }
}

bool TaskGroup::empty() const { return state_->tasks.empty(); }

Awaitable<bool> TaskGroup::join(std::chrono::milliseconds grace) {
    const auto state = state_;
    const auto until = std::chrono::steady_clock::now() + grace;
    while (!state->tasks.empty()) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (left.count() <= 0) co_return false;
        co_await state->ended.wait_for(left);
    }
    co_return true;
}

bool is_cancellation(const std::exception& failure) {
    const auto* error = dynamic_cast<const boost::system::system_error*>(&failure);
    return error != nullptr && error->code() == boost::asio::error::operation_aborted;
}

}  // namespace drs::runtime
