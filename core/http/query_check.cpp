#include "core/http/query_check.hpp"

#include <algorithm>
#include <charconv>

namespace kori::http
{
namespace
{

// Decimal digits with an optional minus; no plus, no leading zeros, so that one number has one text.
std::optional<std::int64_t> parse_integer(std::string_view text)
{
    std::int64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || at != end || std::to_string(number) != text)
        return std::nullopt;
    return number;
}

// The text as the JSON value that its description speaks of; nothing when it is not one.
std::optional<json::Value> value_of(const std::string& text, const Shape& shape)
{
    switch (shape.kind)
    {
    case ShapeKind::integer:
    case ShapeKind::money:
        if (const auto number = parse_integer(text))
            return *number;
        return std::nullopt;
    case ShapeKind::boolean:
        if (text == "true" || text == "false")
            return text == "true";
        return std::nullopt;
    case ShapeKind::text:
    case ShapeKind::date:
    case ShapeKind::instant:
    case ShapeKind::id:
    case ShapeKind::code:
    case ShapeKind::pattern:
        return text;
    case ShapeKind::local_text:
    case ShapeKind::object:
    case ShapeKind::list:
    case ShapeKind::map:
    case ShapeKind::anything:
        break;
    }
    const bool is_single_text = false;
    PROMISE(is_single_text);
    return std::nullopt;
}

FieldError bad_form(std::string pointer, const Shape& shape)
{
    const auto example = example_of(shape);
    return {std::move(pointer),
            "field.bad_form",
            "The value does not have the right form. It should look like this: {example}",
            {{"example", example.is_text() ? example.text() : json::write(example)}}};
}

} // namespace

std::vector<QueryParameter> query_of(const Route& route)
{
    auto parameters = route.query;
    if (!route.is_paged)
        return parameters;
    parameters.push_back(
        {"limit", integer(1, page_items_max, "At most so many items in one page.", page_items_default)});
    parameters.push_back(
        {"after", pattern("base64url", "Where the page before ended, from its Link header.", "eyJ2IjoxfQ")});
    return parameters;
}

std::vector<FieldError> faults_of_query(const std::vector<QueryParameter>& parameters,
                                        const std::map<std::string, std::string, std::less<>>& raw)
{
    std::vector<FieldError> faults;
    for (const auto& [name, text] : raw)
    {
        const auto pointer = "?" + name;
        const auto same_name = [&wanted = name](const QueryParameter& parameter)
        { return parameter.name == wanted; };
        const auto parameter = std::find_if(parameters.begin(), parameters.end(), same_name);
        if (parameter == parameters.end())
        {
            faults.push_back(
                {pointer, "field.unknown", "This field is not known here. Please check the spelling.", {}});
            continue;
        }
        const auto value = is_utf8(text) ? value_of(text, parameter->shape) : std::nullopt;
        if (!value)
        {
            faults.push_back(bad_form(pointer, parameter->shape));
            continue;
        }
        for (auto& fault : faults_of(*value, parameter->shape))
        {
            fault.pointer = pointer;
            faults.push_back(std::move(fault));
        }
    }
    return faults;
}

} // namespace kori::http
