// SPDX-License-Identifier: Apache-2.0
// Restores of sets that another product, another flavour or another host has made, end to end.
#include <gmock/gmock.h>

#include "appliance.hpp"

namespace drs::test {
namespace {

using control::Kind;
using model::Result;
using testing::HasSubstr;

class ARestore : public testing::Test, public Appliance {
protected:
    ARestore() {
        write_text(settings.paths.product_file(), R"(<product name="Sample" version="15.0.1" flavour="restricted" deployment="single-node"/>)");
        register_files("UCM", "TFTP");
        start_local();
        device();
    }
    std::filesystem::path file() const { return data() / "TFTP" / "file"; }
    std::filesystem::path catalogue(const std::string& host) const { return store() / model::catalogue_file_name(set, host); }
    void back_up() {
        const auto job = backup({"UCM"});
        ASSERT_EQ(job.result, Result::success) << job.reason;
        set = *job.set;
        write_text(file(), "newer");
    }
    /// The set as it would be with `to` for each `from` in its catalogue, signed.
    void change_set(const std::string& from, const std::string& to, const std::string& host = "node1") {
        auto text = text_in(catalogue("node1"));
        for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
        for (const auto* end : {"", ".sig"}) std::filesystem::remove(catalogue("node1").string() + end);
        const auto signature = keys->sign(text);
        write_text(catalogue(host), text);
        write_text(catalogue(host).string() + ".sig", std::string(runtime::text_of(signature)));
    }
    void back_up_on_another_host() {
        back_up();
        change_set("=\"node1\"", "=\"old1\"", "old1");
    }
    control::StartedJob start() {
        control::RestoreRequest request;
        request.device = chosen();
        request.set = set.text();
        request.node = node;
        request.allow_host_name = allow_host_name;
        request.allow_build_flavour = allow_build_flavour;
        return wait(service->start_restore(std::move(request), caller));
    }
    Refused refused() {
        return refusal_of([&] { return start(); });
    }
    model::Job restored() { return ended(start().job); }
    model::SetId set = model::SetId::at({});
    std::string node;
    bool allow_host_name = false, allow_build_flavour = false;
};

TEST_F(ARestore, FindsInTheSetWhatEachNodeRan) {
    back_up();
    EXPECT_THAT(text_in(catalogue("node1")), HasSubstr(R"(<node name="node1" address="127.0.0.1" product="Sample" version="15.0.1" flavour="restricted" deployment="single-node")"));
    EXPECT_EQ(restored().result, Result::success);
}

TEST_F(ARestore, IsRefusedForAnotherFlavourAndChangesNothing) {
    back_up();
    change_set("flavour=\"restricted\"", "flavour=\"unrestricted\"");
    allow_host_name = true;
    EXPECT_EQ(refused().kind, Kind::mismatch);
    EXPECT_THAT(refused().sentence, HasSubstr("build flavour was `unrestricted` and is now `restricted`; allow the difference with --allow-flavour"));
    EXPECT_EQ(text_in(file()), "newer");
    EXPECT_EQ(feed.take()->restores.size(), 0u);
}

TEST_F(ARestore, OfAnotherFlavourSaysInTheHistoryWhoAllowedIt) {
    back_up();
    change_set("flavour=\"restricted\"", "flavour=\"unrestricted\"");
    allow_build_flavour = true;
    EXPECT_EQ(restored().result, Result::success);
    EXPECT_EQ(text_in(file()), "contents of TFTP");
    EXPECT_EQ(database->history(model::JobKind::restore, 1).front().job.reason,
              "allowed by root (uid 0) although the build flavour of node node1 differs (set: `unrestricted`, now: `restricted`)");
}

TEST_F(ARestore, OfAnotherHostIsRefusedWithItsName) {
    back_up_on_another_host();
    EXPECT_EQ(refused().kind, Kind::mismatch);
    EXPECT_THAT(refused().sentence, HasSubstr("was made by host old1, this one is node1"));
}

TEST_F(ARestore, OfAnotherHostComesToOurNodeWhenAllowed) {
    back_up_on_another_host();
    allow_host_name = true;
    node = "node1";
    const auto job = restored();
    EXPECT_EQ(job.result, Result::success);
    EXPECT_EQ(job.components.front().node, "node1");
    EXPECT_EQ(job.reason, "allowed by root (uid 0) although the host name differs (set: `old1`, now: `node1`)");
    EXPECT_EQ(text_in(file()), "contents of TFTP");
}

TEST_F(ARestore, OfAnotherHostStillNeedsTheVersion) {
    back_up_on_another_host();
    allow_host_name = allow_build_flavour = true;
    nodes.find("node1")->node.product.version = "15.0.2";
    EXPECT_THAT(refused().sentence, HasSubstr("does not fit node node1: its product version was `15.0.1` and is now `15.0.2`"));
}

TEST_F(ARestore, ThatFailsSaysWhyAndWhatWasAllowed) {
    back_up();
    change_set("flavour=\"restricted\"", "flavour=\"unrestricted\"");
    std::filesystem::remove(store() / (set.text() + "_node1_UCM_TFTP.tar.zst.age"));
    allow_build_flavour = true;
    const auto job = restored();
    EXPECT_EQ(job.result, Result::error);
    EXPECT_THAT(job.reason, HasSubstr("it is not there"));
    EXPECT_THAT(job.reason, HasSubstr("; allowed by root (uid 0) although the build flavour"));
}

TEST_F(ARestore, ComparesWhatTheNodeSaysAfterItWasReadAnew) {
    back_up();
    write_text(settings.paths.product_file(), R"(<product name="Sample" version="15.0.1" flavour="restricted" deployment="cluster"/>)");
    wait(local->agent->reload());
    until([&] { return nodes.find("node1")->node.product.deployment == "cluster" && nodes.find("node1")->session; });
    EXPECT_THAT(refused().sentence, HasSubstr("deployment type was `single-node` and is now `cluster`"));
}

TEST_F(ARestore, GivesNothingToANodeThatHasBecomeAnotherMeanwhile) {
    Gate gate(data());
    register_script("UCM", "AAA", "echo data", gate.script());
    wait(local->agent->reload());
    until([&] { return nodes.find("node1")->components.size() == 2; });
    back_up();
    const auto started = start();
    until([&] { return gate.reached(); });
    nodes.find("node1")->node.product.version = "15.0.2";
    gate.open();
    const auto job = ended(started.job);
    EXPECT_THAT(job.reason, HasSubstr("UCM/TFTP on node1 failed: node node1 runs another product than when the restore began"));
    EXPECT_EQ(text_in(file()), "newer");
}

TEST_F(ARestore, OfANodeThatHasNotConnectedIsRefused) {
    back_up();
    stop_local();
    nodes.find("node1")->node.product = {};
    EXPECT_EQ(refused().kind, Kind::unreachable);
}

}  // namespace
}  // namespace drs::test
