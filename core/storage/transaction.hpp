// The port to a database, seen from inside one transaction. Portable SQL only (docs/decisions).
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/id.hpp"
#include "core/base/instant.hpp"
#include "core/base/money.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace kori
{

// Bytes that are not text: cipher text, digests, keys.
struct Blob
{
    std::string bytes;
    bool operator==(const Blob&) const = default;
};

// One overload per base type and none for double.
class SqlValue
{
public:
    SqlValue(std::nullptr_t) {}
    SqlValue(std::int64_t number) : content_{number} {}
    SqlValue(int number) : content_{std::int64_t{number}} {}
    SqlValue(std::string text) : content_{std::move(text)} {}
    SqlValue(std::string_view text) : content_{std::string{text}} {}
    SqlValue(const char* text) : content_{std::string{text}} {}
    SqlValue(Blob blob) : content_{std::move(blob)} {}
    SqlValue(Money amount) : content_{amount.in_cents()} {}
    SqlValue(Instant at) : content_{at.micros} {}
    SqlValue(CivilDate day) : content_{to_text(day)} {}
    template <class Tag>
    SqlValue(const Id<Tag>& id) : content_{stored_text(id)}
    {
    }
    template <class T>
    SqlValue(const std::optional<T>& value)
    {
        if (value)
            *this = SqlValue{*value};
    }
    SqlValue(bool) = delete; // booleans are checked text: 'yes' / 'no'
    SqlValue(double) = delete;

    using Content = std::variant<std::monostate, std::int64_t, std::string, Blob>;
    const Content& content() const { return content_; }

private:
    Content content_;
};

// One materialised row. The getters promise the column's type: a mismatch is our mistake or a corrupt file.
class Row
{
public:
    explicit Row(std::vector<SqlValue::Content> columns) : columns_{std::move(columns)} {}

    std::size_t size() const { return columns_.size(); }
    bool is_null(std::size_t column) const;
    const SqlValue::Content& content(std::size_t column) const; // whatever it is
    std::int64_t integer(std::size_t column) const;
    const std::string& text(std::size_t column) const;
    const std::string& bytes(std::size_t column) const; // of a Blob
    bool yes(std::size_t column) const;                 // of 'yes' / 'no'
    Money money(std::size_t column) const { return Money::cents(integer(column)); }
    Instant instant(std::size_t column) const { return Instant{integer(column)}; }
    CivilDate date(std::size_t column) const;
    std::optional<std::string> optional_text(std::size_t column) const;
    std::optional<std::int64_t> optional_integer(std::size_t column) const;
    std::optional<Instant> optional_instant(std::size_t column) const;
    std::optional<CivilDate> optional_date(std::size_t column) const;
    template <class Tag>
    Id<Tag> id(std::size_t column) const
    {
        return parsed<Tag>(text(column));
    }
    template <class Tag>
    std::optional<Id<Tag>> optional_id(std::size_t column) const
    {
        if (is_null(column))
            return std::nullopt;
        return parsed<Tag>(text(column));
    }

private:
    template <class Tag>
    static Id<Tag> parsed(const std::string& text)
    {
        const auto id = Id<Tag>::parse(text);
        if (!id)
            bad_column("id");
        return *id;
    }
    [[noreturn]] static void bad_column(const char* wanted);

    std::vector<SqlValue::Content> columns_;
};
using Rows = std::vector<Row>;

// Booleans are checked text in the database: CHECK (x IN ('yes', 'no')).
constexpr std::string_view yes_no(bool value)
{
    return value ? "yes" : "no";
}

// Statements are whole texts that begin with a name: "/* offers.insert */ INSERT INTO …"; `?` marks a
// parameter.
class Transaction
{
public:
    virtual ~Transaction() = default;

    template <class... Args>
    Rows query(std::string_view sql, const Args&... args)
    {
        const std::vector<SqlValue> values{SqlValue{args}...};
        return run_query(sql, values);
    }
    // At most one row is expected; a second one is a broken promise.
    template <class... Args>
    std::optional<Row> query_one(std::string_view sql, const Args&... args)
    {
        const std::vector<SqlValue> values{SqlValue{args}...};
        return only_row(run_query(sql, values));
    }
    // How many rows were touched.
    template <class... Args>
    std::int64_t change(std::string_view sql, const Args&... args)
    {
        const std::vector<SqlValue> values{SqlValue{args}...};
        return run_change(sql, values);
    }
    // A change whose errors may surface at the next result or at commit (libpq pipelines these).
    template <class... Args>
    void post(std::string_view sql, const Args&... args)
    {
        const std::vector<SqlValue> values{SqlValue{args}...};
        run_post(sql, values);
    }
    // This transaction inserted a row under a key that nobody else uses. An engine that loses the answer to
    // its COMMIT finds out by that key what became of it. Who leaves something without a mark must bear that
    // it runs again although it was kept (it sets what is set already, or finds its own row).
    virtual void mark(std::string) {}
    // For statements whose number of parameters is known at run time only (bounded lists).
    Rows query_values(std::string_view sql, std::span<const SqlValue> values)
    {
        return run_query(sql, values);
    }

    void post_values(std::string_view sql, std::span<const SqlValue> values) { run_post(sql, values); }

protected:
    virtual Rows run_query(std::string_view sql, std::span<const SqlValue> values) = 0;
    virtual std::int64_t run_change(std::string_view sql, std::span<const SqlValue> values) = 0;
    virtual void run_post(std::string_view sql, std::span<const SqlValue> values) { run_change(sql, values); }

private:
    static std::optional<Row> only_row(Rows rows);
};

} // namespace kori
