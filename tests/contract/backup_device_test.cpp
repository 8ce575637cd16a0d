// SPDX-License-Identifier: Apache-2.0
// What storage/device/backup_device.hpp promises, on every kind of device.
#include <gmock/gmock.h>

#include "tests/contract/device_place.hpp"

using namespace drs;
using namespace drs::test;
using storage::DeviceFault;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

namespace fs = std::filesystem;

namespace {

bool everything(const std::string&) { return true; }

std::vector<std::string> names_in(const fs::path& directory) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(directory)) names.push_back(entry.path().filename());
    return names;
}

void touch(const fs::path& file) { std::ofstream(file) << "x"; }

using MakePlace = std::unique_ptr<DevicePlace> (*)();
template <class Place>
std::unique_ptr<DevicePlace> make_place() {
    return std::make_unique<Place>();
}

}  // namespace

class ABackupDevice : public testing::TestWithParam<MakePlace> {
protected:
    std::unique_ptr<DevicePlace> place = GetParam()();
    IoThread io;
    TestedDevice device{io, place->definition()};
    fs::path store = place->store();
};

// Otherwise a test is called by an address, another one in every run.
const auto one_device = [](const testing::TestParamInfo<MakePlace>&) { return std::string("device"); };
INSTANTIATE_TEST_SUITE_P(Local, ABackupDevice, testing::Values(&make_place<LocalPlace>), one_device);
INSTANTIATE_TEST_SUITE_P(Sftp, ABackupDevice, testing::Values(&make_place<SftpPlace>), one_device);

TEST_P(ABackupDevice, ShowsAFileOnlyAfterItsCommit) {
    const auto bytes = patterned(600'000);
    auto writer = device.wait(device->create("a.tar"));
    device.wait(writer->write(as_bytes_of(bytes)));
    EXPECT_FALSE(fs::exists(store / "a.tar"));
    device.wait(writer->commit());
    EXPECT_EQ(contents_of(store / "a.tar"), bytes);
    writer.reset();
    EXPECT_THAT(device.names(), ElementsAre("a.tar"));
}

TEST_P(ABackupDevice, RefusesToCommitOverAnExistingNameAndLeavesItUntouched) {
    device.put("a.tar", "first");
    const auto failure = failure_of([&] { device.put("a.tar", "second"); });
    EXPECT_EQ(failure.fault, DeviceFault::failed);
    EXPECT_THAT(failure.sentence, HasSubstr((store / "a.tar").string()));
    EXPECT_EQ(contents_of(store / "a.tar"), "first");
    device.wait(device->sweep(everything));
    EXPECT_THAT(names_in(store), ElementsAre("a.tar"));
}

TEST_P(ABackupDevice, LeavesNothingOfADroppedWriterAfterASweep) {
    auto writer = device.wait(device->create("a.tar"));
    device.wait(writer->write(as_bytes_of(patterned(3'000'000))));
    writer.reset();
    device.wait(device->sweep(everything));
    EXPECT_THAT(names_in(store), IsEmpty());
}

TEST_P(ABackupDevice, SweepsScratchAndNothingElse) {
    touch(store / ".drs-0123456789abcdef-a.tar.part");
    touch(store / ".drs-notes");
    touch(store / "other.part");
    fs::create_directory(store / ".drs-folder.part");
    device.put("a.tar", "mine");
    EXPECT_EQ(device.wait(device->sweep(everything)), 1u);
    EXPECT_THAT(names_in(store), UnorderedElementsAre("a.tar", ".drs-notes", "other.part", ".drs-folder.part"));
}

TEST_P(ABackupDevice, SparesInItsSweepWhatIsSomebodyElses) {
    touch(store / ".drs-0123456789abcdef-2026-11-23-02-00-00_pub_UCM_TFTP.tar.zst.age.part");
    touch(store / ".drs-0123456789abcdef-2026-11-23-02-00-00_cuc_CUC_DB.raw.zst.age.part");
    const auto of_pub = [](const std::string& name) { return name.find("_pub_") != name.npos; };
    EXPECT_EQ(device.wait(device->sweep(of_pub)), 1u);
    EXPECT_THAT(names_in(store), ElementsAre(".drs-0123456789abcdef-2026-11-23-02-00-00_cuc_CUC_DB.raw.zst.age.part"));
}

TEST_P(ABackupDevice, SparesInItsSweepWhatAnotherWriterHolds) {
    TestedDevice other(io, place->definition());
    auto writer = other.wait(other->create("b.tar"));
    other.wait(writer->write(as_bytes_of("hers")));
    EXPECT_EQ(device.wait(device->sweep(everything)), 0u);
    other.wait(writer->commit());
    EXPECT_EQ(device.fetch("b.tar"), "hers");
}

TEST_P(ABackupDevice, SaysThatAnAbsentFileIsNotFound) {
    const auto failure = failure_of([&] { device.wait(device->open("absent.tar")); });
    EXPECT_EQ(failure.fault, DeviceFault::not_found);
    EXPECT_THAT(failure.sentence, HasSubstr("absent.tar"));
}

TEST_P(ABackupDevice, RemovesAFileAndThenHasNothingToRemove) {
    device.put("a.tar", "x");
    device.wait(device->remove("a.tar"));
    EXPECT_FALSE(fs::exists(store / "a.tar"));
    device.wait(device->remove("a.tar"));
}

TEST_P(ABackupDevice, RenamesAFile) {
    device.put(".drs-set-a.tar.part", "whole");
    EXPECT_THAT(device.names(), IsEmpty());
    device.wait(device->rename(".drs-set-a.tar.part", "a.tar"));
    EXPECT_THAT(names_in(store), ElementsAre("a.tar"));
    EXPECT_EQ(device.fetch("a.tar"), "whole");
}

TEST_P(ABackupDevice, RefusesToRenameOverAnExistingName) {
    device.put("a.tar", "a");
    device.put("b.tar", "b");
    EXPECT_EQ(failure_of([&] { device.wait(device->rename("a.tar", "b.tar")); }).fault, DeviceFault::failed);
    EXPECT_EQ(contents_of(store / "a.tar") + contents_of(store / "b.tar"), "ab");
}

TEST_P(ABackupDevice, SaysThatAnAbsentFileCannotBeRenamed) {
    const auto failure = failure_of([&] { device.wait(device->rename("absent.tar", "b.tar")); });
    EXPECT_EQ(failure.fault, DeviceFault::not_found);
    EXPECT_THAT(failure.sentence, HasSubstr("absent.tar"));
}

TEST_P(ABackupDevice, KeepsAnEmptyFile) {
    device.put("empty", "");
    EXPECT_TRUE(fs::exists(store / "empty"));
    EXPECT_EQ(device.fetch("empty"), "");
}

TEST_P(ABackupDevice, KeepsAFileOfOneByte) {
    device.put("one", "1");
    EXPECT_EQ(device.fetch("one"), "1");
}

TEST_P(ABackupDevice, KeepsAFileOf40MiB) {
    const auto bytes = patterned(40u << 20);
    device.put("big", bytes);
    EXPECT_TRUE(contents_of(store / "big") == bytes);
    EXPECT_TRUE(device.fetch("big") == bytes);
}

TEST_P(ABackupDevice, TakesBytesInPiecesOfAnySize) {
    const auto bytes = patterned(1'000'003);
    auto writer = device.wait(device->create("pieces"));
    for (std::size_t at = 0, size = 1; at < bytes.size(); at += size, size = size * 3 + 1)
        device.wait(writer->write(as_bytes_of(bytes).subspan(at, std::min(size, bytes.size() - at))));
    device.wait(writer->commit());
    EXPECT_TRUE(contents_of(store / "pieces") == bytes);
}

TEST_P(ABackupDevice, SharesItsDirectoryWithAnother) {
    TestedDevice other(io, place->definition());
    device.put("a.tar", "a");
    other.put("b.tar", "b");
    EXPECT_THAT(device.names(), UnorderedElementsAre("a.tar", "b.tar"));
    EXPECT_EQ(other.fetch("a.tar") + device.fetch("b.tar"), "ab");
}

TEST_P(ABackupDevice, TakesNamesWithBlanksAndUmlauts) {
    const std::string name = "Größe 1 – Müller's set.tar";
    device.put(name, "x");
    EXPECT_THAT(device.names(), ElementsAre(name));
    EXPECT_EQ(device.fetch(name), "x");
    device.wait(device->remove(name));
}

TEST_P(ABackupDevice, TakesAsLongANameAsItsFileSystem) {
    const std::string name(255, 'n');
    device.put(name, "x");
    EXPECT_THAT(device.names(), ElementsAre(name));
}

TEST_P(ABackupDevice, RefusesANameWithASlash) {
    EXPECT_EQ(failure_of([&] { device.wait(device->create("../a.tar")); }).fault, DeviceFault::failed);
    EXPECT_EQ(failure_of([&] { device.wait(device->open("..")); }).fault, DeviceFault::failed);
    EXPECT_EQ(failure_of([&] { device.wait(device->remove("")); }).fault, DeviceFault::failed);
}

TEST_P(ABackupDevice, ListsPlainFilesWithTheirSizes) {
    device.put("a.tar", "four");
    fs::create_directory(store / "folder");
    fs::create_symlink("a.tar", store / "link");
    const auto files = device.wait(device->list());
    ASSERT_EQ(files.size(), 1u);
    EXPECT_EQ(files[0].name, "a.tar");
    EXPECT_EQ(files[0].bytes, 4u);
}

TEST_P(ABackupDevice, ListsADirectoryOf10000Files) {
    const TemporaryDirectory in_memory("/dev/shm");  // a disk would take most of a minute to make and remove them
    for (int i = 0; i < 10'000; ++i) touch(in_memory.path() / std::to_string(i));
    auto definition = place->definition();
    definition.path = in_memory.path();
    TestedDevice crowded(io, definition);
    EXPECT_EQ(crowded.wait(crowded->list()).size(), 10'000u);
}

TEST_P(ABackupDevice, TellsItsFreeSpace) {
    const auto free = device.wait(device->free_bytes());
    ASSERT_TRUE(free.has_value());
    EXPECT_LE(*free, fs::space(store).capacity);
    EXPECT_GT(*free, 0u);
}

TEST_P(ABackupDevice, ValidatesAndLeavesNothingBehind) {
    device.wait(device->validate());
    EXPECT_THAT(names_in(store), IsEmpty());
}

TEST_P(ABackupDevice, DoesNotValidateWithoutItsDirectory) {
    auto definition = place->definition();
    definition.path += "/absent";
    TestedDevice absent(io, definition);
    const auto failure = failure_of([&] { absent.wait(absent->validate()); });
    EXPECT_EQ(failure.fault, DeviceFault::not_found);
    EXPECT_THAT(failure.sentence, HasSubstr("absent is not there"));
}

TEST_P(ABackupDevice, DoesNotValidateOnAFile) {
    auto definition = place->definition();
    definition.path += "/file";
    touch(definition.path);
    TestedDevice file(io, definition);
    const auto failure = failure_of([&] { file.wait(file->validate()); });
    EXPECT_EQ(failure.fault, DeviceFault::not_found);
    EXPECT_THAT(failure.sentence, HasSubstr("not a directory"));
}

TEST_P(ABackupDevice, DoesNotValidateWhereItMayNotWrite) {
    TestedDevice locked(io, place->unwritable());
    const auto failure = failure_of([&] { locked.wait(locked->validate()); });
    EXPECT_EQ(failure.fault, DeviceFault::refused);
    EXPECT_THAT(failure.sentence, HasSubstr("no permission to write"));
}

TEST_P(ABackupDevice, FailsTheWriteUnderWayWhenAborted) {
    auto writer = device.wait(device->create("a.tar"));
    device.wait(writer->write(as_bytes_of(patterned(1'000'000))));
    device->abort();
    EXPECT_EQ(failure_of([&] { device.wait(writer->commit()); }).fault, DeviceFault::aborted);
    EXPECT_FALSE(fs::exists(store / "a.tar"));
}

TEST_P(ABackupDevice, IsGoodForNothingAfterAnAbort) {
    device->abort();
    EXPECT_EQ(failure_of([&] { device.wait(device->list()); }).fault, DeviceFault::aborted);
}

TEST_P(ABackupDevice, ServesOtherCallsAfterADroppedReader) {
    device.put("big", patterned(20u << 20));
    auto reader = device.wait(device->open("big"));
    EXPECT_FALSE(device.wait(reader->read()).empty());
    reader.reset();
    EXPECT_THAT(device.names(), ElementsAre("big"));
}
