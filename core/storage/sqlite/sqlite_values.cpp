#include "core/storage/sqlite/sqlite_values.hpp"

#include <new>
#include <sqlite3.h>
#include <variant>

namespace kori
{

namespace
{

struct Binder
{
    sqlite3_stmt* statement;
    int place;

    int operator()(std::monostate) const { return sqlite3_bind_null(statement, place); }
    int operator()(std::int64_t number) const { return sqlite3_bind_int64(statement, place, number); }
    // nullptr as destructor is SQLITE_STATIC: nothing is copied.
    int operator()(const std::string& text) const
    {
        return sqlite3_bind_text64(statement, place, text.data(), text.size(), nullptr, SQLITE_UTF8);
    }
    int operator()(const Blob& blob) const
    {
        return sqlite3_bind_blob64(statement, place, blob.bytes.data(), blob.bytes.size(), nullptr);
    }
};

} // namespace

int bind_value(sqlite3_stmt* statement, int place, const SqlValue& value)
{
    return std::visit(Binder{statement, place}, value.content());
}

SqlValue::Content column_of(sqlite3_stmt* statement, int column, bool& is_real)
{
    const auto size = [&] { return static_cast<std::size_t>(sqlite3_column_bytes(statement, column)); };
    switch (sqlite3_column_type(statement, column))
    {
    case SQLITE_INTEGER:
        return std::int64_t{sqlite3_column_int64(statement, column)};
    case SQLITE_TEXT:
    {
        const auto* const text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
        if (!text)
            throw std::bad_alloc{};
        return std::string{text, size()};
    }
    case SQLITE_BLOB:
    {
        const auto* const bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
        const auto length = size();
        return bytes && length > 0 ? Blob{std::string{bytes, length}} : Blob{};
    }
    case SQLITE_FLOAT:
        is_real = true;
        return std::monostate{};
    default:
        return std::monostate{};
    }
}

RunEnd::~RunEnd()
{
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
}

} // namespace kori
