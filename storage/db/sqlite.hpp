// SPDX-License-Identifier: Apache-2.0
// SQLite's handles as values: a connection, a statement, a transaction. Nothing outside this folder sees them.
#pragma once

#include <sqlite3.h>

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "model/set_id.hpp"

namespace drs::storage::db {

/// `read`: the file must be there, and nothing in its directory changes when no other process has it open.
enum class Access { write, read };

/// One open file. Every failure of it or of its statements is a DatabaseError that names the file and the way out.
class Connection {
public:
    explicit Connection(std::filesystem::path file, Access access = Access::write);

    /// One or more statements without values.
    void execute(const char* sql);
    std::int64_t last_row() const { return sqlite3_last_insert_rowid(handle_.get()); }
    int changed_rows() const { return sqlite3_changes(handle_.get()); }
    sqlite3* handle() const { return handle_.get(); }
    const std::filesystem::path& file() const { return file_; }

    /// Throws for any `code` but OK, ROW and DONE.
    void check(int code) const;
    [[noreturn]] void fail(std::string_view sentence) const;

private:
    struct Close {
        void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
    };
    std::filesystem::path file_;
    std::unique_ptr<sqlite3, Close> handle_;
};

/// A prepared statement. Values are bound in the order of its `?`; columns count from 0.
class Statement {
public:
    Statement(Connection& connection, std::string_view sql);

    template <class... Values>
    Statement& bind(const Values&... values) {
        connection_.check(sqlite3_reset(handle_.get()));
        int place = 0;
        (put(++place, values), ...);
        return *this;
    }

    /// True: there is a row.
    bool step();
    /// To its end; rows are dropped.
    void run();

    bool is_null(int column) const { return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL; }
    std::int64_t integer(int column) const { return sqlite3_column_int64(handle_.get(), column); }
    std::string text(int column) const;
    std::optional<model::TimePoint> time(int column) const;
    template <class Number>
    Number as(int column) const {
        return static_cast<Number>(integer(column));
    }

private:
    struct Finalize {
        void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
    };
    void put_integer(int place, std::int64_t value);
    void put(int place, bool value) { put_integer(place, value ? 1 : 0); }
    void put(int place, std::string_view value);
    void put(int place, const std::string& value) { put(place, std::string_view(value)); }
    void put(int place, const std::optional<model::TimePoint>& value);
    void put(int place, model::TimePoint value) { put_integer(place, value.time_since_epoch().count()); }
    void put(int place, const std::optional<std::string>& value);
    template <class Enum>
        requires std::is_enum_v<Enum>
    void put(int place, Enum value) {
        put_integer(place, static_cast<std::int64_t>(value));
    }
    template <std::integral Number>
    void put(int place, Number value) {
        if (!std::in_range<std::int64_t>(value)) connection_.fail("a number above 2^63 cannot be kept");
        put_integer(place, static_cast<std::int64_t>(value));
    }

    Connection& connection_;
    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

/// All or nothing: what was done since is undone unless `commit()` was reached. Takes the write lock at once, so that what it
/// reads cannot change before it writes.
class Transaction {
public:
    explicit Transaction(Connection& connection) : connection_(connection) { connection_.execute("BEGIN IMMEDIATE"); }
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    /// Durable when it returns.
    void commit();

private:
    Connection& connection_;
    bool open_ = true;
};

}  // namespace drs::storage::db
