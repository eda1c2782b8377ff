#include "core/base/law_book.hpp"

#include <utility>

namespace kori
{

void LawBook::add(const std::string& name, LawValue value)
{
    if (name.empty())
        throw std::invalid_argument{"a law value without a name"};
    if (value.validity.is_empty())
        throw std::invalid_argument{"law value " + name + ": the first day does not lie before the last"};
    auto& dated = values_[name];
    for (const auto& other : dated)
        if (other.validity.overlaps(value.validity))
            throw std::invalid_argument{"law value " + name + ": two values cover " +
                                        to_text(std::max(other.validity.from, value.validity.from))};
    dated.push_back(std::move(value));
}

const LawValue* LawBook::find(std::string_view name, CivilDate day) const
{
    const auto found = values_.find(name);
    if (found == values_.end())
        return nullptr;
    for (const auto& value : found->second)
        if (value.validity.contains(day))
            return &value;
    return nullptr;
}

std::int64_t LawBook::integer(std::string_view name, CivilDate day) const
{
    const auto* value = find(name, day);
    if (value == nullptr)
        throw LawMissing{"no law value " + std::string{name} + " on " + to_text(day)};
    const auto* number = std::get_if<std::int64_t>(&value->value);
    if (number == nullptr)
        throw LawMissing{"law value " + std::string{name} + " on " + to_text(day) + " is not a number"};
    return *number;
}

const std::string& LawBook::code(std::string_view name, CivilDate day) const
{
    const auto* value = find(name, day);
    if (value == nullptr)
        throw LawMissing{"no law value " + std::string{name} + " on " + to_text(day)};
    const auto* text = std::get_if<std::string>(&value->value);
    if (text == nullptr)
        throw LawMissing{"law value " + std::string{name} + " on " + to_text(day) + " is not a code"};
    return *text;
}

} // namespace kori
