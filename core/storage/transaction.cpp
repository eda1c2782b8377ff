#include "core/storage/transaction.hpp"

#include "core/base/promise.hpp"

namespace kori
{

namespace
{

template <class T>
const T& column_as(const std::vector<SqlValue::Content>& columns, std::size_t column, const char* wanted)
{
    PROMISE(column < columns.size());
    const auto* const value = std::get_if<T>(&columns[column]);
    if (!value)
        throw BrokenPromise{std::string{"column "} + std::to_string(column) + " is no " + wanted};
    return *value;
}

} // namespace

bool Row::is_null(std::size_t column) const
{
    PROMISE(column < columns_.size());
    return std::holds_alternative<std::monostate>(columns_[column]);
}

const SqlValue::Content& Row::content(std::size_t column) const
{
    PROMISE(column < columns_.size());
    return columns_[column];
}

std::int64_t Row::integer(std::size_t column) const
{
    return column_as<std::int64_t>(columns_, column, "integer");
}

const std::string& Row::text(std::size_t column) const
{
    return column_as<std::string>(columns_, column, "text");
}

const std::string& Row::bytes(std::size_t column) const
{
    return column_as<Blob>(columns_, column, "blob").bytes;
}

bool Row::yes(std::size_t column) const
{
    const auto& word = text(column);
    if (word != "yes" && word != "no")
        bad_column("yes or no");
    return word == "yes";
}

CivilDate Row::date(std::size_t column) const
{
    const auto day = parse_date(text(column));
    if (!day)
        bad_column("date");
    return *day;
}

std::optional<std::string> Row::optional_text(std::size_t column) const
{
    if (is_null(column))
        return std::nullopt;
    return text(column);
}

std::optional<std::int64_t> Row::optional_integer(std::size_t column) const
{
    if (is_null(column))
        return std::nullopt;
    return integer(column);
}

std::optional<Instant> Row::optional_instant(std::size_t column) const
{
    if (is_null(column))
        return std::nullopt;
    return instant(column);
}

std::optional<CivilDate> Row::optional_date(std::size_t column) const
{
    if (is_null(column))
        return std::nullopt;
    return date(column);
}

void Row::bad_column(const char* wanted)
{
    throw BrokenPromise{std::string{"a column holds no "} + wanted};
}

std::optional<Row> Transaction::only_row(Rows rows)
{
    PROMISE(rows.size() <= 1);
    if (rows.empty())
        return std::nullopt;
    return std::move(rows.front());
}

} // namespace kori
