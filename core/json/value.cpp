#include "core/json/value.hpp"

#include <algorithm>

namespace kori::json
{

Object Object::of(std::vector<std::pair<std::string, Value>> members)
{
    std::vector<std::string_view> names;
    names.reserve(members.size());
    for (const auto& [name, value] : members)
        names.emplace_back(name);
    std::sort(names.begin(), names.end());
    PROMISE(std::adjacent_find(names.begin(), names.end()) == names.end());

    Object result;
    result.members_ = std::move(members);
    return result;
}

Object& Object::add(std::string name, Value value)
{
    PROMISE(find(name) == nullptr);
    members_.emplace_back(std::move(name), std::move(value));
    return *this;
}

const Value* Object::find(std::string_view name) const
{
    for (const auto& [member, value] : members_)
    {
        if (member == name)
            return &value;
    }
    return nullptr;
}

bool Object::operator==(const Object& other) const
{
    return members_ == other.members_;
}

Value::Value(const LocalText& text)
{
    Object members;
    if (!text.fi.empty())
        members.add("fi", text.fi);
    if (!text.sv.empty())
        members.add("sv", text.sv);
    if (!text.en.empty())
        members.add("en", text.en);
    content_ = std::move(members);
}

bool Value::boolean() const
{
    PROMISE(is_bool());
    return std::get<bool>(content_);
}

std::int64_t Value::integer() const
{
    PROMISE(is_integer());
    return std::get<std::int64_t>(content_);
}

const std::string& Value::text() const
{
    PROMISE(is_text());
    return std::get<std::string>(content_);
}

Euros Value::euros() const
{
    PROMISE(is_euros());
    return std::get<Euros>(content_);
}

const Array& Value::array() const
{
    PROMISE(is_array());
    return std::get<Array>(content_);
}

const Object& Value::object() const
{
    PROMISE(is_object());
    return std::get<Object>(content_);
}

Array& Value::array()
{
    PROMISE(is_array());
    return std::get<Array>(content_);
}

Object& Value::object()
{
    PROMISE(is_object());
    return std::get<Object>(content_);
}

const Value& Value::at(std::string_view name) const
{
    const Value* member = object().find(name);
    PROMISE(member != nullptr);
    return *member;
}

const Value* Value::find(std::string_view name) const
{
    const Value* member = object().find(name);
    return member != nullptr && !member->is_null() ? member : nullptr;
}

CivilDate Value::date() const
{
    const auto day = parse_date(text());
    PROMISE(day.has_value());
    return *day;
}

Instant Value::instant() const
{
    const auto at = parse_instant(text());
    PROMISE(at.has_value());
    return *at;
}

LocalText Value::local_text() const
{
    return LocalText{optional_text("fi").value_or(""), optional_text("sv").value_or(""),
                     optional_text("en").value_or("")};
}

std::vector<std::string> Value::texts() const
{
    std::vector<std::string> result;
    result.reserve(array().size());
    for (const auto& item : array())
        result.push_back(item.text());
    return result;
}

std::optional<std::string> Value::optional_text(std::string_view name) const
{
    const Value* member = find(name);
    return member ? std::optional{member->text()} : std::nullopt;
}

std::optional<std::int64_t> Value::optional_integer(std::string_view name) const
{
    const Value* member = find(name);
    return member ? std::optional{member->integer()} : std::nullopt;
}

std::optional<CivilDate> Value::optional_date(std::string_view name) const
{
    const Value* member = find(name);
    return member ? std::optional{member->date()} : std::nullopt;
}

std::optional<Instant> Value::optional_instant(std::string_view name) const
{
    const Value* member = find(name);
    return member ? std::optional{member->instant()} : std::nullopt;
}

bool Value::flag(std::string_view name) const
{
    const Value* member = find(name);
    return member != nullptr && member->boolean();
}

} // namespace kori::json
