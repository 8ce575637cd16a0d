// SPDX-License-Identifier: Apache-2.0
// Whatever values a file is written with, it reads back equal; fixed seeds.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <set>

#include "refusal.hpp"

namespace drs::storage {
namespace {

constexpr int rounds = 300;

class Random {
public:
    explicit Random(unsigned seed) : engine_(seed) {}

    std::uint64_t number(std::uint64_t least, std::uint64_t most) {
        return std::uniform_int_distribution<std::uint64_t>(least, most)(engine_);
    }
    bool coin() { return number(0, 1) == 1; }
    std::string of(std::string_view alphabet, std::size_t least, std::size_t most) {
        std::string text(number(least, most), ' ');
        for (auto& c : text) c = alphabet[number(0, alphabet.size() - 1)];
        return text;
    }
    /// Text with everything that has to be escaped, and beyond ASCII.
    std::string text(std::size_t least = 0) {
        static constexpr std::array<std::string_view, 16> pieces{"<", ">", "&", "\"", "'", "\n", "\t", "\r", " ", "]]>", "a", "Z", "&amp;", "\xc3\xbc", "\xf0\x9f\x93\xbc", "--"};
        std::string text;
        for (auto count = number(least, 8); count > 0; --count) text += pieces[number(0, pieces.size() - 1)];
        return text;
    }
    std::string feature(std::size_t unique) { return of("ABC019", 1, 6) + fmt::format("_{}", unique); }
    std::string device_name(std::size_t unique) { return of("aZ09", 1, 5) + of("a -_", 0, 5) + fmt::format("{}", unique); }
    std::string path() { return "/" + of("ab", 1, 3) + text(1) + "x"; }
    model::TimePoint time() {
        return model::TimePoint{std::chrono::milliseconds{static_cast<std::int64_t>(number(0, 253'402'300'799'999))}};
    }

private:
    std::mt19937 engine_;
};

model::Device random_device(Random& random, std::uint32_t index) {
    model::Device device;
    device.index = index;
    device.name = random.device_name(index);
    device.kind = static_cast<model::DeviceKind>(random.number(1, 3));
    device.path = random.path();
    device.keep_sets = static_cast<unsigned>(random.number(1, 365));
    if (device.kind != model::DeviceKind::network) return device;
    device.server = random.text(1);
    device.port = static_cast<std::uint16_t>(random.number(1, 65535));
    device.user = random.text(1);
    if (random.coin()) device.password = model::Secret(random.text(1));
    if (random.coin()) device.key_file = random.text();
    if (random.coin()) device.host_key_fingerprint = "SHA256:" + random.text();
    return device;
}

void expect_same(const model::Device& a, const model::Device& b) {
    EXPECT_EQ(a.index, b.index);
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.kind, b.kind);
    EXPECT_EQ(a.path, b.path);
    EXPECT_EQ(a.keep_sets, b.keep_sets);
    EXPECT_EQ(a.server, b.server);
    EXPECT_EQ(a.port, b.port);
    EXPECT_EQ(a.user, b.user);
    EXPECT_EQ(a.password.reveal(), b.password.reveal());
    EXPECT_EQ(a.key_file, b.key_file);
    EXPECT_EQ(a.host_key_fingerprint, b.host_key_fingerprint);
}

model::Schedule random_schedule(Random& random, std::uint32_t index) {
    model::Schedule schedule;
    schedule.index = index;
    schedule.name = random.device_name(index);
    schedule.device = random.device_name(index);
    for (std::size_t i = 0; i < random.number(0, 4); ++i) schedule.features.push_back(random.feature(i));
    schedule.start = fmt::format("{:04}/{:02}/{:02}-{:02}:{:02}", random.number(2000, 2100), random.number(1, 12), random.number(1, 28),
                                 random.number(0, 23), random.number(0, 59));
    schedule.frequency = static_cast<model::Frequency>(random.number(1, 4));
    if (schedule.frequency == model::Frequency::weekly) schedule.weekdays = random.number(1, 127);
    if (random.coin()) schedule.zone = random.coin() ? "America/Argentina/Buenos_Aires" : "Etc/GMT+12";
    if (random.coin()) schedule.randomise = std::chrono::minutes{random.number(0, 720)};
    if (random.coin()) schedule.window = std::chrono::minutes{random.number(0, 10080)};
    schedule.catch_up = random.coin();
    schedule.enabled = random.coin();
    return schedule;
}

void expect_same(const model::Schedule& a, const model::Schedule& b) {
    EXPECT_EQ(a.index, b.index);
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.device, b.device);
    EXPECT_EQ(a.features, b.features);
    EXPECT_EQ(a.start, b.start);
    EXPECT_EQ(a.frequency, b.frequency);
    EXPECT_EQ(a.weekdays, b.weekdays);
    EXPECT_EQ(a.zone, b.zone);
    EXPECT_EQ(a.randomise, b.randomise);
    EXPECT_EQ(a.catch_up, b.catch_up);
    EXPECT_EQ(a.window, b.window);
    EXPECT_EQ(a.enabled, b.enabled);
}

model::SetFile random_file(Random& random, std::size_t unique) {
    return {.node = random.of("ab1", 1, 10),
            .key = {random.feature(0), random.feature(unique)},
            .kind = random.coin() ? model::ComponentKind::files : model::ComponentKind::script,
            .file_name = fmt::format("f{}{}", unique, random.of("&<>'\"_-.~", 0, 8)),
            .bytes_before = random.number(0, 1ull << 62),
            .bytes_stored = random.number(0, 1ull << 62),
            .sha256 = random.of("0123456789abcdef", 64, 64)};
}

model::SetCatalogue random_catalogue(Random& random) {
    model::SetCatalogue set{.id = model::SetId::at(random.time()), .cluster = random.text(), .host = random.of("ab1", 1, 10)};
    set.product_name = random.text();
    set.product_version = random.text();
    set.agent_version = random.text();
    set.started = random.time();
    set.completed = random.time();
    for (std::size_t i = 0; i < random.number(0, 4); ++i) set.features.push_back(random.feature(i));
    for (std::size_t i = 0; i < random.number(0, 2); ++i) set.failed_features.push_back(random.feature(i));
    for (std::size_t i = 0; i < random.number(0, 6); ++i) set.files.push_back(random_file(random, i));
    if (random.coin()) return set;
    std::set<std::string> names;
    for (const auto& file : set.files) names.insert(file.node);
    for (const auto& name : names) set.nodes.push_back({name, random.text(), {random.text(), random.text(), random.text(), random.text()}});
    return set;
}

void expect_same(const model::SetNode& a, const model::SetNode& b) {
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.address, b.address);
    EXPECT_EQ(a.product, b.product);
}

void expect_same(const model::SetFile& a, const model::SetFile& b) {
    EXPECT_EQ(a.node, b.node);
    EXPECT_EQ(a.key, b.key);
    EXPECT_EQ(a.kind, b.kind);
    EXPECT_EQ(a.file_name, b.file_name);
    EXPECT_EQ(a.bytes_before, b.bytes_before);
    EXPECT_EQ(a.bytes_stored, b.bytes_stored);
    EXPECT_EQ(a.sha256, b.sha256);
}

template <class T>
void expect_all_same(const std::vector<T>& a, const std::vector<T>& b) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) expect_same(a[i], b[i]);
}

void expect_same(const model::SetCatalogue& a, const model::SetCatalogue& b) {
    EXPECT_EQ(a.id, b.id);
    EXPECT_EQ(a.cluster, b.cluster);
    EXPECT_EQ(a.host, b.host);
    EXPECT_EQ(a.product_name, b.product_name);
    EXPECT_EQ(a.product_version, b.product_version);
    EXPECT_EQ(a.agent_version, b.agent_version);
    EXPECT_EQ(a.started, b.started);
    EXPECT_EQ(a.completed, b.completed);
    EXPECT_EQ(a.features, b.features);
    EXPECT_EQ(a.failed_features, b.failed_features);
    expect_all_same(a.nodes, b.nodes);
    expect_all_same(a.files, b.files);
}

TEST(AWrittenDeviceFile, ReadsBackEqual) {
    Random random(7);
    for (int round = 0; round < rounds; ++round) {
        DeviceFile file{static_cast<std::uint32_t>(random.number(11, 4294967295)), {}};
        for (std::uint32_t i = 1; i <= random.number(0, 10); ++i) file.devices.push_back(random_device(random, i));
        const auto text = write_devices(file, test_sealer());
        const auto back = parse_devices(text, "drfDevice.xml", test_sealer());
        EXPECT_EQ(back.next_index, file.next_index);
        expect_all_same(back.devices, file.devices);
        if (HasFailure()) FAIL() << "round " << round << "\n" << text;
    }
}

TEST(AWrittenScheduleFile, ReadsBackEqual) {
    Random random(8);
    for (int round = 0; round < rounds; ++round) {
        ScheduleFile file{static_cast<std::uint32_t>(random.number(11, 4294967295)), {}};
        for (std::uint32_t i = 1; i <= random.number(0, 10); ++i) file.schedules.push_back(random_schedule(random, i));
        const auto text = write_schedules(file);
        const auto back = parse_schedules(text, "drfSchedule.xml");
        EXPECT_EQ(back.next_index, file.next_index);
        expect_all_same(back.schedules, file.schedules);
        if (HasFailure()) FAIL() << "round " << round << "\n" << text;
    }
}

TEST(AWrittenCatalogue, ReadsBackEqual) {
    Random random(9);
    for (int round = 0; round < rounds; ++round) {
        const auto set = random_catalogue(random);
        const auto text = write_catalogue(set);
        expect_same(parse_catalogue(text, "c.xml"), set);
        if (HasFailure()) FAIL() << "round " << round << "\n" << text;
    }
}

}  // namespace
}  // namespace drs::storage
