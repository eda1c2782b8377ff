// A JSON value without floating point: what requests, answers, journal facts and configuration are made of.
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/id.hpp"
#include "core/base/instant.hpp"
#include "core/base/money.hpp"
#include "core/base/promise.hpp"
#include "core/base/text.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace kori::json
{

class Value;
using Array = std::vector<Value>;

// An amount as a number in euros, "1234.5": only for formats of others that demand it (OCDS). Written, never
// read: our own documents keep cents, and the reader refuses fractions.
struct Euros
{
    Money amount;
    bool operator==(const Euros&) const = default;
};
// The shortest decimal text: "1234", "1234.5", "-0.07".
std::string number_text(Euros euros);

// Members keep their order; names are unique (add() promises it).
class Object
{
public:
    Object() = default;
    // Many members at once without a search at each one; promises that the names are unique.
    static Object of(std::vector<std::pair<std::string, Value>> members);

    Object& add(std::string name, Value value);
    template <class T>
    Object& add_if(std::string name, const std::optional<T>& value); // leaves the member out when empty
    const Value* find(std::string_view name) const;
    const std::vector<std::pair<std::string, Value>>& members() const { return members_; }
    bool empty() const;
    bool operator==(const Object&) const;

private:
    std::vector<std::pair<std::string, Value>> members_;
};

class Value
{
public:
    Value() = default; // null
    Value(std::nullptr_t) {}
    Value(bool value) : content_{value} {}
    Value(int value) : content_{std::int64_t{value}} {}
    Value(std::int64_t value) : content_{value} {}
    Value(const char* text) : content_{std::string{text}} {}
    Value(std::string_view text) : content_{std::string{text}} {}
    Value(std::string text) : content_{std::move(text)} {}
    Value(Array items) : content_{std::move(items)} {}
    Value(Object members) : content_{std::move(members)} {}
    Value(Money amount) : content_{amount.in_cents()} {}
    Value(Euros amount) : content_{amount} {}
    Value(Instant at) : content_{to_text(at)} {}
    Value(CivilDate day) : content_{to_text(day)} {}
    Value(const LocalText& text); // {"fi","sv","en"}; an empty language is left out
    template <class Tag>
        requires(!SecretTag<Tag>)
    Value(const Id<Tag>& id) : content_{id.text()}
    {
    }
    template <class T>
    Value(const std::optional<T>& value) : Value{value ? Value{*value} : Value{}}
    {
    }
    Value(double) = delete;

    bool is_null() const { return std::holds_alternative<std::monostate>(content_); }
    bool is_bool() const { return std::holds_alternative<bool>(content_); }
    bool is_integer() const { return std::holds_alternative<std::int64_t>(content_); }
    bool is_text() const { return std::holds_alternative<std::string>(content_); }
    bool is_array() const { return std::holds_alternative<Array>(content_); }
    bool is_euros() const { return std::holds_alternative<Euros>(content_); }
    bool is_object() const { return std::holds_alternative<Object>(content_); }

    // The typed getters promise the kind: a checked body or our own document is read with them.
    bool boolean() const;
    std::int64_t integer() const;
    const std::string& text() const;
    Euros euros() const;
    const Array& array() const;
    const Object& object() const;
    Array& array();
    Object& object();

    // Of an object; at() promises that it is there, find() gives nullptr also for a null member.
    const Value& at(std::string_view name) const;
    const Value* find(std::string_view name) const;

    // Of a checked member: promises kind and form.
    Money money() const { return Money::cents(integer()); }
    CivilDate date() const;
    Instant instant() const;
    LocalText local_text() const;
    std::vector<std::string> texts() const; // of an array of texts
    template <class Tag>
    Id<Tag> id() const
    {
        const auto parsed = Id<Tag>::parse(text());
        PROMISE(parsed.has_value());
        return *parsed;
    }

    // Of an object, for members that may be absent or null.
    std::optional<std::string> optional_text(std::string_view name) const;
    std::optional<std::int64_t> optional_integer(std::string_view name) const;
    std::optional<CivilDate> optional_date(std::string_view name) const;
    std::optional<Instant> optional_instant(std::string_view name) const;
    bool flag(std::string_view name) const; // absent = false

    bool operator==(const Value&) const = default;

private:
    std::variant<std::monostate, bool, std::int64_t, std::string, Array, Object, Euros> content_;
};

// Here, because a vector of an incomplete Value may not be asked for anything (clang 19).
inline bool Object::empty() const
{
    return members_.empty();
}

template <class T>
Object& Object::add_if(std::string name, const std::optional<T>& value)
{
    return value ? add(std::move(name), Value{*value}) : *this;
}

// Compact text, members in their order, UTF-8 as it is, control characters escaped. Equal values give equal
// bytes.
std::string write(const Value& value);
// The same with two spaces of indentation and a final newline: for files and documents that people read.
std::string write_pretty(const Value& value);
// Members sorted by name at every level (bytes), compact: for digests.
std::string write_canonical(const Value& value);

template <class T>
Array array_of(const std::vector<T>& items)
{
    Array result;
    result.reserve(items.size());
    for (const auto& item : items)
        result.emplace_back(item);
    return result;
}

} // namespace kori::json
