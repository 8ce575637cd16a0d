// SPDX-License-Identifier: Apache-2.0
#include "runtime/worker.hpp"

#include <pthread.h>

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

namespace drs::runtime {

struct Worker::State {
    std::mutex mutex;
    std::condition_variable wake;
    std::deque<std::function<void()>> queue;
    bool stop = false;
    std::thread thread;

    void push(std::function<void()> job) {
        {
            const std::lock_guard lock(mutex);
            queue.push_back(std::move(job));
        }
        wake.notify_one();
    }

    void loop() {
        for (;;) {
            std::unique_lock lock(mutex);
            wake.wait(lock, [this] { return stop || !queue.empty(); });
            if (queue.empty()) return;
            auto job = std::move(queue.front());
            queue.pop_front();
            lock.unlock();
            job();
        }
    }
};

Worker::Worker(Executor home, std::string name) : home_(std::move(home)), state_(std::make_unique<State>()) {
    state_->thread = std::thread([state = state_.get(), name = name.substr(0, 15)] {
        pthread_setname_np(pthread_self(), name.c_str());
        state->loop();
    });
}

Worker::~Worker() {
    {
        const std::lock_guard lock(state_->mutex);
        state_->stop = true;
    }
    state_->wake.notify_one();
    state_->thread.join();
}

Awaitable<void> Worker::submit(std::function<void()>& call) {
    auto initiate = [this, &call](auto handler) {
        // Asio's handler moves only; std::function copies.
        auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        state_->push([home = home_, shared, &call] {
            std::exception_ptr failure;
            try {
                call();
            } catch (...) {
                failure = std::current_exception();
            }
            boost::asio::post(home, [shared, failure] { (*shared)(failure); });
        });
    };
    co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(std::exception_ptr)>(
        initiate, boost::asio::use_awaitable);
}

}  // namespace drs::runtime
