// SPDX-License-Identifier: Apache-2.0
#include "local/registration.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "local/component_log.hpp"
#include "runtime/error.hpp"
#include "tests/support/cpp/sshd.hpp"

namespace drs::local {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class ARegistration : public testing::Test {
protected:
    test::TemporaryDirectory home;
    void put(const std::string& file, const std::string& text) const { std::ofstream(home.path() / file) << text; }
    static std::string component(const std::string& name, const std::string& path = "/srv") {
        return "<component feature=\"UCM\" name=\"" + name + "\"><files><path>" + path + "</path></files></component>";
    }
    Registration read() const { return read_registration(home.path()); }
};

TEST_F(ARegistration, HasEveryFileOfTheDirectory) {
    put("one.xml", component("TFTP"));
    put("two.xml", component("MOH"));
    put("notes.txt", "not a component");
    const auto registration = read();
    EXPECT_THAT(registration.components, SizeIs(2));
    EXPECT_THAT(registration.problems, IsEmpty());
}

TEST_F(ARegistration, IsEmptyWithoutADirectory) {
    const auto registration = read_registration(home.path() / "absent");
    EXPECT_THAT(registration.components, IsEmpty());
    EXPECT_THAT(registration.problems, IsEmpty());
}

TEST_F(ARegistration, NamesAFileThatIsNotUnderstoodAndKeepsTheOthers) {
    put("bad.xml", "<component");
    put("good.xml", component("TFTP"));
    std::filesystem::create_directory(home.path() / "directory.xml");
    const auto registration = read();
    EXPECT_THAT(registration.components, SizeIs(1));
    EXPECT_THAT(registration.problems, ElementsAre(HasSubstr((home.path() / "bad.xml").string()), HasSubstr((home.path() / "directory.xml").string())));
}

TEST_F(ARegistration, TakesTheFirstOfTwoFilesThatDefineOneComponent) {
    put("a.xml", component("TFTP", "/srv/first"));
    put("b.xml", component("TFTP", "/srv/second"));
    const auto registration = read();
    ASSERT_THAT(registration.components, SizeIs(1));
    EXPECT_THAT(registration.components.begin()->second.paths, ElementsAre("/srv/first"));
    EXPECT_THAT(registration.problems, ElementsAre((home.path() / "b.xml").string() + ": component UCM/TFTP is already defined by " +
                                                   (home.path() / "a.xml").string() + "; remove one of the two"));
}

TEST_F(ARegistration, NamesADirectoryThatIsNone) {
    put("file", "x");
    EXPECT_THAT(read_registration(home.path() / "file").problems, ElementsAre(HasSubstr("cannot read " + (home.path() / "file").string())));
}

ComponentRunReport report() {
    ComponentRunReport report;
    report.set = "2026-11-23-02-00-00";
    report.node = "node1";
    report.key = {"UCM", "CCMDB"};
    report.result = model::Result::error;
    report.code = 7;
    report.reason = "no such table";
    report.warnings = {"a file vanished"};
    report.standard_output = "read 3 tables";
    report.standard_error = "no such table: calls";
    return report;
}

TEST(AComponentLog, IsNamedBySetKindNodeAndComponent) {
    auto run = report();
    EXPECT_EQ(component_log_name(run), "2026-11-23-02-00-00_b_node1_UCM_CCMDB.log");
    run.kind = model::JobKind::restore;
    EXPECT_EQ(component_log_name(run), "2026-11-23-02-00-00_r_node1_UCM_CCMDB.log");
}

TEST(AComponentLog, TellsTheOutcomeAndWhatTheProgramSaid) {
    const test::TemporaryDirectory home;
    write_component_log(home.path() / "log", report());
    std::ifstream file(home.path() / "log" / component_log_name(report()));
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    EXPECT_THAT(text, testing::StartsWith("Server: node1\nFeature: UCM\nComponent: CCMDB\nTime Completed: "));
    EXPECT_THAT(text, HasSubstr("\nResult Code: 7\nResult String: ERROR: no such table\nWarning: a file vanished\n"));
    EXPECT_THAT(text, HasSubstr("----> BEGIN Standard Output\nread 3 tables\n----> END Standard Output\n"));
    EXPECT_THAT(text, HasSubstr("----> BEGIN Standard Error\nno such table: calls\n----> END Standard Error\n"));
}

TEST(AComponentLog, ThatCannotBeWrittenIsAnError) {
    const test::TemporaryDirectory home;
    std::ofstream(home.path() / "log") << "a file in the way";
    EXPECT_THROW(write_component_log(home.path() / "log", report()), runtime::Error);
}

}  // namespace
}  // namespace drs::local
