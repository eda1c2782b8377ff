// Reads JSON strictly (RFC 8259): one value, UTF-8, no duplicate names, no fractions or exponents, integers
// in 64 bits, no U+0000, bounded depth. Everything that Boost.JSON's own parse() would silently repair is an
// error with its place.
#pragma once

#include "core/base/result.hpp"
#include "core/json/value.hpp"

#include <string_view>

namespace kori::json
{

struct Limits
{
    std::size_t depth_max = 32;
    std::size_t bytes_max = 1'048'576;
    std::size_t values_max = 100'000;
};

// Refuses with Fault::malformed and the rules json.syntax, json.duplicate_name, json.not_an_integer,
// json.integer_too_large, json.too_deep, json.too_many_values, json.not_utf8, json.zero_character
// (Fault::too_large: json.too_long). A fault with a place has one FieldError whose pointer is the innermost
// named place reached.
Result<Value> read(std::string_view text, const Limits& limits = {});

// A document that we wrote ourselves: that it can be read is promised.
Value read_stored(std::string_view text);

} // namespace kori::json
