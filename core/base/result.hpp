// A refusal is an answer, not an accident: the caller may not, or asked for something impossible.
#pragma once

#include "core/base/promise.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace kori
{

// The kinds of refusal. core/http/problem.cpp turns each into a status; nothing else does.
enum class Fault
{
    malformed,       // cannot be read at all
    invalid,         // readable, but a field or a rule says no
    unauthenticated, // nobody known asks
    forbidden,
    not_found,
    conflict, // the object's state does not allow it
    too_late,
    stale,        // the caller saw an older revision
    precondition, // If-Match is missing
    too_large,
    unsupported, // a body of another type
    bad_method,  // the path does not know the method
    throttled,
    busy,
};

// A named value of an event or of a refusal: ids, codes and numbers, never anything that identifies a
// customer.
struct Fact
{
    std::string name;
    std::variant<std::int64_t, std::string> value;

    Fact(std::string fact_name, std::string text) : name{std::move(fact_name)}, value{std::move(text)} {}
    Fact(std::string fact_name, std::string_view text) : name{std::move(fact_name)}, value{std::string{text}}
    {
    }
    Fact(std::string fact_name, const char* text) : name{std::move(fact_name)}, value{std::string{text}} {}
    Fact(std::string fact_name, std::int64_t number) : name{std::move(fact_name)}, value{number} {}
    Fact(std::string fact_name, int number) : name{std::move(fact_name)}, value{std::int64_t{number}} {}
    bool operator==(const Fact&) const = default;
};
using Facts = std::vector<Fact>;

// One field that was refused. `pointer` is a JSON pointer (RFC 6901) into the request body.
struct FieldError
{
    std::string pointer;
    std::string rule;     // stable name, documented
    std::string sentence; // English; the other languages are found by the rule's name in config/locale
    Facts values;         // fill {name} in the sentence
    bool operator==(const FieldError&) const = default;
};

// What a refusal must leave behind although its job is undone: a failed sign-in, a late tender, a refused
// opening.
struct Witness
{
    std::string kind;
    std::string about;
    Facts facts;
    bool operator==(const Witness&) const = default;
};

struct Refusal
{
    Fault fault{};
    std::string rule;     // stable name "capability.rule"
    std::string sentence; // English; fi and sv are found by the rule's name
    Facts values;
    std::vector<FieldError> fields;
    std::vector<Witness> witnesses;

    Refusal with(std::string name, std::string value) &&
    {
        values.emplace_back(std::move(name), std::move(value));
        return std::move(*this);
    }
    Refusal with(std::string name, std::int64_t value) &&
    {
        values.emplace_back(std::move(name), value);
        return std::move(*this);
    }
    Refusal in(std::vector<FieldError> errors) &&
    {
        fields = std::move(errors);
        return std::move(*this);
    }
    Refusal leaving(Witness witness) &&
    {
        witnesses.push_back(std::move(witness));
        return std::move(*this);
    }
};

[[nodiscard]] inline Refusal refuse(Fault fault, std::string rule, std::string sentence)
{
    return Refusal{fault, std::move(rule), std::move(sentence), {}, {}, {}};
}

// An object of somebody else and one that does not exist look the same: this for both.
[[nodiscard]] inline Refusal absent()
{
    return refuse(Fault::not_found, "http.not_found", "There is nothing here.");
}

struct Done
{
    bool operator==(const Done&) const = default;
};

template <class T>
class [[nodiscard]] Result
{
public:
    Result(T value) : content_{std::in_place_index<0>, std::move(value)} {}
    Result(Refusal refusal) : content_{std::in_place_index<1>, std::move(refusal)} {}

    explicit operator bool() const { return content_.index() == 0; }

    const T& operator*() const&
    {
        PROMISE(content_.index() == 0);
        return std::get<0>(content_);
    }
    T& operator*() &
    {
        PROMISE(content_.index() == 0);
        return std::get<0>(content_);
    }
    T&& operator*() &&
    {
        PROMISE(content_.index() == 0);
        return std::get<0>(std::move(content_));
    }
    const T* operator->() const { return &**this; }
    T* operator->() { return &**this; }

    const Refusal& refusal() const
    {
        PROMISE(content_.index() == 1);
        return std::get<1>(content_);
    }

private:
    std::variant<T, Refusal> content_;
};

} // namespace kori
