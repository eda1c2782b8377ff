// The description as an example and as JSON Schema.
#include "core/http/shape.hpp"

#include <algorithm>

namespace kori::http
{
namespace
{

constexpr std::string_view id_digits = "_[0-7][0-9a-hjkmnp-tv-z]{25}$"; // see core/base/id.hpp

json::Value example_id(const Shape& shape, int number)
{
    IdBytes bytes{0x01, 0x99, 0x5a, 0x3c, 0x4e, 0x00};
    bytes[15] = static_cast<std::uint8_t>(number);
    return encode_id(shape.prefix.empty() ? "obj" : shape.prefix, bytes);
}

json::Value example_list(const Shape& shape)
{
    json::Array items;
    const auto count = shape.max == 0 ? 0 : std::max<std::int64_t>(shape.min, 1);
    for (std::int64_t i = 0; i < count; ++i)
    {
        const auto at = static_cast<std::size_t>(i);
        if (items_must_differ(shape) && shape.item->kind == ShapeKind::code && at < shape.item->codes.size())
            items.emplace_back(shape.item->codes[at]);
        else if (items_must_differ(shape) && shape.item->kind == ShapeKind::id)
            items.push_back(example_id(*shape.item, static_cast<int>(i)));
        else
            items.push_back(example_of(*shape.item));
    }
    return items;
}

json::Value example_object(const Shape& shape)
{
    json::Object object;
    for (const auto& member : shape.members)
        object.add(member.name, example_of(*member.shape));
    return object;
}

json::Array codes_of(const Shape& shape)
{
    auto codes = json::array_of(shape.codes);
    if (shape.nullable)
        codes.emplace_back(nullptr);
    return codes;
}

class SchemaWriter
{
public:
    explicit SchemaWriter(json::Object& components) : components_{components} {}

    json::Value schema(const Shape& shape)
    {
        if (shape.kind != ShapeKind::object || shape.name.empty())
            return content(shape, shape.nullable);
        json::Value reference{json::Object{}.add("$ref", "#/components/schemas/" + shape.name)};
        const auto made = content(shape, false);
        if (const auto* known = components_.find(shape.name))
            PROMISE(*known == made); // two descriptions must not share a name
        else
            components_.add(shape.name, made);
        if (!shape.nullable)
            return reference;
        return json::Object{}.add("anyOf", json::Array{reference, json::Object{}.add("type", "null")});
    }

private:
    static void add_type(json::Object& schema, std::string_view type, bool nullable)
    {
        if (nullable)
            schema.add("type", json::Array{type, "null"});
        else
            schema.add("type", type);
    }

    static std::string about_of(const Shape& shape)
    {
        if (shape.kind != ShapeKind::money)
            return shape.about;
        return shape.about.empty() ? "Euro cents." : shape.about + " Euro cents.";
    }

    json::Value content(const Shape& shape, bool nullable)
    {
        json::Object schema;
        switch (shape.kind)
        {
        case ShapeKind::text:
            add_type(schema, "string", nullable);
            schema.add("minLength", shape.min).add("maxLength", shape.max);
            if (shape.min > 0)
                schema.add("pattern", "\\S"); // blank is empty
            break;
        case ShapeKind::integer:
        case ShapeKind::money:
            add_type(schema, "integer", nullable);
            schema.add("format", "int64").add("minimum", shape.min).add("maximum", shape.max);
            break;
        case ShapeKind::boolean:
            add_type(schema, "boolean", nullable);
            break;
        case ShapeKind::date:
            add_type(schema, "string", nullable);
            schema.add("format", "date");
            break;
        case ShapeKind::instant:
            add_type(schema, "string", nullable);
            schema.add("format", "date-time");
            break;
        case ShapeKind::id:
            add_type(schema, "string", nullable);
            schema.add("pattern",
                       "^" + (shape.prefix.empty() ? "[a-z]+" : shape.prefix) + std::string{id_digits});
            break;
        case ShapeKind::pattern:
            add_type(schema, "string", nullable);
            schema.add("pattern", pattern_regex(shape.pattern));
            break;
        case ShapeKind::code:
            add_type(schema, "string", nullable);
            schema.add("enum", codes_of(shape));
            break;
        case ShapeKind::local_text:
            add_local_text(schema, shape, nullable);
            break;
        case ShapeKind::object:
            add_object(schema, shape, nullable);
            break;
        case ShapeKind::list:
            add_type(schema, "array", nullable);
            schema.add("minItems", shape.min).add("maxItems", shape.max);
            if (items_must_differ(shape))
                schema.add("uniqueItems", true);
            schema.add("items", this->schema(*shape.item));
            break;
        case ShapeKind::map:
            add_type(schema, "object", nullable);
            schema.add("maxProperties", shape.max);
            schema.add("propertyNames", json::Object{}.add("minLength", 1).add("maxLength", 100));
            schema.add("additionalProperties", this->schema(*shape.item));
            break;
        case ShapeKind::anything:
            break;
        }
        if (const auto about = about_of(shape); !about.empty())
            schema.add("description", about);
        if (has_own_example(shape))
            schema.add("examples", json::Array{example_of(shape)});
        return schema;
    }

    // Where the type alone does not show what a value looks like.
    static bool has_own_example(const Shape& shape)
    {
        return shape.kind == ShapeKind::text || shape.kind == ShapeKind::pattern ||
               shape.kind == ShapeKind::date || shape.kind == ShapeKind::instant ||
               shape.kind == ShapeKind::local_text;
    }

    static void add_local_text(json::Object& schema, const Shape& shape, bool nullable)
    {
        add_type(schema, "object", nullable);
        if (!shape.may_be_incomplete)
            schema.add("required", json::Array{"fi", "sv"});
        schema.add("additionalProperties", false);
        json::Object properties;
        for (const auto* language : {"fi", "sv", "en"})
        {
            json::Object one;
            one.add("type", "string").add("maxLength", shape.max);
            if (!shape.may_be_incomplete && std::string_view{language} != "en")
                one.add("minLength", 1).add("pattern", "\\S");
            properties.add(language, std::move(one));
        }
        schema.add("properties", std::move(properties));
    }

    void add_object(json::Object& schema, const Shape& shape, bool nullable)
    {
        add_type(schema, "object", nullable);
        json::Array required;
        json::Object properties;
        for (const auto& member : shape.members)
        {
            if (member.required)
                required.emplace_back(member.name);
            properties.add(member.name, this->schema(*member.shape));
        }
        if (!required.empty())
            schema.add("required", std::move(required));
        schema.add("additionalProperties", false);
        schema.add("properties", std::move(properties));
    }

    json::Object& components_;
};

} // namespace

json::Value example_of(const Shape& shape)
{
    if (!shape.example.is_null())
        return shape.example;
    switch (shape.kind)
    {
    case ShapeKind::id:
        return example_id(shape, 0);
    case ShapeKind::list:
        return example_list(shape);
    case ShapeKind::map:
        return shape.max == 0 ? json::Object{} : json::Object{}.add("name", example_of(*shape.item));
    case ShapeKind::object:
        return example_object(shape);
    case ShapeKind::text:
    case ShapeKind::integer:
    case ShapeKind::money:
    case ShapeKind::boolean:
    case ShapeKind::date:
    case ShapeKind::instant:
    case ShapeKind::code:
    case ShapeKind::pattern:
    case ShapeKind::local_text:
    case ShapeKind::anything:
        return shape.example;
    }
    return {};
}

json::Value schema_of(const Shape& shape, json::Object& components)
{
    return SchemaWriter{components}.schema(shape);
}

} // namespace kori::http
