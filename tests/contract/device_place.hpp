// SPDX-License-Identifier: Apache-2.0
// The places that the conformance suite of backup devices runs on: a local directory and a real SFTP server.
#pragma once

#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "storage/device/error.hpp"
#include "storage/device/open_device.hpp"
#include "tests/support/cpp/on_io_thread.hpp"
#include "tests/support/cpp/sshd.hpp"

namespace drs::test {

class DevicePlace {
public:
    virtual ~DevicePlace() = default;
    /// What an operator would have entered.
    virtual model::Device definition() const = 0;
    /// The same directory as this machine sees it.
    virtual std::filesystem::path store() const = 0;
    /// A directory that is there and takes no files, even for root; needs another definition.
    virtual model::Device unwritable() = 0;
};

class LocalPlace final : public DevicePlace {
public:
    model::Device definition() const override {
        model::Device device;
        device.name = "test";
        device.path = home_.path();
        return device;
    }
    std::filesystem::path store() const override { return home_.path(); }
    model::Device unwritable() override {
        auto device = definition();
        device.path = "/proc/self";
        return device;
    }

private:
    TemporaryDirectory home_;
};

class SftpPlace final : public DevicePlace {
public:
    model::Device definition() const override { return server_.device(); }
    std::filesystem::path store() const override { return server_.store(); }
    model::Device unwritable() override { return read_only_.emplace(Sshd::Options{"internal-sftp -R", ""}).device(); }

private:
    Sshd server_;
    std::optional<Sshd> read_only_;
};

inline std::string contents_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline std::span<const std::byte> as_bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

/// `count` bytes that differ everywhere, so that a block at the wrong place shows.
inline std::string patterned(std::size_t count) {
    std::string bytes(count, '\0');
    std::uint32_t state = 1;
    for (auto& byte : bytes) byte = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
    return bytes;
}

/// A device with the calls of a test in one line each.
class TestedDevice {
public:
    TestedDevice(IoThread& io, const model::Device& definition, std::chrono::seconds timeout = std::chrono::seconds(10))
        : io_(io), device_(storage::open_device(definition, {timeout, io.executor(), nullptr})) {}

    storage::BackupDevice* operator->() { return device_.get(); }
    template <class T>
    T wait(runtime::Awaitable<T> call) {
        return io_.run(std::move(call));
    }
    void put(const std::string& name, const std::string& bytes) {
        auto writer = wait(device_->create(name));
        wait(writer->write(as_bytes_of(bytes)));
        wait(writer->commit());
    }
    std::string fetch(const std::string& name) {
        auto reader = wait(device_->open(name));
        std::string all;
        for (;;) {
            const auto block = wait(reader->read());
            if (block.empty()) return all;
            all.append(reinterpret_cast<const char*>(block.data()), block.size());
        }
    }
    std::vector<std::string> names() {
        std::vector<std::string> found;
        for (auto& file : wait(device_->list())) found.push_back(file.name);
        return found;
    }

private:
    IoThread& io_;
    std::unique_ptr<storage::BackupDevice> device_;
};

/// What a call that must fail said; the fault of DeviceError and its sentence.
struct Failure {
    std::optional<storage::DeviceFault> fault;
    std::string sentence;
};
template <class F>
Failure failure_of(F call) {
    try {
        call();
    } catch (const storage::DeviceError& error) {
        return {error.fault(), error.what()};
    }
    return {};
}

}  // namespace drs::test
