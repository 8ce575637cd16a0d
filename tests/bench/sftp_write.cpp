// SPDX-License-Identifier: Apache-2.0
// How fast one file goes to a real sshd on loopback and back, beside OpenSSH's own sftp with the same file, in turns.
// sftp-write [MiB] [rounds]
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <random>

#include "tests/contract/device_place.hpp"

using namespace drs;
using namespace drs::test;

namespace {

using Clock = std::chrono::steady_clock;

struct Rates {
    std::vector<double> ours_write, theirs_write, ours_read, theirs_read;
};

double rate(double mebibytes, Clock::time_point since) { return mebibytes / std::chrono::duration<double>(Clock::now() - since).count(); }

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

std::string incompressible(std::size_t count) {
    std::mt19937_64 random;
    std::string bytes(count, '\0');
    for (std::size_t at = 0; at + 8 <= count; at += 8) {
        const auto word = random();
        std::memcpy(bytes.data() + at, &word, 8);
    }
    return bytes;
}

/// In pieces of 128 KiB, as they come from the encryption.
runtime::Awaitable<void> write_all(storage::BackupDevice& device, const std::string& bytes) {
    auto writer = co_await device.create("ours");
    const auto all = as_bytes_of(bytes);
    constexpr std::size_t piece = 128 * 1024;
    for (std::size_t at = 0; at < all.size(); at += piece) co_await writer->write(all.subspan(at, std::min(piece, all.size() - at)));
    co_await writer->commit();
}

runtime::Awaitable<void> read_all(storage::BackupDevice& device, std::uint64_t& count) {
    auto reader = co_await device.open("ours");
    for (;;) {
        const auto block = co_await reader->read();
        if (block.empty()) co_return;
        count += block.size();
    }
}

class Bench {
public:
    Bench(std::size_t mebibytes, const std::filesystem::path& memory) : home_(memory), bytes_(incompressible(mebibytes << 20)), size_(static_cast<double>(mebibytes)) {
        definition_ = server_.device();
        definition_.path = home_.path();
        std::ofstream(home_.path() / "source", std::ios::binary) << bytes_;
    }

    void round(Rates& rates) {
        ours(rates);
        rates.theirs_write.push_back(theirs(fmt::format("put {0}/source {0}/theirs", home_.path().string())));
        rates.theirs_read.push_back(theirs(fmt::format("get {0}/theirs {0}/back", home_.path().string())));
        for (const auto* name : {"ours", "theirs", "back"}) std::filesystem::remove(home_.path() / name);
    }

private:
    void ours(Rates& rates) {
        IoThread io;
        TestedDevice device(io, definition_, std::chrono::seconds(30));
        auto since = Clock::now();
        device.wait(write_all(*device.operator->(), bytes_));
        rates.ours_write.push_back(rate(size_, since));
        std::uint64_t count = 0;
        since = Clock::now();
        device.wait(read_all(*device.operator->(), count));
        rates.ours_read.push_back(rate(size_, since));
        if (count != bytes_.size()) throw std::runtime_error("what came back is not what was written");
    }

    /// Login included, as in ours.
    double theirs(const std::string& command) {
        const auto batch = home_.path() / "batch";
        std::ofstream(batch) << command << '\n';
        const auto since = Clock::now();
        run_command({"/usr/bin/sftp", "-q", "-F", "none", "-P", std::to_string(definition_.port), "-i", definition_.key_file, "-c", "aes256-gcm@openssh.com",
                     "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-b", batch.string(), definition_.user + "@127.0.0.1"},
                    home_.path());
        return rate(size_, since);
    }

    Sshd server_;
    TemporaryDirectory home_;
    model::Device definition_;
    std::string bytes_;
    double size_;
};

}  // namespace

int main(int argc, char** argv) {
    const std::size_t mebibytes = argc > 1 ? std::stoul(argv[1]) : 256;
    const int rounds = argc > 2 ? std::stoi(argv[2]) : 5;
    Rates rates;
    Bench bench(mebibytes, "/dev/shm");
    for (int i = 0; i < rounds; ++i) bench.round(rates);
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    fmt::print("{} MiB over loopback, medians of {} rounds, MiB/s\n", mebibytes, rounds);
    fmt::print("{:<16}{:>8}{:>8}\n", "", "write", "read");
    fmt::print("{:<16}{:>8.0f}{:>8.0f}\n", "OpenDRS", median(rates.ours_write), median(rates.ours_read));
    fmt::print("{:<16}{:>8.0f}{:>8.0f}\n", "OpenSSH sftp", median(rates.theirs_write), median(rates.theirs_read));
    fmt::print("peak memory of OpenDRS beside the file itself: {} MiB\n", used.ru_maxrss / 1024 - static_cast<long>(mebibytes));
}
