// SPDX-License-Identifier: Apache-2.0
// The product as a command tells it, and as the file and the command together give it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

#include "refusal.hpp"
#include "tests/support/cpp/sshd.hpp"

namespace drs::storage {
namespace {

constexpr auto command = "/usr/sbin/show-version";
constexpr auto whole = "name=Sample appliance\nversion=15.0.1\nflavour=restricted\ndeployment=single-node\n";
const model::ProductIdentity sample{"Sample appliance", "15.0.1", "restricted", "single-node"};

std::string refused(const std::string& text) {
    return refusal([&] { parse_product_answer(text, command); });
}

TEST(AnAnswer, HoldsTheWholeIdentity) { EXPECT_EQ(parse_product_answer(whole, command), sample); }

TEST(AnAnswer, MayHaveBlanksFurtherKeysAndNoLastLineEnd) {
    EXPECT_EQ(parse_product_answer("\r\nbuilt = yesterday\r\n name = Sample appliance \r\nversion=15.0.1\r\n\r\ndeployment=single-node\r\nflavour=restricted", command), sample);
}

TEST(AnAnswer, MaySayThatThereIsNoFlavour) {
    EXPECT_EQ(parse_product_answer("name=a\nversion=1\nflavour=\ndeployment=\n", command), (model::ProductIdentity{"a", "1", "", ""}));
}

TEST(AnAnswer, IsRefusedWithTheKeysThatItLacks) {
    EXPECT_EQ(refused("name=a\nversion=1\n"),
              "/usr/sbin/show-version: its output has no line for flavour, deployment; it must print `key=value` for each");
    EXPECT_EQ(refused(""), "/usr/sbin/show-version: its output has no line for name, version, flavour, deployment; it must print `key=value` for each");
}

TEST(AnAnswer, IsRefusedWithALineThatIsNoPair) {
    EXPECT_EQ(refused("name=a\n15.0.1\n"), "/usr/sbin/show-version: line 2 of its output: `15.0.1` is not `key=value`");
}

TEST(AnAnswer, IsRefusedWithAKeyTwice) {
    EXPECT_EQ(refused("name=a\nname=b\n"), "/usr/sbin/show-version: line 2 of its output: `name` is printed a second time; print it once");
}

TEST(AnAnswer, IsRefusedWithAValueThatCannotBeCompared) {
    EXPECT_EQ(refused("version=1 2\n"),
              "/usr/sbin/show-version: line 1 of its output: `version` is `1 2`; expected 1 to 64 printable ASCII characters without blanks");
    EXPECT_EQ(refused("name=a\x07\n"),
              "/usr/sbin/show-version: line 1 of its output: `name` is `a\\x07`; expected 1 to 128 bytes of UTF-8 without control characters");
    EXPECT_NE(refused("name=\xff\n"), "no refusal");
}

TEST(AProduct, OfAnotherNodeIsCheckedByTheSameRules) {
    EXPECT_EQ(wrong_product(sample), std::nullopt);
    EXPECT_EQ(wrong_product({"a\nb", "1", "", ""}), "its product's name is `a\\x0ab`; expected 1 to 128 bytes of UTF-8 without control characters");
    EXPECT_NE(wrong_product({"a", "", "", ""}), std::nullopt);
}

class AProductFileOfANode : public testing::Test {
protected:
    test::TemporaryDirectory home;
    const std::filesystem::path file = home.path() / "product.xml";
    std::string ran;
    std::string answer = whole;
    const RunProgram run = [this](const std::string& program, std::chrono::seconds limit) {
        ran = fmt::format("{} for {} s", program, limit.count());
        return answer;
    };
    void write(const std::string& text) const { std::ofstream(file) << text; }
    std::string refused_with(const RunProgram& with) const {
        return refusal([&] { read_product(file, with); });
    }
};

TEST_F(AProductFileOfANode, TellsTheProductAlone) {
    write("<product name=\"a\" version=\"1\"/>");
    EXPECT_EQ(read_product(file, run), (model::ProductIdentity{"a", "1", "", ""}));
    EXPECT_EQ(ran, "");
}

TEST_F(AProductFileOfANode, TellsTheProductByItsCommand) {
    write("<product command=\"/usr/sbin/show-version\" timeout=\"7\"/>");
    EXPECT_EQ(read_product(file, run), sample);
    EXPECT_EQ(ran, "/usr/sbin/show-version for 7 s");
}

TEST_F(AProductFileOfANode, IsNamedWhenItIsNotThere) {
    EXPECT_EQ(refused_with(run), file.string() + " is not there; it names the product and its version");
}

TEST_F(AProductFileOfANode, IsNamedWhenItsCommandFails) {
    write("<product command=\"/v\"/>");
    EXPECT_EQ(refused_with([](const auto&, auto) -> std::string { throw std::runtime_error("/v exited with code 3: no licence"); }),
              file.string() + ": its command does not tell the product: /v exited with code 3: no licence");
}

TEST_F(AProductFileOfANode, IsNamedWhenItsCommandPrintsTooMuch) {
    write("<product command=\"/v\"/>");
    answer += std::string(16u << 10, '\n');
    EXPECT_EQ(refused_with(run), file.string() + ": its command /v printed more than 16384 bytes; four lines are enough");
}

}  // namespace
}  // namespace drs::storage
