// SPDX-License-Identifier: Apache-2.0
#include "control/desk.hpp"

#include <boost/asio/post.hpp>
#include <condition_variable>
#include <memory>
#include <mutex>

namespace drs::control {
namespace {

/// Outlives a caller that has given up.
struct Visit {
    std::mutex mutex{};
    std::condition_variable changed{};
    enum class State { waiting, abandoned, running, done } state = State::waiting;
    std::exception_ptr failure{};

    bool begin() {
        const std::lock_guard guard(mutex);
        if (state == State::abandoned) return false;
        state = State::running;
        return true;
    }
    void end(std::exception_ptr thrown) {
        const std::lock_guard guard(mutex);
        failure = std::move(thrown);
        state = State::done;
        changed.notify_all();
    }
};

}  // namespace

bool Desk::call(Work work, std::chrono::milliseconds limit) {
    const auto visit = std::make_shared<Visit>();
    boost::asio::post(executor_, [visit, work = std::move(work), &editor = editor_] {
        if (!visit->begin()) return;
        std::exception_ptr thrown;
        try {
            work(editor);
        } catch (...) {  // belongs to the caller
            thrown = std::current_exception();
        }
        visit->end(std::move(thrown));
    });
    std::unique_lock guard(visit->mutex);
    if (!visit->changed.wait_for(guard, limit, [&] { return visit->state == Visit::State::done; }) && visit->state == Visit::State::waiting) {
        visit->state = Visit::State::abandoned;
        return false;
    }
    visit->changed.wait(guard, [&] { return visit->state == Visit::State::done; });
    if (visit->failure) std::rethrow_exception(visit->failure);
    return true;
}

void Desk::finish(Work work, std::chrono::milliseconds limit) {
    const auto visit = std::make_shared<Visit>();
    boost::asio::post(executor_, [visit, work = std::move(work), &editor = editor_] {
        work(editor);
        visit->end(nullptr);
    });
    std::unique_lock guard(visit->mutex);
    visit->changed.wait_for(guard, limit, [&] { return visit->state == Visit::State::done; });
}

}  // namespace drs::control
