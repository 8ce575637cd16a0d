// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "storage/device/scratch.hpp"
#include "storage/device/sftp_stream.hpp"

namespace drs::storage {
namespace {

/// 16 x 255 KiB is twice what OpenSSH's window holds; more only takes memory.
constexpr std::size_t bytes_in_flight = 16 * stream_block;

class FileSender {
public:
    FileSender(SftpSession& session, Upload& upload, std::string directory, const std::string& name)
        : session_(session), upload_(upload), scratch_(name), scratch_path_(directory + '/' + scratch_.name()),
          final_path_(directory + '/' + name) {}

    void run() {
        try {
            handle_ = session_.open(scratch_path_, sftp_open_write | sftp_open_create | sftp_open_exclusive);
            upload_.report_opened();
            if (pump()) return finish();
        } catch (...) {
            discard();
            throw;
        }
        discard();
    }

private:
    /// False when the upload was abandoned.
    bool pump() {
        while (!upload_.abandoned()) {
            collect();
            if (auto block = upload_.take())
                send(*block);
            else if (upload_.complete())
                return true;
            else
                session_.wait();
        }
        return false;
    }

    /// Slice by slice; the end of the slice before, long sent, is where the header of the next one goes.
    void send(OutBlock& block) {
        auto rest = block.data();
        while (!rest.empty()) {
            const auto slice = rest.first(std::min(rest.size(), session_.longest_write()));
            await_room(slice.size());
            const auto id = session_.next_id();
            const std::span head(slice.data() - OutBlock::headroom, OutBlock::headroom);
            const auto length = put_write_header(head, id, handle_, offset_, static_cast<std::uint32_t>(slice.size()));
            session_.send({slice.data() - length, slice.size() + length}, id);
            offset_ += slice.size();
            rest = rest.subspan(slice.size());
        }
    }

    void await_room(std::size_t bytes) {
        const auto most = bytes_in_flight / std::max(bytes, session_.longest_write());
        while (session_.unanswered() >= most) {
            if (!collect()) session_.wait();
        }
    }

    /// Takes the answers that are there; false when there were none.
    bool collect() {
        bool some = false;
        while (const auto answer = session_.poll_answer()) {
            session_.expect_ok(*answer, "write", scratch_path_);
            some = true;
        }
        return some;
    }

    void finish() {
        while (session_.unanswered() > 0) {
            const auto answer = session_.wait_answer();
            session_.expect_ok(answer, "write", scratch_path_);
        }
        session_.sync(handle_, scratch_path_);
        const auto handle = std::exchange(handle_, {});
        session_.close(handle, scratch_path_);
        session_.rename(scratch_path_, final_path_);
    }

    void discard() noexcept {
        if (session_.broken()) return;  // the next sweep finds it
        try {
            if (!handle_.empty()) session_.close(handle_, scratch_path_);
            session_.remove(scratch_path_);
        } catch (const std::exception&) {
            // What went wrong first is what the caller hears; the next sweep finds the file.
        }
    }

    SftpSession& session_;
    Upload& upload_;
    Scratch scratch_;
    std::string scratch_path_, final_path_, handle_;
    std::uint64_t offset_ = 0;
};

}  // namespace

void send_file(SftpSession& session, Upload& upload, const std::string& directory, const std::string& name) {
    FileSender(session, upload, directory, name).run();
}

}  // namespace drs::storage
