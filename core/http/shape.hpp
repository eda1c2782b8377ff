// The description of a body: the checked reader, the answer's check and the OpenAPI document all come from
// it.
#pragma once

#include "core/base/result.hpp"
#include "core/base/state_table.hpp"
#include "core/json/value.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kori::http
{

enum class ShapeKind
{
    text,    // min/max in code points; no control characters but newline and tab
    integer, // min/max
    money,   // integer cents, min/max
    boolean,
    date,       // "2026-03-02"
    instant,    // RFC 3339
    id,         // text with that prefix
    code,       // one of `codes`
    pattern,    // text whose form `pattern` names: identifiers with check digits and the like
    local_text, // {"fi","sv","en"}: fi and sv required, en optional; min/max in code points of each
    object,     // `members`
    list,       // of `item`; min/max count items
    map,        // any member name (min/max of the name's length fixed to 1..100) to `item`
    anything,   // any JSON value: only where the capability checks it itself
};

struct Shape;
struct Member
{
    std::string name;
    std::shared_ptr<const Shape> shape;
    bool required = true;
};

struct Shape
{
    ShapeKind kind = ShapeKind::object;
    std::string name; // of an object that becomes a component of the OpenAPI document; else empty
    std::string about;
    std::int64_t min = 0;
    std::int64_t max = 0;
    bool nullable = false;
    bool may_be_incomplete = false; // of local_text: a draft may lack fi or sv
    std::string prefix;             // of an id
    std::string pattern;            // of a pattern: its registered name, see check_pattern
    std::vector<std::string> codes;
    std::vector<Member> members;
    std::shared_ptr<const Shape> item;
    json::Value example;     // of a leaf; an object's example is made of its members' examples
    bool may_repeat = false; // of a list of ids, codes or patterns, whose items otherwise all differ
};

// Builders, so that a description reads as a list. Lengths are code points, money cents.
Shape text(std::int64_t min, std::int64_t max, std::string about, std::string example);
Shape integer(std::int64_t min, std::int64_t max, std::string about, std::int64_t example);
Shape money(Money min, Money max, std::string about, Money example);
Shape boolean(std::string about, bool example);
Shape date(std::string about, std::string example);
Shape instant(std::string about, std::string example);
template <class Tag>
Shape id_of(std::string about);
Shape id_with_prefix(std::string prefix, std::string about);
Shape any_id(std::string about); // any prefix of lower-case letters
Shape code(std::vector<std::string> codes, std::string about);
Shape state_of(const StateTable& table, std::string about); // a code: one of its states
Shape pattern(std::string name, std::string about, std::string example);
Shape local_text(std::int64_t max, std::string about, std::string fi, std::string sv);
Shape draft_local_text(std::int64_t max, std::string about, std::string fi, std::string sv);
Shape list(Shape item, std::int64_t min, std::int64_t max, std::string about);
Shape map(Shape item, std::int64_t max, std::string about);
Shape anything(std::string about, json::Value example);
Shape object(std::string name, std::string about, std::vector<Member> members);
Shape nullable(Shape shape);
Shape repeating(Shape list); // ids, codes and patterns may occur twice in it

Member required(std::string name, Shape shape);
Member optional(std::string name, Shape shape);

template <class Tag>
Shape id_of(std::string about)
{
    return id_with_prefix(std::string{Tag::prefix}, std::move(about));
}

// Patterns by name: "business_id", "identity_code", "iban", "bic", "cpv", "municipality_code", "email",
// "phone", "url", "language_tag", "api_token", … Returns false for a text of another form; an unknown name is
// a broken promise.
bool check_pattern(std::string_view name, std::string_view text);
// The regular expression that OpenAPI prints for it (an approximation without check digits).
std::string_view pattern_regex(std::string_view name);
std::vector<std::string_view> pattern_names();
// Lists of ids, codes and patterns are sets unless they say repeating().
bool items_must_differ(const Shape& list);

// All faults of the value against the description, with JSON pointers, in document order. Rules:
// field.required, field.unknown, field.wrong_type, field.too_short, field.too_long, field.too_small,
// field.too_large, field.not_listed, field.bad_form, field.too_few, field.too_many, field.missing_language,
// field.duplicate_item, field.control_character. A missing member stands after the present ones of its
// object. At most 200 are told (ASSUMED: no person reads more).
std::vector<FieldError> faults_of(const json::Value& value, const Shape& shape);
// An example that satisfies the description.
json::Value example_of(const Shape& shape);
// JSON Schema (2020-12, as in OpenAPI 3.1); named objects become references into `components`.
json::Value schema_of(const Shape& shape, json::Object& components);

} // namespace kori::http
