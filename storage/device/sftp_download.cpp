// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <deque>
#include <utility>

#include "storage/device/sftp_stream.hpp"

namespace drs::storage {
namespace {

constexpr std::size_t requests_in_flight = 16;
/// What libssh's window grows to; it is this that lets the server fill a long line (more was slower).
constexpr std::size_t read_ahead = 4 << 20;

class FileReceiver {
public:
    FileReceiver(SftpSession& session, Download& download, const std::string& path)
        : session_(session), download_(download), path_(path) {}

    void run() {
        handle_ = session_.open(path_, sftp_open_read);
        download_.report_opened();
        try {
            while (!finished() && !download_.abandoned()) step();
        } catch (...) {
            close();
            throw;
        }
        close();
    }

private:
    struct Piece {
        std::uint32_t id;
        std::uint64_t offset;
        std::size_t wanted;
        bool answered = false;
        std::vector<std::byte> bytes;
    };

    bool finished() const { return at_end_ && pieces_.empty(); }

    void step() {
        while (!at_end_ && pieces_.size() < requests_in_flight) request(asked_, session_.longest_read());
        bool some = hand_over();
        while (const auto answer = session_.poll_answer(read_ahead)) {
            accept(*answer);
            some = true;
        }
        if (!some && !finished()) session_.wait();
    }

    void request(std::uint64_t offset, std::size_t wanted) {
        pieces_.push_back({ask(offset, wanted), offset, wanted});
        asked_ = offset + wanted;
    }

    std::uint32_t ask(std::uint64_t offset, std::size_t wanted) {
        const auto id = session_.next_id();
        SftpRequest request(SftpType::read, id);
        request.text(handle_).u64(offset).u32(static_cast<std::uint32_t>(wanted));
        return session_.send(request, id);
    }

    void accept(const SftpAnswer& answer) {
        const auto piece = std::find_if(pieces_.begin(), pieces_.end(), [&](const Piece& p) { return p.id == answer.id; });
        if (piece == pieces_.end()) return;  // of a stream that was given up
        if (answer.type == SftpType::data)
            take(*piece, answer);
        else
            end(*piece, answer);
    }

    void take(Piece& piece, const SftpAnswer& answer) {
        std::span<const std::byte> data;
        try {
            data = read_data(answer.body);
        } catch (const SftpMalformed& malformed) {
            session_.throw_malformed(malformed.what());
        }
        const auto missing = piece.wanted - piece.bytes.size();
        if (data.empty() || data.size() > missing) session_.throw_malformed("another number of bytes than asked for");
        piece.bytes.insert(piece.bytes.end(), data.begin(), data.end());
        // A short read is no end: servers may answer with less than they were asked for.
        piece.answered = data.size() == missing;
        if (!piece.answered) piece.id = ask(piece.offset + piece.bytes.size(), piece.wanted - piece.bytes.size());
    }

    void end(Piece& piece, const SftpAnswer& answer) {
        SftpStatus status;
        if (answer.type != SftpType::status) session_.throw_malformed("an answer of the wrong kind");
        try {
            status = read_status(answer.body);
        } catch (const SftpMalformed& malformed) {
            session_.throw_malformed(malformed.what());
        }
        if (status.code != SftpCode::eof) session_.throw_status(status, "read", path_);
        piece.answered = true;
        at_end_ = true;
    }

    /// In order, as long as there is room for them.
    bool hand_over() {
        bool some = false;
        while (!pieces_.empty() && pieces_.front().answered && download_.has_room()) {
            auto bytes = std::move(pieces_.front().bytes);
            pieces_.pop_front();
            if (!bytes.empty()) download_.put(std::move(bytes));
            some = true;
        }
        return some;
    }

    void close() noexcept {
        if (session_.broken()) return;
        try {
            session_.close(handle_, path_);
        } catch (const std::exception&) {
            // All bytes are here, or the reason why not is under way: a file that does not close changes neither.
        }
    }

    SftpSession& session_;
    Download& download_;
    const std::string& path_;
    std::string handle_;
    std::deque<Piece> pieces_;
    std::uint64_t asked_ = 0;
    bool at_end_ = false;
};

}  // namespace

void receive_file(SftpSession& session, Download& download, const std::string& path) { FileReceiver(session, download, path).run(); }

}  // namespace drs::storage
