// Compares a value with its description and tells every fault at once.
#include "core/http/shape.hpp"

#include <algorithm>

namespace kori::http
{
namespace
{

constexpr std::size_t faults_max = 200;
constexpr std::size_t codes_told_max = 20; // of a long code list only the first are named in the sentence
constexpr std::int64_t name_points_max = 100;

// RFC 6901: "~" is "~0", "/" is "~1".
std::string escaped(std::string_view name)
{
    std::string text;
    for (const char c : name)
    {
        if (c == '~')
            text += "~0";
        else if (c == '/')
            text += "~1";
        else
            text += c;
    }
    return text;
}

std::int64_t points(std::string_view text)
{
    return static_cast<std::int64_t>(code_points(text));
}

// C0 but newline and tab, DEL, and C1 (U+0080 to U+009F, in UTF-8 0xC2 0x80..0x9F).
bool has_control_character(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f)
            return true;
        if (byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0)
            return true;
    }
    return false;
}

bool is_blank(std::string_view text)
{
    return text.find_first_not_of(" \t\n") == std::string_view::npos;
}

bool is_id(std::string_view text, std::string_view prefix)
{
    if (!prefix.empty())
        return decode_id(prefix, text).has_value();
    const auto own = text.substr(0, text.find('_'));
    return !own.empty() && own.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string_view::npos &&
           decode_id(own, text).has_value();
}

std::string listed(const std::vector<std::string>& codes)
{
    std::string text;
    for (std::size_t i = 0; i < codes.size() && i < codes_told_max; ++i)
        text += (i == 0 ? "" : ", ") + codes[i];
    return codes.size() > codes_told_max ? text + ", …" : text;
}

std::string_view json_type_of(ShapeKind kind)
{
    switch (kind)
    {
    case ShapeKind::text:
    case ShapeKind::date:
    case ShapeKind::instant:
    case ShapeKind::id:
    case ShapeKind::code:
    case ShapeKind::pattern:
        return "string";
    case ShapeKind::integer:
    case ShapeKind::money:
        return "integer";
    case ShapeKind::boolean:
        return "boolean";
    case ShapeKind::local_text:
    case ShapeKind::object:
    case ShapeKind::map:
        return "object";
    case ShapeKind::list:
        return "array";
    case ShapeKind::anything:
        return "any";
    }
    return "any";
}

bool has_type(const json::Value& value, std::string_view type)
{
    return type == "any" || (type == "string" && value.is_text()) ||
           (type == "integer" && value.is_integer()) || (type == "boolean" && value.is_bool()) ||
           (type == "object" && value.is_object()) || (type == "array" && value.is_array());
}

class Checker
{
public:
    void check(const json::Value& value, const Shape& shape, const std::string& at)
    {
        if (is_full() || (value.is_null() && (shape.nullable || shape.kind == ShapeKind::anything)))
            return;
        const auto type = json_type_of(shape.kind);
        if (!has_type(value, type))
            return add({at,
                        "field.wrong_type",
                        "The value has the wrong JSON type: expected {expected}.",
                        {{"expected", type}}});
        check_content(value, shape, at);
    }

    std::vector<FieldError> take() { return std::move(faults_); }

private:
    void check_content(const json::Value& value, const Shape& shape, const std::string& at)
    {
        switch (shape.kind)
        {
        case ShapeKind::text:
            return check_text(value.text(), shape.min, shape.max, at);
        case ShapeKind::integer:
        case ShapeKind::money:
            return check_number(value.integer(), shape, at);
        case ShapeKind::date:
            return check_form(parse_date(value.text()).has_value(), shape, at);
        case ShapeKind::instant:
            return check_form(parse_instant(value.text()).has_value(), shape, at);
        case ShapeKind::id:
            return check_form(is_id(value.text(), shape.prefix), shape, at);
        case ShapeKind::pattern:
            return check_form(check_pattern(shape.pattern, value.text()), shape, at);
        case ShapeKind::code:
            return check_code(value.text(), shape, at);
        case ShapeKind::local_text:
            return check_local_text(value.object(), shape, at);
        case ShapeKind::object:
            return check_object(value.object(), shape, at);
        case ShapeKind::list:
            return check_list(value.array(), shape, at);
        case ShapeKind::map:
            return check_map(value.object(), shape, at);
        case ShapeKind::boolean:
        case ShapeKind::anything:
            return;
        }
    }

    // A text that must not be empty must not be blank either.
    void check_text(const std::string& text, std::int64_t min, std::int64_t max, const std::string& at)
    {
        const auto length = points(text);
        if (has_control_character(text))
            add({at, "field.control_character", "The text contains a character that cannot be shown.", {}});
        if (length < min || (min > 0 && is_blank(text)))
            add({at, "field.too_short", "Please write at least {min} characters.", {{"min", min}}});
        if (length > max)
            add({at, "field.too_long", "Please write at most {max} characters.", {{"max", max}}});
    }

    void check_number(std::int64_t number, const Shape& shape, const std::string& at)
    {
        if (number < shape.min)
            add({at, "field.too_small", "The value must be at least {min}.", {{"min", shape.min}}});
        if (number > shape.max)
            add({at, "field.too_large", "The value must be at most {max}.", {{"max", shape.max}}});
    }

    void check_form(bool is_right, const Shape& shape, const std::string& at)
    {
        if (!is_right)
            add({at,
                 "field.bad_form",
                 "The value does not have the right form. It should look like this: {example}",
                 {{"example", example_of(shape).text()}}});
    }

    void check_code(const std::string& text, const Shape& shape, const std::string& at)
    {
        if (std::find(shape.codes.begin(), shape.codes.end(), text) == shape.codes.end())
            add({at,
                 "field.not_listed",
                 "The value is not one of the allowed ones: {allowed}.",
                 {{"allowed", listed(shape.codes)}}});
    }

    void check_local_text(const json::Object& texts, const Shape& shape, const std::string& at)
    {
        for (const auto& [name, value] : texts.members())
        {
            const auto place = at + "/" + escaped(name);
            if (!parse_language(name))
                add_unknown(place);
            else if (!value.is_text())
                add({place,
                     "field.wrong_type",
                     "The value has the wrong JSON type: expected {expected}.",
                     {{"expected", "string"}}});
            else if (!shape.may_be_incomplete && name != "en" && is_blank(value.text()))
                add_missing_language(place, name);
            else
                check_text(value.text(), 0, shape.max, place);
        }
        for (const auto* language : {"fi", "sv"})
            if (!shape.may_be_incomplete && texts.find(language) == nullptr)
                add_missing_language(at + "/" + language, language);
    }

    void check_object(const json::Object& object, const Shape& shape, const std::string& at)
    {
        for (const auto& [name, value] : object.members())
        {
            const auto place = at + "/" + escaped(name);
            const auto same_name = [&wanted = name](const Member& member) { return member.name == wanted; };
            const auto member = std::find_if(shape.members.begin(), shape.members.end(), same_name);
            if (member == shape.members.end())
                add_unknown(place);
            else if (value.is_null() && member->required && !member->shape->nullable &&
                     member->shape->kind != ShapeKind::anything)
                add_required(place);
            else
                check(value, *member->shape, place);
            if (is_full())
                return;
        }
        for (const auto& member : shape.members)
            if (member.required && object.find(member.name) == nullptr)
                add_required(at + "/" + escaped(member.name));
    }

    void check_list(const json::Array& items, const Shape& shape, const std::string& at)
    {
        const auto count = static_cast<std::int64_t>(items.size());
        if (count < shape.min)
            add({at, "field.too_few", "Please give at least {min}.", {{"min", shape.min}}});
        if (count > shape.max) // the items of an endless list are not looked at
            return add({at, "field.too_many", "Please give at most {max}.", {{"max", shape.max}}});

        std::vector<std::string_view> seen;
        for (std::size_t i = 0; i < items.size() && !is_full(); ++i)
        {
            const auto place = at + "/" + std::to_string(i);
            check(items[i], *shape.item, place);
            if (!items_must_differ(shape) || !items[i].is_text())
                continue;
            const auto at_seen = std::lower_bound(seen.begin(), seen.end(), items[i].text());
            if (at_seen != seen.end() && *at_seen == items[i].text())
                add({place, "field.duplicate_item", "The same value is already in the list.", {}});
            else
                seen.insert(at_seen, items[i].text());
        }
    }

    void check_map(const json::Object& object, const Shape& shape, const std::string& at)
    {
        if (static_cast<std::int64_t>(object.members().size()) > shape.max)
            return add({at, "field.too_many", "Please give at most {max}.", {{"max", shape.max}}});
        for (const auto& [name, value] : object.members())
        {
            const auto place = at + "/" + escaped(name);
            check_text(name, 1, name_points_max, place);
            check(value, *shape.item, place);
        }
    }

    void add_required(const std::string& at) { add({at, "field.required", "This field is required.", {}}); }
    void add_unknown(const std::string& at)
    {
        add({at, "field.unknown", "This field is not known here. Please check the spelling.", {}});
    }
    void add_missing_language(const std::string& at, std::string_view language)
    {
        add({at,
             "field.missing_language",
             "The text is missing in this language: {language}.",
             {{"language", language}}});
    }

    bool is_full() const { return faults_.size() >= faults_max; }
    void add(FieldError fault)
    {
        if (!is_full())
            faults_.push_back(std::move(fault));
    }

    std::vector<FieldError> faults_;
};

} // namespace

std::vector<FieldError> faults_of(const json::Value& value, const Shape& shape)
{
    Checker checker;
    if (value.is_null() && !shape.nullable && shape.kind != ShapeKind::anything)
        return {{"", "field.required", "This field is required.", {}}};
    checker.check(value, shape, "");
    return checker.take();
}

} // namespace kori::http
