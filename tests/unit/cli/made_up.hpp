// SPDX-License-Identifier: Apache-2.0
// A made-up appliance for the listings, a console that remembers, and a Master that answers from a list.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>
#include <time.h>

#include <cstdlib>
#include <deque>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "cli/session.hpp"

namespace drs::cli::test {

/// 2025-12-12 13:45:19 in California and `seconds` later.
inline model::TimePoint moment(long seconds = 0) { return model::TimePoint(std::chrono::seconds(1765575919 + seconds)); }

struct California {
    California() {
        ::setenv("TZ", "America/Los_Angeles", 1);
        ::tzset();
    }
    ~California() {
        ::unsetenv("TZ");
        ::tzset();
    }
};

inline model::ComponentProgress component(const std::string& feature, const std::string& name, model::Result result, long seconds = -1) {
    model::ComponentProgress made;
    made.node = "pub";
    made.key = {feature, name};
    made.result = result;
    if (seconds >= 0) made.finished = moment(seconds);
    made.bytes_stored = 1536;
    made.log_file = "platform/drf/log/2025-12-12-13-44-12_b_pub_" + feature + "_" + name + ".log";
    return made;
}

inline model::Job finished_backup() {
    model::Job job;
    job.id = 12;
    job.set = model::SetId::parse("2025-12-12-13-44-12");
    job.device = "sftpdevice";
    job.device_kind = model::DeviceKind::network;
    job.location = "10.0.0.5 : /backup";
    job.started = moment(-67);
    job.ended = moment();
    job.result = model::Result::success;
    job.product_version = "15.0.1.12900-234";
    job.features = {"UCM"};
    job.components = {component("UCM", "CCMDB", model::Result::success, -30 + 30), component("UCM", "TFTP", model::Result::success, 0)};
    return job;
}

inline model::Job running_backup() {
    auto job = finished_backup();
    job.ended.reset();
    job.result = model::Result::active;
    job.features = {"UCM", "CDR_CAR"};
    job.components[1] = component("UCM", "TFTP", model::Result::active);
    job.components[1].bytes_before = 50, job.components[1].bytes_expected = 100;
    job.components.push_back(component("CDR_CAR", "CAR", model::Result::pending));
    job.components.back().log_file.clear();
    return job;
}

inline model::Job failed_backup() {
    auto job = running_backup();
    job.ended = moment(5);
    job.result = model::Result::error;
    job.reason = "the server 10.0.0.5 closed the connection";
    job.failed_features = {"UCM", "CDR_CAR"};
    job.components[1].result = model::Result::error;
    job.components[1].finished = moment(4);
    job.components[1].reason = "tftp.sh ended with 3:\n\x1b[31mno space";
    return job;
}

inline control::Snapshot appliance() {
    control::Snapshot made;
    made.nodes = {model::Node{.index = 1, .name = "pub"}, model::Node{.index = 2, .name = "sub"}};
    made.last_backup = finished_backup();
    made.last_restore = finished_backup();
    made.last_restore->kind = model::JobKind::restore;
    made.last_restore->id = 13;
    auto second = failed_backup();
    second.trigger = model::Trigger::scheduled;
    made.backups = {{1, finished_backup()}, {2, second}};
    made.devices.resize(2);
    made.devices[0] = {.index = 1, .name = "sftpdevice", .kind = model::DeviceKind::network, .location = "10.0.0.5 : /backup"};
    made.devices[1] = {.index = 2, .name = "tapedevice", .kind = model::DeviceKind::tape, .location = "/dev/nst0"};
    made.components.resize(3);
    made.components[0] = {.feature = "UCM", .node = "pub", .component = "CCMDB", .kind = model::ComponentKind::script, .mandatory = true,
                          .last_result = model::Result::success, .last_time = moment()};
    made.components[1] = {.feature = "CONNECTION_MESSAGES", .node = "pub", .component = "MESSAGES"};
    made.components[2] = {.feature = "UCM", .node = "other", .component = "TFTP"};
    return made;
}

inline std::vector<model::SetSummary> sets() {
    return {{*model::SetId::parse("2025-12-12-13-44-12"), "pub", "15.0.1.12900-234", {"UCM", "CUC"}, 123456789},
            {*model::SetId::parse("2025-12-11-02-00-00"), "pub", "15.0.1.12900-234", {"UCM"}, 512}};
}

class FakeConsole : public Console {
public:
    void write(std::string_view text) override { shown += text; }
    void complain(std::string_view sentence) override { complaints += std::string(sentence) + "\n"; }
    bool shows_to_a_person() const override { return person; }
    std::optional<std::string> read_line() override { return typed; }
    model::Secret ask_password(std::string_view prompt) override {
        prompts += prompt;
        return model::Secret("geheim");
    }
    model::Secret read_password(int descriptor) override { return model::Secret("from " + std::to_string(descriptor)); }

    std::string shown, complaints, prompts;
    std::optional<std::string> typed;
    bool person = false;
};

/// A session whose Master gives `answers` in order, the last one again and again.
struct FakeSession {
    FakeConsole console;
    std::deque<control::Answer> answers;
    std::vector<control::Request> requests;
    int pauses = 0;
    Session session{[this](const control::Request& request) {
                        requests.push_back(control::decode_request(control::encode(request)));
                        control::Answer answer = answers.at(0);
                        if (answers.size() > 1) answers.pop_front();
                        if (auto* refusal = std::get_if<control::Refusal>(&answer)) throw *refusal;
                        return answer;
                    },
                    console, false, [this] { ++pauses; }};

    void master_is(control::Snapshot snapshot) { answers.emplace_back(std::make_shared<const control::Snapshot>(std::move(snapshot))); }
};

/// The text of tests/unit/cli/golden/`name`; DRS_WRITE_GOLDEN=1 writes `text` there instead.
inline void expect_golden(const std::string& name, const std::string& text) {
    const auto path = std::string(DRS_GOLDEN) + "/" + name;
    if (std::getenv("DRS_WRITE_GOLDEN") != nullptr) std::ofstream(path) << text;
    std::ifstream file(path);
    std::stringstream golden;
    golden << file.rdbuf();
    EXPECT_EQ(text, golden.str()) << path;
}

}  // namespace drs::cli::test
