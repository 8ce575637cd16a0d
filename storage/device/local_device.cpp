// SPDX-License-Identifier: Apache-2.0
#include "storage/device/local_device.hpp"

#include "storage/device/local_directory.hpp"
#include "storage/device/scratch.hpp"

namespace drs::storage {

LocalDevice::LocalDevice(std::string directory, const DeviceOptions& options)
    : directory_(std::move(directory)), thread_(options.executor, "local device") {}

Awaitable<void> LocalDevice::validate() {
    auto work = [this] { LocalDirectory(directory_, thread_.interrupt()).probe(); };
    co_await thread_.run(work);
}

Awaitable<std::vector<FileEntry>> LocalDevice::list() {
    auto work = [this] {
        auto files = LocalDirectory(directory_, thread_.interrupt()).plain_files();
        std::erase_if(files, [](const FileEntry& file) { return is_scratch(file.name); });
        return files;
    };
    co_return co_await thread_.run(work);
}

Awaitable<std::unique_ptr<FileWriter>> LocalDevice::create(const std::string& name) {
    check_file_name(name);
    std::function<void(Upload&)> work = [this, name](Upload& upload) {
        LocalDirectory(directory_, thread_.interrupt()).send_file(upload, name);
    };
    co_return co_await thread_.write(std::move(work));
}

Awaitable<std::unique_ptr<FileReader>> LocalDevice::open(const std::string& name) {
    check_file_name(name);
    std::function<void(Download&)> work = [this, name](Download& download) {
        LocalDirectory(directory_, thread_.interrupt()).receive_file(download, name);
    };
    co_return co_await thread_.read(std::move(work));
}

Awaitable<void> LocalDevice::remove(const std::string& name) {
    check_file_name(name);
    auto work = [&] { LocalDirectory(directory_, thread_.interrupt()).remove(name); };
    co_await thread_.run(work);
}

Awaitable<void> LocalDevice::rename(const std::string& from, const std::string& to) {
    check_file_name(from);
    check_file_name(to);
    auto work = [&] { LocalDirectory(directory_, thread_.interrupt()).rename_durably(from, to); };
    co_await thread_.run(work);
}

Awaitable<unsigned> LocalDevice::sweep(Ours ours) {
    auto work = [&] {
        const LocalDirectory directory(directory_, thread_.interrupt());
        unsigned gone = 0;
        for (const auto& file : directory.plain_files())
            if (is_forsaken(file.name) && ours(file.name) && directory.remove(file.name)) ++gone;
        return gone;
    };
    co_return co_await thread_.run(work);
}

Awaitable<std::optional<std::uint64_t>> LocalDevice::free_bytes() {
    auto work = [this] {
        return std::optional<std::uint64_t>(LocalDirectory(directory_, thread_.interrupt()).free_bytes());
    };
    co_return co_await thread_.run(work);
}

}  // namespace drs::storage
