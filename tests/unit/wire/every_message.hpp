// SPDX-License-Identifier: Apache-2.0
// One message of every kind with random contents; the same ones for the same seed.
#pragma once

#include <random>

#include "wire/message.hpp"

namespace drs::test {

class RandomMessages {
public:
    explicit RandomMessages(unsigned seed) : random_(seed) {}

    std::vector<wire::Message> one_of_each() {
        using namespace wire;
        std::vector<Message> all;
        all.push_back(Hello{protocol_version, text(), {text(), text(), text(), text()}, text(), {}});
        all.push_back(Welcome{number<std::uint32_t>(), text(), number<std::uint32_t>()});
        all.push_back(Refused{text()});
        all.push_back(Registration{components(), texts()});
        all.push_back(BackupComponent{number<StreamId>(), number<model::JobId>(), text(), key(), texts(), number<std::int32_t>(), number<std::uint32_t>(),
                                      number<std::uint32_t>(), below(2) == 1});
        all.push_back(RestoreComponent{number<StreamId>(), number<model::JobId>(), text(), key(), static_cast<model::Payload>(1 + below(2)), bytes(),
                                       number<std::uint32_t>()});
        all.push_back(Commit{number<StreamId>()});
        all.push_back(Cancel{number<StreamId>(), text()});
        all.push_back(Data{number<StreamId>(), bytes()});
        all.push_back(End{number<StreamId>()});
        all.push_back(Credit{number<StreamId>(), number<std::uint64_t>()});
        all.push_back(Ping{});
        all.push_back(Pong{});
        all.push_back(Progress{number<StreamId>(), number<std::uint64_t>(), number<std::uint64_t>()});
        all.push_back(Ready{number<StreamId>()});
        all.push_back(Finished{number<StreamId>(), static_cast<model::Result>(1 + below(7)), text(), number<std::uint64_t>(), number<std::uint64_t>(), text(),
                               texts(), text()});
        all.push_back(AlarmReport{number<std::uint64_t>(), bytes()});
        all.push_back(AlarmTaken{number<std::uint64_t>()});
        all.push_back(ForgetLogs{texts()});
        all.push_back(TraceLevels{{{text(), text()}, {text(), text()}}});
        return all;
    }

private:
    std::size_t below(std::size_t bound) { return random_() % bound; }
    template <class Number>
    Number number() {
        return static_cast<Number>(random_() >> below(64));  // small ones as well as large ones
    }
    std::string text() {
        std::string made(below(40), '\0');
        for (auto& character : made) character = static_cast<char>(random_());
        return made;
    }
    std::vector<std::string> texts() {
        std::vector<std::string> made(below(5));
        for (auto& each : made) each = text();
        return made;
    }
    std::vector<std::byte> bytes() {
        std::vector<std::byte> made(below(300));
        for (auto& each : made) each = static_cast<std::byte>(random_());
        return made;
    }
    model::ComponentKey key() { return {text(), text()}; }
    std::vector<model::Component> components() {
        std::vector<model::Component> made(below(5));
        for (auto& each : made) each = {key(), static_cast<model::ComponentKind>(1 + below(2)), below(2) == 1, text()};
        return made;
    }
    std::mt19937_64 random_;
};

}  // namespace drs::test
