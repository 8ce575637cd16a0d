// SPDX-License-Identifier: Apache-2.0
#include "storage/device/stream.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cstring>
#include <utility>

namespace drs::storage {
namespace {

/// The waits below look at the state again after it; what ends them is the device's thread, which has deadlines of its own.
constexpr std::chrono::milliseconds a_while = std::chrono::hours(1);

}  // namespace

std::size_t OutBlock::append(std::span<const std::byte> bytes) {
    const auto count = std::min(bytes.size(), stream_block - size_);
    std::memcpy(bytes_.get() + headroom + size_, bytes.data(), count);
    size_ += count;
    return count;
}

Stream::Stream(runtime::Executor home, std::shared_ptr<Interrupt> interrupt)
    : changed_(home), interrupt_(std::move(interrupt)), home_(std::move(home)) {}

void Stream::tell_io_thread() {
    boost::asio::post(home_, [self = shared_from_this()] { self->changed_.notify_all(); });
}

void Stream::throw_failure() const {
    if (failure_) std::rethrow_exception(failure_);
}

Awaitable<void> Stream::opened() {
    for (;;) {
        {
            const std::lock_guard lock(mutex_);
            throw_failure();
            if (opened_ || ended_) co_return;
        }
        co_await changed_.wait_for(a_while);
    }
}

void Stream::abandon() noexcept {
    {
        const std::lock_guard lock(mutex_);
        abandoned_ = true;
    }
    interrupt_->wake();
}

void Stream::run(const std::function<void()>& work) noexcept {
    std::exception_ptr failure;
    try {
        work();
    } catch (...) {
        failure = std::current_exception();
    }
    {
        const std::lock_guard lock(mutex_);
        failure_ = failure;
        ended_ = true;
    }
    tell_io_thread();
}

void Stream::report_opened() {
    {
        const std::lock_guard lock(mutex_);
        opened_ = true;
    }
    tell_io_thread();
}

bool Stream::abandoned() const {
    const std::lock_guard lock(mutex_);
    return abandoned_;
}

Awaitable<void> Upload::put(OutBlock block) {
    for (;;) {
        {
            const std::lock_guard lock(mutex_);
            throw_failure();
            if (blocks_.size() < stream_blocks) {
                blocks_.push_back(std::move(block));
                break;
            }
        }
        co_await changed_.wait_for(a_while);
    }
    interrupt_->wake();
}

Awaitable<void> Upload::commit() {
    {
        const std::lock_guard lock(mutex_);
        complete_ = true;
    }
    interrupt_->wake();
    for (;;) {
        {
            const std::lock_guard lock(mutex_);
            throw_failure();
            if (ended_) co_return;
        }
        co_await changed_.wait_for(a_while);
    }
}

std::optional<OutBlock> Upload::take() {
    const std::lock_guard lock(mutex_);
    if (blocks_.empty()) return std::nullopt;
    // The io thread only waits when the queue is full.
    if (blocks_.size() == stream_blocks) tell_io_thread();
    std::optional<OutBlock> block(std::move(blocks_.front()));
    blocks_.pop_front();
    return block;
}

bool Upload::complete() const {
    const std::lock_guard lock(mutex_);
    return complete_ && blocks_.empty();
}

Awaitable<std::vector<std::byte>> Download::take() {
    std::vector<std::byte> block;
    for (;;) {
        {
            const std::lock_guard lock(mutex_);
            if (!blocks_.empty()) {
                block = std::move(blocks_.front());
                blocks_.pop_front();
                break;
            }
            throw_failure();
            if (ended_) co_return block;
        }
        co_await changed_.wait_for(a_while);
    }
    interrupt_->wake();
    co_return block;
}

bool Download::has_room() const {
    const std::lock_guard lock(mutex_);
    return blocks_.size() < stream_blocks;
}

void Download::put(std::vector<std::byte> block) {
    {
        const std::lock_guard lock(mutex_);
        blocks_.push_back(std::move(block));
    }
    tell_io_thread();
}

namespace {

class StreamWriter final : public FileWriter {
public:
    explicit StreamWriter(std::shared_ptr<Upload> upload) : upload_(std::move(upload)) {}
    ~StreamWriter() override { upload_->abandon(); }

    Awaitable<void> write(std::span<const std::byte> bytes) override {
        while (!bytes.empty()) {
            bytes = bytes.subspan(block_.append(bytes));
            if (!block_.full()) break;
            OutBlock full = std::exchange(block_, OutBlock());
            co_await upload_->put(std::move(full));
        }
    }

    Awaitable<void> commit() override {
        OutBlock last = std::exchange(block_, OutBlock());
        if (!last.empty()) co_await upload_->put(std::move(last));
        co_await upload_->commit();
    }

private:
    std::shared_ptr<Upload> upload_;
    OutBlock block_;
};

class StreamReader final : public FileReader {
public:
    explicit StreamReader(std::shared_ptr<Download> download) : download_(std::move(download)) {}
    ~StreamReader() override { download_->abandon(); }
    Awaitable<std::vector<std::byte>> read() override { return download_->take(); }

private:
    std::shared_ptr<Download> download_;
};

}  // namespace

std::unique_ptr<FileWriter> writer_to(std::shared_ptr<Upload> upload) { return std::make_unique<StreamWriter>(std::move(upload)); }
std::unique_ptr<FileReader> reader_from(std::shared_ptr<Download> download) {
    return std::make_unique<StreamReader>(std::move(download));
}

}  // namespace drs::storage
