#include "core/storage/postgres/postgres_values.hpp"

#include "core/base/text.hpp"

#include <libpq-fe.h>
#include <utility>

namespace kori
{

namespace
{

// pg_type.dat; these numbers are fixed for good.
constexpr Oid bytea_type = 17;
constexpr Oid name_type = 19;
constexpr Oid int8_type = 20;
constexpr Oid int2_type = 21;
constexpr Oid int4_type = 23;
constexpr Oid text_type = 25;
constexpr Oid varchar_type = 1'043;
constexpr Oid numeric_type = 1'700;

bool is_integer(Oid type)
{
    return type == int8_type || type == int4_type || type == int2_type;
}

bool is_text(Oid type)
{
    return type == text_type || type == varchar_type || type == name_type;
}

// Into a numeric parameter (compared with a sum) an integer goes unharmed.
struct Fits
{
    Oid type;
    bool operator()(std::monostate) const { return true; }
    bool operator()(std::int64_t) const { return is_integer(type) || is_text(type) || type == numeric_type; }
    bool operator()(const std::string&) const { return is_text(type) || is_integer(type); }
    bool operator()(const Blob&) const { return type == bytea_type; }
};

std::int64_t number_of(const char* bytes, int length)
{
    std::uint64_t number = (static_cast<unsigned char>(bytes[0]) & 0x80) != 0 ? ~std::uint64_t{0} : 0;
    for (int i = 0; i < length; ++i)
        number = (number << 8) | static_cast<unsigned char>(bytes[i]);
    return static_cast<std::int64_t>(number);
}

SqlValue::Content column_of(const PGresult* result, int row, int column)
{
    if (PQgetisnull(result, row, column) != 0)
        return std::monostate{};
    const char* const bytes = PQgetvalue(result, row, column);
    const int length = PQgetlength(result, row, column);
    const auto type = PQftype(result, column);
    if (is_integer(type))
        return number_of(bytes, length);
    std::string copy{bytes, static_cast<std::size_t>(length)};
    if (type == bytea_type)
        return Blob{std::move(copy)};
    return copy;
}

} // namespace

Rows rows_of(const PGresult* result)
{
    Rows rows;
    const int columns = PQnfields(result);
    const int count = PQntuples(result);
    rows.reserve(static_cast<std::size_t>(count));
    for (int row = 0; row < count; ++row)
    {
        std::vector<SqlValue::Content> contents;
        contents.reserve(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column)
            contents.push_back(column_of(result, row, column));
        rows.emplace_back(std::move(contents));
    }
    return rows;
}

int column_outside_common_types(const PGresult* result)
{
    for (int column = 0; column < PQnfields(result); ++column)
    {
        const auto type = PQftype(result, column);
        if (!is_integer(type) && !is_text(type) && type != bytea_type)
            return column;
    }
    return -1;
}

BoundValues::BoundValues(std::span<const SqlValue> values, std::span<const unsigned> types)
    : numbers_(values.size()), data_(values.size(), nullptr), lengths_(values.size(), 0),
      formats_(values.size(), 0)
{
    for (std::size_t i = 0; i < values.size() && fault_.empty(); ++i)
    {
        const auto& content = values[i].content();
        if (!std::visit(Fits{types[i]}, content))
        {
            fault_ = " was given a value of another type than its parameter " + std::to_string(i + 1);
        }
        else if (const auto* const number = std::get_if<std::int64_t>(&content))
        {
            numbers_[i] = std::to_string(*number);
            data_[i] = numbers_[i].c_str();
        }
        else if (const auto* const text = std::get_if<std::string>(&content))
        {
            if (!is_utf8(*text))
                fault_ = " was given a text that is no UTF-8 or holds U+0000";
            data_[i] = text->c_str();
            bytes_ += text->size();
        }
        else if (const auto* const blob = std::get_if<Blob>(&content))
        {
            data_[i] = blob->bytes.data();
            lengths_[i] = static_cast<int>(blob->bytes.size());
            formats_[i] = 1;
            bytes_ += blob->bytes.size();
        }
    }
}

} // namespace kori
