// SPDX-License-Identifier: Apache-2.0
#include "storage/db/sqlite.hpp"

#include <fmt/format.h>

#include <utility>

#include "storage/db/database.hpp"

namespace drs::storage::db {
namespace {

constexpr int busy_timeout_ms = 5000;

/// What the operator can do about it.
std::string_view way_out(int code) {
    switch (code & 0xff) {
        case SQLITE_BUSY: return "; another process holds it, end that one and try again";
        case SQLITE_FULL: return "; free space on its file system";
        case SQLITE_CANTOPEN: return "; make sure that its directory exists and that this user may write there";
        case SQLITE_READONLY:
        case SQLITE_PERM: return "; let this user write to it and to its directory";
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return "; move it away to begin with an empty history, or put back a good copy";
        case SQLITE_IOERR: return "; look at the disk";
        default: return "";
    }
}

/// A process that died has left changes beside the file.
bool has_unmerged(const std::filesystem::path& file) {
    std::error_code none;
    const auto bytes = std::filesystem::file_size(file.string() + "-wal", none);
    return !none && bytes > 0;
}

/// The file as SQLite's URI (sqlite.org/uri.html). Without changes beside it, it is read as it is: else even a reader would make files there.
std::string readable(const std::filesystem::path& file) {
    std::string uri = "file:";
    for (const char c : file.string()) {
        if (c == '%' || c == '?' || c == '#') uri += fmt::format("%{:02x}", static_cast<unsigned>(c));
        else uri += c;
    }
    return uri + (has_unmerged(file) ? "?mode=ro" : "?mode=ro&immutable=1");
}

}  // namespace

Connection::Connection(std::filesystem::path file, Access access) : file_(std::move(file)) {
    sqlite3* raw = nullptr;
    const bool writes = access == Access::write;
    const int flags = writes ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
    const int code = sqlite3_open_v2(writes ? file_.c_str() : readable(file_).c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    handle_.reset(raw);  // SQLite hands out a handle for its message even when the open failed
    check(code);
    sqlite3_extended_result_codes(raw, 1);
    check(sqlite3_busy_timeout(raw, busy_timeout_ms));
}

void Connection::execute(const char* sql) { check(sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr)); }

void Connection::check(int code) const {
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return;
    const char* reason = handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code);
    fail(fmt::format("{}{}", reason, way_out(code)));
}

void Connection::fail(std::string_view sentence) const {
    throw DatabaseError(fmt::format("database {}: {}", file_.string(), sentence));
}

Statement::Statement(Connection& connection, std::string_view sql) : connection_(connection) {
    sqlite3_stmt* raw = nullptr;
    const int code = sqlite3_prepare_v2(connection.handle(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr);
    handle_.reset(raw);
    connection_.check(code);
}

bool Statement::step() {
    const int code = sqlite3_step(handle_.get());
    connection_.check(code);
    return code == SQLITE_ROW;
}

void Statement::run() {
    while (step()) {
    }
}

std::string Statement::text(int column) const {
    const auto* begin = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
    return begin ? std::string(begin, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))) : std::string();
}

std::optional<model::TimePoint> Statement::time(int column) const {
    if (is_null(column)) return std::nullopt;
    return model::TimePoint{std::chrono::milliseconds{integer(column)}};
}

void Statement::put_integer(int place, std::int64_t value) { connection_.check(sqlite3_bind_int64(handle_.get(), place, value)); }

void Statement::put(int place, std::string_view value) {
    connection_.check(sqlite3_bind_text64(handle_.get(), place, value.data(), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::put(int place, const std::optional<model::TimePoint>& value) {
    if (value) put(place, *value);
    else connection_.check(sqlite3_bind_null(handle_.get(), place));
}

void Statement::put(int place, const std::optional<std::string>& value) {
    if (value) put(place, std::string_view(*value));
    else connection_.check(sqlite3_bind_null(handle_.get(), place));
}

Transaction::~Transaction() {
    // A failed statement may have rolled back already; then there is nothing left to undo, and nobody to tell.
    if (open_ && sqlite3_get_autocommit(connection_.handle()) == 0)
        sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
    connection_.execute("COMMIT");
    open_ = false;
}

}  // namespace drs::storage::db
