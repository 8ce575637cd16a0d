// SPDX-License-Identifier: Apache-2.0
#include "storage/device/device_thread.hpp"

namespace drs::storage {
namespace {

template <class S>
Awaitable<void> occupy(std::shared_ptr<runtime::Worker*> alive, std::shared_ptr<S> stream, std::function<void(S&)> work) {
    if (*alive == nullptr) co_return;
    auto job = [&] { stream->run([&] { work(*stream); }); };
    co_await (*alive)->run(job);
}

}  // namespace

DeviceThread::DeviceThread(runtime::Executor home, const std::string& name)
    : home_(home),
      interrupt_(std::make_shared<Interrupt>()),
      alive_(std::make_shared<runtime::Worker*>()),
      // A stream keeps its own failure and hands it to whoever reads or writes.
      tasks_(home, [](const std::string&, const std::string&) {}),
      worker_(std::make_unique<runtime::Worker>(home, name)) {
    *alive_ = worker_.get();
}

DeviceThread::~DeviceThread() {
    *alive_ = nullptr;
    interrupt_->abort();
}

template <class S>
Awaitable<std::shared_ptr<S>> DeviceThread::start(std::function<void(S&)> work) {
    auto stream = std::make_shared<S>(home_, interrupt_);
    struct Guard {  // a caller that is cancelled meanwhile leaves nobody to abandon the stream
        S* stream;
        ~Guard() {
            if (stream != nullptr) stream->abandon();
        }
    } guard{stream.get()};
    tasks_.spawn("stream", occupy<S>(alive_, stream, std::move(work)));
    co_await stream->opened();
    guard.stream = nullptr;
    co_return stream;
}

Awaitable<std::unique_ptr<FileWriter>> DeviceThread::write(std::function<void(Upload&)> work) {
    auto upload = co_await start<Upload>(std::move(work));
    co_return writer_to(std::move(upload));
}

Awaitable<std::unique_ptr<FileReader>> DeviceThread::read(std::function<void(Download&)> work) {
    auto download = co_await start<Download>(std::move(work));
    co_return reader_from(std::move(download));
}

}  // namespace drs::storage
