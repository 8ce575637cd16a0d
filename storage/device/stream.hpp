// SPDX-License-Identifier: Apache-2.0
// One file on its way between the io thread and the thread of its device, with a bounded number of bytes in between.
#pragma once

#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "runtime/event.hpp"
#include "storage/device/backup_device.hpp"
#include "storage/device/interrupt.hpp"

namespace drs::storage {

/// What travels: OpenSSH takes 256 KiB for a message, header included, so this is the most that one write can carry.
inline constexpr std::size_t stream_block = 255 * 1024;
/// Blocks between the threads. With the 16 requests that the SFTP side keeps in flight this stays below 8 MiB.
inline constexpr std::size_t stream_blocks = 8;

/// Bytes with room in front, where a protocol puts its header so that both go out in one piece.
class OutBlock {
public:
    static constexpr std::size_t headroom = 320;
    OutBlock() : bytes_(new std::byte[headroom + stream_block]) {}
    std::size_t append(std::span<const std::byte> bytes);  // as many as fit
    bool full() const { return size_ == stream_block; }
    bool empty() const { return size_ == 0; }
    /// The bytes; in front of `data().data()` lie `headroom` more that may be overwritten.
    std::span<std::byte> data() { return {bytes_.get() + headroom, size_}; }

private:
    std::unique_ptr<std::byte[]> bytes_;
    std::size_t size_ = 0;
};

/// What both directions have: a beginning and an end on the device's thread that the io thread hears of.
class Stream : public std::enable_shared_from_this<Stream> {
public:
    Stream(runtime::Executor home, std::shared_ptr<Interrupt> interrupt);
    virtual ~Stream() = default;

    // On the io thread:
    /// Returns when the device has opened the file; throws what kept it from that.
    Awaitable<void> opened();
    /// Nobody wants the rest.
    void abandon() noexcept;

    // On the device's thread:
    /// Runs `work`, then tells the io thread that it ended, and by what exception if any.
    void run(const std::function<void()>& work) noexcept;
    void report_opened();
    bool abandoned() const;

protected:
    void tell_io_thread();
    void throw_failure() const;
    mutable std::mutex mutex_;
    bool opened_ = false, ended_ = false, abandoned_ = false;
    std::exception_ptr failure_;
    runtime::Event changed_;
    std::shared_ptr<Interrupt> interrupt_;

private:
    runtime::Executor home_;
};

class Upload final : public Stream {
public:
    using Stream::Stream;
    // On the io thread:
    Awaitable<void> put(OutBlock block);
    /// No more comes; returns when the file has its name.
    Awaitable<void> commit();
    // On the device's thread:
    std::optional<OutBlock> take();
    /// `take` will give nothing any more and the file is wanted.
    bool complete() const;

private:
    std::deque<OutBlock> blocks_;
    bool complete_ = false;
};

class Download final : public Stream {
public:
    using Stream::Stream;
    // On the io thread: empty at the end.
    Awaitable<std::vector<std::byte>> take();
    // On the device's thread:
    bool has_room() const;
    void put(std::vector<std::byte> block);

private:
    std::deque<std::vector<std::byte>> blocks_;
};

std::unique_ptr<FileWriter> writer_to(std::shared_ptr<Upload> upload);
std::unique_ptr<FileReader> reader_from(std::shared_ptr<Download> download);

}  // namespace drs::storage
