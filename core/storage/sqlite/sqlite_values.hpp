// Values into a prepared statement and out of its rows.
#pragma once

#include "core/storage/transaction.hpp"

struct sqlite3_stmt;

namespace kori
{

// Returns SQLite's code. The value is not copied: it outlives the run, after which RunEnd clears it.
int bind_value(sqlite3_stmt* statement, int place, const SqlValue& value);
// A floating-point number becomes nothing and sets `is_real`.
SqlValue::Content column_of(sqlite3_stmt* statement, int column, bool& is_real);

// Ends a run whatever happens: an INSERT … RETURNING left half-stepped makes RELEASE and COMMIT fail.
class RunEnd
{
public:
    explicit RunEnd(sqlite3_stmt* statement) : statement_{statement} {}
    ~RunEnd();
    RunEnd(const RunEnd&) = delete;
    RunEnd& operator=(const RunEnd&) = delete;

private:
    sqlite3_stmt* statement_;
};

} // namespace kori
